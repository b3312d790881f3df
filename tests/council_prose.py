"""Sentences of council prose with figures of every kind and no term of a contract."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tenderwatch.dates import on_day
from tenderwatch.dates.words import MONTHS
from wording_trees import Printer

SUBJECTS = (
    "The committee", "Cabinet", "The library in Northtown", "A resident", "The service", "Our contact centre",
    "The scrutiny board", "The children's home", "The housing team", "The school", "The care home",
    "The highways team", "The survey",
)  # fmt: skip
DOINGS = (
    "met on {day} and noted the report",
    "opened on {day} with {count} places",
    "spent {money} on repairs in {year}",
    "can be reached on {phone} until {hour}",
    "moved to {postcode} in {month}",
    "will hear questions received by {day}",
    "supports {count} people aged {age} to {older} years",
    "published its plan on {day} under reference {reference}",
    "set aside {money} for {count} vehicles",
    "answered {count} calls within {count} days",
    "reviews its budget of {money} every spring",
    "held a consultation from {day} to {day}",
    "is listed under CPV {cpv} and {cpv}",
    "received {count} letters, {percent} of them in favour",
    "serves {postcode} and {postcode} between {hour} and {hour}",
    "recorded a rise of {percent} in {month}",
    "asks for bids by {day} at {hour}, by post to {postcode}",
    "planted {count} trees over {distance}",
    "closed the road on {day} for works",
    "has {count} staff with {count} years of experience",
    "replied to question {count} of {day}",
    "pays invoices of {money} within {count} days",
    "cites regulation {count} of the Public Contracts Regulations 2015",
    "opened lot {count} at {money}",
    "offers a range of housing options to {count} families",
    "approved a single storey extension at {postcode} on {day}",
    "extended its opening hours to {hour} on {day}",
    "discussed the contract with its {count} suppliers on {day}",
    "saw the contract value rise by {percent} to {money} in {year}",
    "kept records for {count} years under schedule {count}",
)


def council_prose(random: Random) -> str:
    """A sentence of one or two such statements."""
    parts = []
    for _ in range(random.choice((1, 1, 2))):
        words = random.choice(DOINGS)
        while "{" in words:
            head, _, rest = words.partition("{")
            name, _, tail = rest.partition("}")
            words = f"{head}{_figure(name, random)}{tail}"
        parts.append(words)
    return f"{random.choice(SUBJECTS)} {' and '.join(parts)}."


def _figure(name: str, random: Random) -> str:
    number = random.randrange
    match name:
        case "day":
            return Printer(random).day(on_day(date(2015, 1, 1) + timedelta(days=number(6000))))
        case "month":
            return f"{random.choice(MONTHS)} {number(2015, 2031)}"
        case "year":
            return str(number(2015, 2031))
        case "count":
            return str(number(2, 90))
        case "money":
            return random.choice((f"£{number(1, 900)},000", f"£{number(1, 90)}.5m", f"{number(2, 90)} million pounds"))
        case "phone":
            form = random.choice(("01632 960{:03}", "0191 498 0{:03}", "+44 1632 960{:03}", "(01632) 960{:03}"))
            return form.format(number(1000))
        case "postcode":
            letters = random.choice("ABDEFGHJ") + random.choice("ABDEFGHJ")
            return f"{random.choice(('NE', 'ST', 'DH', 'B', 'WV'))}{number(1, 30)} {number(1, 9)}{letters}"
        case "cpv":
            return f"{number(85_000_000, 86_000_000)}-{number(10)}"
        case "hour":
            return random.choice(("5pm", "12:30", "9.30am", "noon"))
        case "age":
            return str(number(5, 30))
        case "older":
            return str(number(31, 90))
        case "percent":
            return f"{number(1, 90)}%"
        case "distance":
            return f"{number(1, 90)} km"
        case _:
            return f"AB{number(1000, 9999)}/{number(10, 30)}"

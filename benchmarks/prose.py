"""Invented prose of procurement notices, as long and as full of terms as in 113 real releases of Find a Tender.

A description there has 86 words on average, of which one in twenty-two is a number, a length or a word of term. Two
in five state a date, a length or an option; one in five speaks of options to extend.
"""

from __future__ import annotations

from random import Random

# Words of a description, in tenths of all descriptions from the shortest to the longest.
LENGTHS = (8, 15, 25, 35, 46, 60, 82, 115, 165, 325)
_SLOTS = {
    "body": (
        "The Council", "The Authority", "The Borough Council", "The County Council", "The Trust",
        "The Combined Authority", "Our housing team", "The schools partnership", "The commissioning team",
    ),
    "work": (
        "home support", "grounds maintenance", "catering for primary schools", "legal advice", "transport for pupils",
        "waste collection", "repairs to council homes", "an advice line", "wellbeing support", "roof replacement",
        "temporary staff", "printing and post", "building surveys", "security patrols", "youth work",
        "language interpreting", "play area equipment", "software for libraries", "support for unpaid carers",
    ),
    "who": (
        "residents of all ages", "families in the north of the county", "young people leaving care", "older residents",
        "people who sleep rough", "pupils with special educational needs", "tenants and leaseholders",
        "visitors to our parks", "adults with a learning disability", "small local businesses", "our own officers",
    ),
    "place": (
        "across the borough", "in every ward", "at our main depot", "in market towns and villages", "along the coast",
        "on housing estates", "at sites listed in the specification", "in the city centre", "at libraries and hubs",
    ),
    "aim": (
        "better outcomes", "fewer hospital admissions", "lower carbon emissions", "value for money", "safer streets",
        "stronger communities", "less time on waiting lists", "more local jobs", "a better experience for users",
    ),
    "count": ("two", "three", "12", "40", "350", "1,200", "16,000", "five", "85", "4"),
    "pounds": ("£45,000", "£120,000", "£370,000", "£1.2m", "£985,980", "£2,400,000"),
    "years": ("2", "3", "4", "5", "two", "three (3)", "four"),
    "more": ("1", "2", "two", "a further year", "12 months"),
    "month": ("April", "June", "September", "October", "January"),
    "year": ("2026", "2027", "2028"),
}  # fmt: skip
_PLAIN = """
{body} is seeking a suitably qualified and experienced supplier to deliver {work} {place}.
{body} wishes to appoint a partner for {work} that can show how it will bring {aim}.
The service is for {who} and is to be delivered {place}.
Suppliers must hold the insurances and accreditations that are set out in the invitation to tender.
The successful supplier will work closely with officers, partners and voluntary groups to achieve {aim}.
This covers {work}, with related advice, training and reporting, for {who}.
Tenders will be judged on quality, price and social value, as the documents explain.
All communication is through the portal, and clarification questions are answered there for everyone to see.
{body} does not bind itself to accept any tender and may stop the procurement without cost to itself.
The supplier will be responsible for mobilisation, staffing, equipment and the transfer of existing employees.
We expect the supplier to pay the real living wage and to help {who} into work.
Current arrangements for {work} come to an end, and {body} is reviewing what is needed.
Bids from consortia and from small and medium enterprises are welcome.
Personal data must be handled in line with data protection law and our own policies.
The aim of the programme is to give {who} support that leads to {aim}.
Work includes planned and reactive tasks, site visits, inspections and the disposal of waste.
Interested suppliers are asked to complete the questionnaire and to say how they would approach {work}.
Full details are in the attached specification, pricing schedule and draft conditions.
The opportunity is divided into lots, and suppliers may bid for one, several or all of them.
This notice gives early information to the market and is not a call for competition.
Safeguarding training is required for everyone who meets {who}.
The design is to reflect the character of the area and to protect trees, hedges and wildlife {place}.
Contractors should allow for access restrictions, working near traffic and the needs of {who}.
Performance is measured by agreed indicators and discussed at regular meetings.
The route to market is an existing framework that is open to all public bodies.
{body} is committed to {aim} and asks suppliers to support that in how they deliver {work}.
""".strip().splitlines()
_FIGURES = """
There are about {count} sites and {count} properties {place}.
The estimated value is {pounds} including taxes.
Around {count} referrals are expected, from {who}.
The budget will not exceed {pounds} per annum.
Site visits take place on {count} {month} {year} at 10am.
At least {count} per cent of staff should hold a level 3 qualification.
The building dates from 1974 and has {count} floors.
""".strip().splitlines()
_TERMS = """
The contract will start on 1 {month} {year} and run for {years} years.
The term of the agreement is {years} years from {month} {year}.
It is anticipated that the contract will commence in {month} {year}.
The contract is for an initial period of {years} years.
The current contract expires on 31 March {year}.
""".strip().splitlines()
_OPTIONS = """
The contract will be for {years} years with an option to extend for {more}.
The initial term is {years} years, with the option to extend for a further {more} at the sole discretion of {body}.
The contract will be awarded for {years} years and can be extended by up to 24 months, subject to performance.
There is provision to extend for two further periods of 12 months each, making a maximum of 5 years.
{body} may extend the contract for {more} until 31 March 2032, depending on funding.
The contract may be renewed if it performs well and money allows.
""".strip().splitlines()


def description(rnd: Random) -> str:
    """The description of a tender, in whole sentences."""
    words = LENGTHS[int(rnd.random() * len(LENGTHS))]
    sentences = prose(rnd, words, figures=0.13)
    spoken = rnd.random()
    said = _OPTIONS if spoken < 0.2 else _TERMS if spoken < 0.4 else ()
    if said:
        # In the place of another sentence, so that the length stays.
        sentences[int(rnd.random() * len(sentences))] = _filled(rnd, said)
    return " ".join(sentences)


def text(rnd: Random, words: int) -> str:
    """Plain prose of about so many words, in whole sentences."""
    return " ".join(prose(rnd, words))


def prose(rnd: Random, words: int, *, figures: float = 0.0) -> list[str]:
    """Sentences that come to about so many words, a share of them with figures in them."""
    sentences: list[str] = []
    length = 0
    while length < words or not sentences:
        sentence = _filled(rnd, _FIGURES if rnd.random() < figures else _PLAIN)
        added = sentence.count(" ") + 1
        if sentences and length + added - words > words - length:
            break
        sentences.append(sentence)
        length += added
    return sentences


def _filled(rnd: Random, sentences: list[str]) -> str:
    choices = {name: values[int(rnd.random() * len(values))] for name, values in _SLOTS.items()}
    sentence = sentences[int(rnd.random() * len(sentences))].format(**choices)
    return sentence[0].upper() + sentence[1:]

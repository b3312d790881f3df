"""The columns of `contracts.csv` as a Table Schema (specs.frictionlessdata.io): type and meaning of each."""

from typing import Any

_EDTF = "EDTF (ISO 8601-2): a day, 2029-03 for a month, 2024-21 for spring 2024; empty where nothing is known"
_MANY = "several values are divided by '; '"
_DAY = "ISO day"

# Column: (type, meaning).
_FIELDS: dict[str, tuple[str, str]] = {
    "id": ("string", "permanent id of the contract"),
    "title": ("string", "what it is called"),
    "kind": ("string", "contract, framework, open-framework, dps, dynamic-market, approved-list or spot"),
    "services": ("string", f"services; {_MANY}"),
    "user_groups": ("string", f"for whom; {_MANY}"),
    "lead": ("string", "id of the council that leads"),
    "partners": ("string", f"ids of the other buyers; {_MANY}"),
    "providers": ("string", f"who holds it; {_MANY}"),
    "ocid": ("string", "Open Contracting ID of the procurement"),
    "portal": ("string", "id of the e-tendering portal"),
    "regime": ("string", "the law it was let under"),
    "value": ("number", "pounds"),
    "value_basis": ("string", "what the value counts"),
    "status": ("string", "how it stands on the day reckoned from"),
    "start": ("string", _EDTF),
    "initial_end": ("string", f"end as first let; {_EDTF}"),
    "end": ("string", f"end after the options used; {_EDTF}"),
    "next_end": ("string", f"next possible end; {_EDTF}"),
    "next_end_earliest": ("date", f"{_DAY}, the first on which it can fall"),
    "next_end_latest": ("date", f"{_DAY}, the last on which it can fall"),
    "next_end_how": ("string", "current, option or flexible"),
    "longest_end": ("string", f"end if every open option is used; {_EDTF}"),
    "longest_end_earliest": ("date", f"{_DAY}, the first on which it can fall"),
    "longest_end_latest": ("date", f"{_DAY}, the last on which it can fall"),
    "window_opens": ("string", f"when planning the next procurement would start; {_EDTF}"),
    "tender_notice_by": ("string", f"last day for the tender notice on the usual timetable; {_EDTF}"),
    "tender_expected": ("string", f"when to expect the tender; {_EDTF}"),
    "next_action": ("string", "kind of the first thing that asks for attention"),
    "next_action_by": ("string", f"its date; {_EDTF}"),
    "next_action_by_earliest": ("date", f"{_DAY}, the first on which it can fall"),
    "due_because": ("string", f"reasons to be due, empty in a plain list; {_MANY}"),
    "why": ("string", f"the same in words; {_MANY}"),
    "evidence_newest": ("date", f"{_DAY} that the youngest evidence speaks for"),
    "evidence_age_days": ("integer", "days from then to the day reckoned from"),
    "conflicts": ("integer", "how many facts the sources disagree on"),
    "freshness": ("string", "whether the evidence is fresh, stale or weak, by its age and strength"),
}


def table_schema(columns: tuple[str, ...]) -> dict[str, Any]:
    """The schema of a table with these columns. Raises KeyError for one that is not described."""
    fields = []
    for name in columns:
        kind, about = _FIELDS[name]
        fields.append({"name": name, "type": kind, "description": about[0].upper() + about[1:]})
    return {
        "fields": fields,
        "missingValues": [""],
        "primaryKey": "id",
    }

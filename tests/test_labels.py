"""Every code that people meet has words, and the words are said once."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from tenderwatch.labels import answers, records, renewal, standing
from tenderwatch.labels.label import Labels, label
from tenderwatch.law.schedule.feasibility import Feasible
from tenderwatch.law.schedule.windows import Scenario
from tenderwatch.law.terms import Status
from tenderwatch.law.terms.ends import NextHow
from tenderwatch.law.timetables import Basis, StageKind
from tenderwatch.outlook.kinds import EventKind, MomentKind, ReasonKind
from tenderwatch.outlook.moment import Basis as ReasonBasis
from tenderwatch.queries.coverage import Silence
from tenderwatch.queries.digest.item import Section
from tenderwatch.queries.filters import Audience
from tenderwatch.queries.freshness import Verdict
from tenderwatch.registry.model import OptionState
from tenderwatch.registry.model.contract import JoiningRule, Kind, Regime, Strength
from tenderwatch.site.site import FeedGroup
from tenderwatch.timeline.bars import MarkKind
from tenderwatch.timeline.segments import Ink

MODULES = (records, standing, renewal, answers)
CODES: list[tuple[str, Any]] = [
    ("KIND", Kind), ("REGIME", Regime), ("STRENGTH", Strength), ("OPTION_STATE", OptionState),
    ("OPTION_STATE_MEANING", OptionState), ("JOINING", JoiningRule), ("STATUS", Status), ("STATUS_SHORT", Status),
    ("NEXT_END", NextHow), ("REASON", ReasonKind), ("REASON_BASIS", ReasonBasis), ("SCENARIO", Scenario),
    ("EVENT", EventKind), ("MOMENT", MomentKind),
    ("STAGE", StageKind), ("STAGE_BASIS", Basis), ("FEASIBLE", Feasible), ("VERDICT", Verdict),
    ("SILENCE", Silence), ("AUDIENCE", Audience), ("SECTION", Section), ("FEED_GROUP", FeedGroup), ("MARK", MarkKind),
    ("SEGMENT", Ink),
]  # fmt: skip


@pytest.mark.parametrize(("name", "codes"), CODES, ids=[name for name, _ in CODES])
def test_every_code_has_its_words(name: str, codes: Any) -> None:
    table: Labels = next(vars(module)[name] for module in MODULES if name in vars(module))
    assert set(get_args(codes)) <= table.keys()
    assert all(text and text == text.strip() and not text.endswith(".") for text in table.values())


def test_a_code_without_words_reads_as_itself() -> None:
    assert label(records.KEY, "advertised") == "tender notice"
    assert label(records.KEY, "some_new-key") == "some new key"

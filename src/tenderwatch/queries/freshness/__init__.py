"""Freshness: how old and how strong evidence is on a day, and whether it still serves."""

from tenderwatch.queries.freshness.reckoned import (
    STRENGTHS,
    Freshness,
    Verdict,
    age_text,
    evidence_text,
    freshness,
    whole_months,
)
from tenderwatch.queries.freshness.rules import RULES, FreshnessRule

__all__ = [
    "RULES",
    "STRENGTHS",
    "Freshness",
    "FreshnessRule",
    "Verdict",
    "age_text",
    "evidence_text",
    "freshness",
    "whole_months",
]

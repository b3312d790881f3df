"""Figures that say nothing of a term: money, telephone numbers, postcodes, codes, references, ages, times of day."""

from __future__ import annotations

import re

_MONEY = (
    r"(?:[£€$]|\b(?:gbp|eur|usd|cad)\s{0,3})\s{0,3}\d[\d,]*(?:\.\d+)?(?:\s{0,3}(?:k|m|bn|million|billion|thousand)\b)?"
    r"|\b\d[\d,]*(?:\.\d+)?\s{0,3}(?:pounds|pence|million|billion|thousand|bn|gbp|k)\b"
)
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_REFERENCE = (
    r"\b(?:lots?|variations?|phase|schedule|(?<!break\s)clause|sections?|articles?|regulations?|regs?|rules?|appendix|annex|items?|paragraphs?|para|"
    r"pages?|part|version|room|floor|refs?|reference|stages?|tables?|figures?|chapter|dn|band|class|grade|route|"
    r"ward|junction|act|directive|cpv(?:\s+codes?)?|package|zone|tier|volume|category|question|minute|tel|telephone|"
    r"key\s+stage|contract\s+(?:no|number|ref)|order|bidder|tenderer|supplier|applicant)\b"
    r"[.:]?\s*(?:no\.?\s*|number\s*|#)?(?!\d+\s*(?:months?|years?|x\b|[*×+])|\d{1,2}[/.-]\d{1,2}[/.-]\d{2})"
    rf"(?:(?!{_MONTH})[a-z]{{1,4}}[/-])?[a-z]{{0,4}}\d[\w./()-]*(?:\s*(?:,|and|&|to|-)\s*\d{{1,3}}\b(?!\s*(?:-\s*)?(?:x\b|[*×+/]|\.\d|months?|years?|yrs?|{_MONTH})))*"
)
_PATTERNS = (
    r"\bs\.?\d{2,3}\b|\b0\.\d{2,}\b(?!\s*(?:years?|yrs?|months?|\+))",  # 's75', 'the value is given as 0.01'
    r"\S[^\s@]*+@\S+|https?://\S+|\bwww\.\S+",
    r"\bocds-\S+",
    _MONEY,
    r"\(\d{2,5}\)\s{0,3}\d{3,4}\s{0,3}\d{3,4}|(?:\+44|\b0)\s{0,3}\(?0?\)?\d{2,4}\)?[\s-]?\d{3,4}[\s-]?\d{3,6}\b",
    r"\b[a-z]{1,2}\d[a-z\d]?\s{0,3}\d[a-z]{2}\b",
    r"\b\d{8}-\d\b|\b\d{6}-20\d\d\b|\b20\d\d/s\s{0,3}\d+-\d+\b",
    r"\b\d+(?:\.\d+)?\s{0,3}(?:%|per\s{0,3}cent\b)",
    r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\s{0,3}(?:am|pm|noon|hrs))?\b|\b\d{1,2}(?:\.\d{2})?\s{0,3}(?:am|pm|noon|hrs)\b",
    r"\b\d{1,3}(?:,\d{3})+(?:\.\d+)?\b",
    _REFERENCE,
    r"\b20\d\d/\d{1,4}/[a-z]{2,4}\b|\b20\d\d/\d{3,}\b",
    r"\b0\s?[-–]\s?\d{1,2}\b"
    r"|\bages?d?\s+(?:of\s+)?\d+(?:\s{0,3}(?:-|–|to|and)\s{0,3}\d+)?\+?(?:\s+(?:years|months))?"
    r"|\b\d+(?:\s{0,3}(?:-|–|to)\s{0,3}\d+)?[\s-]+(?:years?|months?)[\s-]+(?:olds?|of\s+age)\b"
    r"|\b(?:over|under|aged)[\s-]+\d{2}s?\b(?!\s*(?:months|years|days|weeks|%))|\bone[\s-]off\b|\b\d{2}\+(?!\s*\d)",
    rf"\b(?!(?:{_MONTH})[a-z]*(?:19|20)\d\d\b)"  # 'Aug2030'
    r"(?=[a-z]*\d)(?![12]?\d?[a-z]+\b)(?!fy\d)[a-z]{1,6}[/-]?\d{3,}[\w/-]*(?:\.\d+)?\b|\b\d{7,}\b",
    # 'PRO/001234', 'LBX-2026-044', '(CPU 4711)', 'II.2.7)'; not 'until-2030'
    rf"\b(?!{_MONTH})[a-z]{{1,6}}(?:[/-](?!(?:19|20)\d\d\b)\d{{3,}}(?!\s?[dmwy])|[/-]\d{{2,4}}[/-]\d{{2,4}}\b)[\w/-]*"
    r"|\([a-z]{1,6}\s(?!(?:19|20)\d\d\b)\d{3,}\)|\b[iv][ivx]{0,3}(?:\.\d{1,2})+\)?",
    r"\b[a-z]{2,}(?:/[a-z0-9]+){2,}\b|\bg-cloud\s+\d+|\bframework\s+\d{3,}\b",
    r"\b[qa]\d{1,2}[.):]",
    r"\b24/7\b|\b\d+(?:\.\d+)*[a-z]?\s{0,3}(?:km|kg|m2|sqm|mm|cm|mph|kw|kwh|mw|hp)\b",
    r"\bpublic\s+contracts\s+(?:\(scotland\)\s+)?regulations\s+\d{4}\b|\bprocurement\s+act\s+\d{4}\b",
    r"\b(?:19|20)\d\d\s+(?:act|regulations?)\b|\bact\s+(?:19|20)\d\d\b",
)
# Small letters have the places of the others, whatever else the text holds: patterns that know small letters alone are
# compiled in half the time, which each start feels.
_PLAIN = str.maketrans(
    "‐‑‒–—−ABCDEFGHIJKLMNOPQRSTUVWXYZ\u017f\u212a\u0130\u0131", "------abcdefghijklmnopqrstuvwxyzskii"
)
# None begins inside a word, nor before four words without a figure or a mark that joins: 'contract number no 5' has
# three. Looking there for each of them would take most of a reading's time.
_NEAR_FIGURES = r"(?!(?!one\soff\b)(?:[a-z]++[,.;:)]?\s++){4})"
_OTHER_FIGURES = re.compile(rf"(?<![a-z0-9]){_NEAR_FIGURES}(?:{'|'.join(_PATTERNS)})")


def other_figures(text: str) -> list[tuple[int, int]]:
    """The spans of such figures, in order."""
    return [match.span() for match in _OTHER_FIGURES.finditer(text.translate(_PLAIN))]

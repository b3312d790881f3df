"""What is health or social care: by the CPV codes of a notice, and by its words where it has none.

The divisions of the common procurement vocabulary: 85 is health and social work; single classes elsewhere are
bought for care as well (98 has other community services, 80 the training of carers).
"""

from __future__ import annotations

import re
from functools import lru_cache

from tenderwatch.importers.statement import Statement

_CARE_CODES = ("85",)
# Veterinary services are in division 85 as well.
_NOT_CARE_CODES = ("852",)
# Building, software, repair and computing: a care home that is built or a system for carers is not care.
_OTHER_CODES = ("45", "48", "50", "72")
NOT_CARE = "not health or social care"
# The first words of the phrases below: hardly any other title has one, and looking for them costs least.
_BEGINNINGS = frozenset(re.findall("[a-z0]+", """
    home homecare domiciliary social adult care nursing residential extra supported carer carers respite short day
    advocacy healthwatch public sexual substance drug reablement telecare assistive foster fostering children
    independent direct health school 0 dementia mental learning autism domestic rough occupational speech community
    shared
"""))  # fmt: skip
_WORDS = re.compile(r"\w+")
_CARE_WORDS = re.compile(
    r"\b(?:home ?care|domiciliary|social care|adult care|care homes?|nursing homes?|residential care|extra care"
    r"|supported living|supported accommodation|supported housing|carers?|respite|short breaks"
    r"|day (?:care|services|opportunities)"
    r"|advocacy|healthwatch|public health|sexual health|substance misuse|drug and alcohol|reablement|telecare"
    r"|assistive technology|foster(?:ing)?|children's homes?|independent living|direct payments|health visit\w+"
    r"|school nurs\w+|0 ?(?:-|to) ?19|dementia|mental health|learning disabilit\w+|autism|domestic abuse|homeless\w*"
    r"|rough sleep\w+|social work|occupational therap\w+|speech and language|community equipment|shared lives)\b",
    re.IGNORECASE,
)


def is_care(statement: Statement) -> bool:
    """Whether it is health or social care: its main code says so, or, without codes, its title does."""
    return care_in(tuple([code for code, _ in statement.categories if code]), statement.title)


def care_in(codes: tuple[str, ...], title: str) -> bool:
    """Whether codes and a title are of health or social care."""
    told = care_by_codes(codes)
    return names_care(title) if told is None else told


@lru_cache(maxsize=4096)
def care_by_codes(codes: tuple[str, ...]) -> bool | None:
    """What codes say; None where they leave it to the title."""
    if any(code.startswith(_CARE_CODES) and not code.startswith(_NOT_CARE_CODES) for code in codes):
        return True
    return False if codes and codes[0].startswith(_OTHER_CODES) else None


def names_care(title: str) -> bool:
    """Whether a title has a phrase of care in it."""
    return any(map(_may_begin, title.split(" "))) and bool(_CARE_WORDS.search(title))


@lru_cache(maxsize=4096)
def _may_begin(piece: str) -> bool:
    """Whether a phrase of care may begin in a piece between spaces."""
    plain = piece.casefold()
    return not _BEGINNINGS.isdisjoint(_WORDS.findall(plain)) or "homeless" in plain or "0to" in plain

"""The outlook of one contract on one day: its ends, its status, what falls due and why."""

from tenderwatch.outlook.outlook import Outlook, look_at
from tenderwatch.outlook.reasons import REASONS, Reason, ReasonKind

__all__ = ["REASONS", "Outlook", "Reason", "ReasonKind", "look_at"]

"""The words for renewing a contract: stages, steps, what can still be done, and remedies."""

from __future__ import annotations

from tenderwatch.labels.label import Labels

# Each stage, and the same where there is little room.
_STAGE = {
    "planning": ("Planning starts", "planning"),
    "market-engagement": ("Market engagement begins", "market engagement"),
    "forward-plan-approval": ("Forward-plan entry for the approval to procure", "forward-plan entry (approval)"),
    "approval": ("Approval to procure (key decision)", "approval"),
    "tender-notice": ("Tender notice", "tender notice"),
    "tender-deadline": ("Tenders due", "tenders due"),
    "forward-plan-award": ("Forward-plan entry for the award", "forward-plan entry (award)"),
    "award-report": ("Award report published", "award report"),
    "award-decision": ("Award decision (key decision)", "award decision"),
    "award-notice": ("Award notice", "award notice"),
    "standstill-end": ("Standstill ends", "standstill"),
    "signature": ("Contract signed, mobilisation begins", "signature"),
    "tupe-information": ("Staff information (TUPE) due, where staff transfer", "TUPE information"),
    "start": ("New contract starts", "start"),
}
STAGE: Labels = {code: words for code, (words, _) in _STAGE.items()}
# With the steps of an extension.
STEP_SHORT: Labels = {
    **{code: words for code, (_, words) in _STAGE.items()},
    "forward-plan-entry": "forward-plan entry",
    "key-decision": "key decision",
    "officer-decision": "officer's decision",
    "serve-by": "notice",
}
WAY: Labels = {
    "default": "Usual timetable",
    "short": "Short timetable",
    "short-by-exception": "Short, by exception",
    "extend": "Extend",
    "hold-over": "Hold over",
}
REMEDY: Labels = {
    "default": "the usual timetable is still open",
    "short": "the short timetable is still open",
    "short-by-exception": "the short timetable is still open by exception",
    "extend": "an option to extend is still open",
    "hold-over": "no other way is left than to hold over",
    "shorten": "planning and engagement can be cut short",
    "exception": "an officer's delegated decision, or the general exception (inform the scrutiny chair; five clear "
    "days)",
    "no-option": "no option is left",
    "provider-option": "the option left is the provider's choice",
    "provider": "only with the provider's agreement: check what the law allows as a change to the contract",
    "no-contract": "else the service runs on without a contract",
}
STAGE_BASIS: Labels = {"statute": "statute", "rule": "rule or practice", "observed": "observed"}
FEASIBLE: Labels = {
    "default": "there is time for the default timetable",
    "short": "the default timetable is missed in part; the short one is still possible",
    "short-by-exception": "too late for key decisions by the ordinary way; the short timetable is still possible "
    "with a delegated decision or under the general exception",
    "extension-only": "too late to re-procure in time; an option to extend can still be used",
    "hold-over": "too late to re-procure in time, and no option is known that the council can still use in time: "
    "the service risks running on without a contract",
}
# The same in a cell.
FEASIBLE_SHORT: Labels = {
    "default": "usual timetable",
    "short": "short timetable",
    "short-by-exception": "short timetable, by exception",
    "extension-only": "extending only",
    "hold-over": "neither tender nor option in time",
}

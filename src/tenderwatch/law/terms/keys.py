"""A key for each end: that of the option which brings it, never a date, so that an end which moves keeps its key."""

from datetime import date

from tenderwatch.law.terms.options import Step


def step_keys(steps: tuple[Step, ...]) -> dict[int, str]:
    """The key of each step, by its number: the option's own id, else its place among the options of the contract.

    An option that is used several times counts on from its second use ('ext', 'ext-2'), one that rolls on from its
    first. What follows alternatives has the same key on each way.
    """
    keys: dict[int, str] = {}
    order: dict[int, int] = {}
    uses: dict[tuple[int, object], int] = {}
    for step in steps:
        option = id(step.option)
        place = order.setdefault(option, len(order) + 1)
        use = uses[option, step.branch] = uses.get((option, step.branch), 0) + 1
        name = step.option.id or f"option-{place}"
        keys[step.number] = f"{name}-{use}" if use > 1 or step.option.every else name
    return keys


def rolled_key(step: Step, key: str, today: date) -> str:
    """The key of the end to which a step leads that stands for many equal ones: which of them it is, from the first."""
    count = step.roll.first_from(today) if step.roll else None
    return f"{key.rpartition('-')[0]}-{count}" if count else key

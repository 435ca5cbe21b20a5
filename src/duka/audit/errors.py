"""Why the trail says no."""

from duka.kernel.errors import Invalid, NotFound


class UnknownKind(NotFound):
    """Nothing of the kind {kind} has a history. There are: {known}."""


class EntryNotFound(NotFound):
    """There is no such entry in the trail."""


class PeriodEmpty(Invalid):
    """The period ends before it begins. Swap the two dates."""

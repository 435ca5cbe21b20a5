"""What recommendations refuse."""

from duka.kernel.errors import Invalid, Refusal


class RunUnderWay(Refusal):
    """Recommendations are being computed right now. Wait until that is done."""


class RecommendsItself(Invalid):
    """A product does not go with itself: take it out of its own list."""


class TooManyChosen(Invalid):
    """At most {most} products can be chosen for one product and kind."""


class TooManyExcluded(Invalid):
    """At most {most} products can be left out of recommendations."""


class PeriodTooLong(Invalid):
    """The report covers at most {days} days, and its last day is not before its first."""

"""What pricing refuses."""

from duka.kernel.errors import Invalid, NotFound


class PriceTargetNotFound(NotFound):
    """There is no such variant or store here."""


class SpecialNotLower(Invalid):
    """A special price must be lower than the base price. Lower it, or leave it empty."""


class NegativePrice(Invalid):
    """A price cannot be negative; 0 gives the goods away."""


class PriceTooHigh(Invalid):
    """A price is at most {most} minor units."""


class SpecialWindowEmpty(Invalid):
    """The special price ends before it begins. Choose a later end."""


class SpecialPriceMissing(Invalid):
    """A special price's dates need a special price. Give one, or clear the dates."""


class TooManyPrices(Invalid):
    """At most {most} prices at a time. Send the rest in another call."""

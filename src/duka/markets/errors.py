"""What markets, exchange rates and price lists refuse."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class MarketNotFound(NotFound):
    """There is no such market. It may have been removed meanwhile."""


class MarketHandleTaken(Refusal):
    """Another market of this store has the handle {handle}. Choose another one."""


class RateMissing(Refusal):
    """There is no exchange rate from {base} to {currency}. Enter one first."""


class RateInUse(Refusal):
    """An open market needs this rate from {base} to {currency}. Enter a newer one, or close the market first."""


class RateNotFound(NotFound):
    """There is no such exchange rate."""


class RateOutOfRange(Invalid):
    """An exchange rate is a positive number that both currencies can count in, like 655.957."""


class RatePegged(Invalid):
    """{currency} is tied to the euro: 1 EUR is {rate} {currency} by treaty, and nothing else."""


class RatesUnreadable(Invalid):
    """Row {row} of this file is no exchange rate: {why}. Nothing was taken over."""


class SourceUnknown(NotFound):
    """There is no such source of exchange rates."""


class SourceUnreachable(Refusal):
    """{source} did not give its rates: {why}. The rates that you have still hold."""

    status = 502


class PriceListNotFound(NotFound):
    """There is no such price list. It may have been removed meanwhile."""


class PriceListTargetNotFound(NotFound):
    """A product that the list should price is not there any more."""


class PriceListTooLong(Invalid):
    """At most {most} prices at a time. Send the rest in another call."""

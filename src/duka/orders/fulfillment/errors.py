"""What fulfillments refuse."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class FulfillmentNotFound(NotFound):
    """There is no such fulfillment."""


class NothingToPrepare(Refusal):
    """Everything of this order is prepared already, or nothing was chosen. Look at the order again."""


class MoreThanOrdered(Invalid):
    """Of {sku} only {open} are still to be prepared. Choose fewer."""


class NotPromisedThere(Refusal):
    """These goods are not set aside for this order at that location. Choose another one, or move them there first."""


class FulfillmentStepRefused(Refusal):
    """This fulfillment is {before}; it can't become {after} now."""


class CarriageFixed(Refusal):
    """This fulfillment is {status}; how it travels can't be changed any more."""


class TrackingLinkInvalid(Invalid):
    """A tracking link is a web address: it begins with https://."""


class CantComeFromThere(Refusal):
    """The goods of this order can't come from that location: its store does not sell from there, or the buyer fetches them
    elsewhere. Choose one of those that are proposed."""

"""What returns refuse."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class ReturnNotFound(NotFound):
    """There is no such return."""


class ReturnsNotAccepted(Refusal):
    """This shop takes nothing back, but for faults. Write to the shop if something is wrong with your goods."""


class ReturnWindowClosed(Refusal):
    """The time to send back {title} ended on {until}."""


class NotReturnable(Refusal):
    """{title} can't be sent back. If something is wrong with it, choose that as the reason."""


class NothingToReturn(Refusal):
    """Nothing of this order can be sent back now: it has not arrived, or it is on its way back already."""


class MoreThanReturnable(Invalid):
    """Of {title} only {open} can be sent back. Choose fewer."""


class ReasonUnknown(Invalid):
    """{reason} is no reason that this shop takes goods back for. Choose another one."""


class PhotoNeeded(Invalid):
    """Add a photo that shows what is wrong, so that the shop can judge it."""


class TooManyPhotos(Refusal):
    """At most {most} photos go with a return."""


class PhotoNotFound(NotFound):
    """There is no such photo, or it goes with another return."""


class PhotoTooLarge(Invalid):
    """A photo may have at most {most} megabytes. Make it smaller and try again."""


class OutcomeNotOffered(Invalid):
    """This shop does not give that for goods that come back. Choose: {offered}."""


class WishesNeeded(Invalid):
    """Choose what you want in place of the goods."""


class ExchangeNotSold(Refusal):
    """What you chose in exchange is not sold here any more. Choose something else."""


class ExchangeSoldOut(Refusal):
    """There is not enough left of what you chose in exchange. Choose something else."""


class ExchangeQuantityNotAllowed(Refusal):
    """What you chose in exchange is not sold in this quantity. Choose another one."""


class ExchangeNotPriced(Refusal):
    """Nothing is sold in {currency} here any more, in which this order was paid. Give the money back instead."""


class ReturnStepDone(Refusal):
    """This was done already."""


class ReturnStepRefused(Refusal):
    """This return is {status}; that can't be done with it now."""


class NotReceivedYet(Refusal):
    """The goods are not back yet. Receive them first, or ask somebody who may settle before."""


class ReturnSettled(Refusal):
    """This return was settled already."""


class NothingToReceive(Refusal):
    """The goods of this claim stay where they are; there is nothing to receive."""


class CountsDiffer(Invalid):
    """Of {sku}, {quantity} were to come back: what can be sold, is damaged and is missing adds up to {counted}."""


class LocationNeeded(Invalid):
    """Say at which location the goods were received."""


class TooMuch(Invalid):
    """At most {most_minor} (minor units) is left of what was paid for this order."""


class CreditNeedsCustomer(Refusal):
    """This order belongs to no customer whom credit can be given to. Give the money back instead."""

"""The refusals of payments."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class PaymentNotFound(NotFound):
    """There is no such payment."""


class UnknownProvider(NotFound):
    """No payment provider has that name."""


class PaymentUnderWay(Refusal):
    """A payment of this order is under way. Finish or cancel it first."""


class OrderAlreadyPaid(Refusal):
    """This order is paid; nothing more is due."""


class PaymentNotManual(Refusal):
    """Only cash and bank transfers are marked as paid by hand; the provider tells us of the others."""


class RefundTooLarge(Invalid):
    """At most {available_minor} can be given back."""


class NothingToGiveBack(RefundTooLarge):
    """No money was taken, or all of it was given back."""

    status = 409


class RefundDoesNotAdd(Invalid):
    """The lines and the shipping come to {sum_minor}, and not to {amount_minor}."""


class RefundRefused(Refusal):
    """The payment provider refused to give the money back. Look at its own pages for why."""


class CallbackRefused(Refusal):
    """This message is not signed by the provider."""

    status = 400


class ProviderUnreachable(Refusal):
    """The payment provider does not answer. Nothing is lost: we ask again, or you pay another way."""

    status = 502

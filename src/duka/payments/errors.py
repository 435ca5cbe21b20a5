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


class AccountRefused(Refusal):
    """The payment provider does not accept this account's credentials. Look at the payment settings."""

    status = 502


class AccountMissing(Refusal):
    """{provider} is not connected for this store. Connect it in the payment settings."""


class AccountLocked(AccountMissing):
    """The keys of {provider} were locked with a secret that this installation no longer has. Type them again in the payment
    settings."""


class CaptureRefused(Refusal):
    """The payment provider refused to take the held money: {why}"""


class CaptureTooLarge(Invalid):
    """At most {available_minor} can be taken."""


class NothingToCapture(Refusal):
    """No money is held for this payment."""


class PhoneNeeded(Invalid):
    """A mobile money number is needed, with its country code."""


class PaymentNotCancellable(Refusal):
    """This payment is {status}; only one that is under way or held can be cancelled."""


class RefundNotByHand(Refusal):
    """This refund is {status}; only one that waits for a person is marked as made."""


class CurrencyNotTaken(Invalid):
    """{provider} does not take {currency}."""


class SandboxMovesNothing(Refusal):
    """This is a place to try things: {provider} moves real money. Use the sandbox gateways or cash."""


class NothingToAsk(Refusal):
    """No provider was asked for this payment, so none can say what became of it."""


class PaymentCallbackNotFound(NotFound):
    """There is no such message of a provider."""

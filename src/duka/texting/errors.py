"""Why a text cannot be sent, or an account not be used."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class UnknownTextingProvider(NotFound):
    """There is no such provider of SMS."""


class TextingAccountMissing(NotFound):
    """No account for SMS is connected. Connect one in the settings of notifications."""


class TextingAccountLocked(Refusal):
    """The account's secrets were sealed with a key that this installation no longer has. Type them again."""


class NotAPhoneNumber(Invalid):
    """{number} is no telephone number that can be texted. Write it with its country, like +221 77 123 45 67."""


class ReportRefused(Refusal):
    """This report is not from the provider."""

    status = 403

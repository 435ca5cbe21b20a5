"""Why a message is not there, or its wording is not taken."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class MailNotFound(NotFound):
    """This message is not here."""


class MailNotRepeatable(Refusal):
    """This message held a secret link or code, which is gone since it left. Whoever it was for asks for a new one."""


class MailStillWaiting(Refusal):
    """This message has not left yet; it needs no second one."""


class UnknownMailKind(NotFound):
    """There is no message of this kind."""


class TemplateBroken(Invalid):
    """Line {line}: {why}"""


class SuppressionNotFound(NotFound):
    """This address is not suppressed."""


class NotAnAddress(Invalid):
    """{address} is no address that messages could go to."""

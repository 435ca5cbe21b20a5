"""Why a message is not there."""

from duka.kernel.errors import Invalid, NotFound


class MessageNotFound(NotFound):
    """This message is gone, or was for somebody else."""


class UnknownMessageKind(Invalid):
    """There are no messages of the kind {kind}. There are: {known}."""

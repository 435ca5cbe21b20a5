"""Refusals about who works here."""

from duka.kernel.errors import Forbidden, Invalid, NotFound, Refusal


class StaffEmailTaken(Refusal):
    """Somebody with this e-mail address works here already."""


class AlreadyInvited(Refusal):
    """Somebody with this e-mail address is invited already. Send the invitation again instead."""


class EmailDomainRefused(Invalid):
    """Only addresses at {domains} are invited here. An owner can change that in the security settings."""


class StaffNotFound(NotFound):
    """Nobody like that works here."""


class NotInvited(Refusal):
    """There is no open invitation of this person."""


class NotActive(Refusal):
    """This person does not work here any more. Invite them again instead."""


class LastOwner(Refusal):
    """A shop keeps at least one owner. Make somebody else an owner first."""


class OwnRightsStay(Forbidden):
    """Nobody changes what they themselves may do. Ask somebody else who may change roles."""


class InvitationOver(NotFound):
    """This invitation is no longer valid: it was used, withdrawn, or has expired. Ask whoever invited you for a new one."""

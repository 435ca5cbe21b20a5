"""Refusals about customers."""

from duka.kernel.errors import NotFound, Refusal


class CustomerNotFound(NotFound):
    """There is no such customer here."""


class AddressNotFound(NotFound):
    """There is no such address here."""


class AlreadyKnown(Refusal):
    """We cannot make an account for this e-mail address, because it is known here already. If it is yours,
    log in, or ask for a new password."""


class TooManyAddresses(Refusal):
    """You have {most} addresses. Delete one that you no longer need."""

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


class EmailTaken(Refusal):
    """Another customer has the e-mail address {email} already. Open them to see whether it is the same
    person."""


class GroupNotFound(NotFound):
    """There is no such group of customers here."""


class GroupNameTaken(Refusal):
    """You already have a group called {name}. Choose another name, or use that one."""


class NoteNotFound(NotFound):
    """There is no such note here."""


class NoteOfSomebodyElse(Refusal):
    """This note is {author}'s; only its author can change or delete it. Write a note of your own."""

    status = 403


class TooManyTags(Refusal):
    """A customer can have {most} tags. Take one away that is no longer needed."""

"""Refusals about customers."""

from duka.kernel.errors import Forbidden, Invalid, NotFound, Refusal


class CustomerNotFound(NotFound):
    """There is no such customer here."""


class AddressNotFound(NotFound):
    """There is no such address here."""


class NotLoggedIn(Forbidden):
    """Log in to see this."""


class TooManyWishes(Refusal):
    """A wish list holds {most} things. Take something off it first."""


class WishNotSold(NotFound):
    """This product is not sold here any more."""


class AccountThere(Refusal):
    """There is an account with this e-mail address already. Log in, or ask for a new password."""


class CodeWrong(Invalid):
    """This is not the code of the letter. Type its six digits again."""


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

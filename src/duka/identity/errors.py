"""Refusals about who is asking."""

from duka.kernel.errors import Forbidden, Invalid, NotFound, Refusal, Unauthenticated


class WrongLogin(Unauthenticated):
    """This e-mail address and password do not belong together. Check both and try again."""


class EmailInvalid(Invalid):
    """This is not an e-mail address. Write it like name@example.com."""


class PasswordTooShort(Invalid):
    """A password has at least {least} characters. A few words in a row are easy to remember."""


class PasswordTooLong(Invalid):
    """A password has at most {most} characters."""


class PasswordTooCommon(Invalid):
    """This password is among the first that anybody would try. Choose another."""


class NameInvalid(Invalid):
    """A name has 1 to 200 characters on one line."""


class StaffEmailTaken(Refusal):
    """Somebody with this e-mail address works here already."""


class StaffNotFound(NotFound):
    """Nobody like that works here."""


class UnknownRole(Invalid):
    """There is no role {role}. Choose one of {known}."""


class LastOwner(Refusal):
    """A shop keeps at least one owner. Make somebody else an owner first."""


class NobodyGrantsMore(Forbidden):
    """You can only hand on permissions that you hold yourself; these you do not: {permissions}."""


class KeyNotFound(NotFound):
    """There is no such key here."""


class KeyKindInvalid(Invalid):
    """A key is publishable or secret."""


class KeyNeedsStore(Invalid):
    """A publishable key belongs to one store; say which."""


class ScopeNotAllowed(Invalid):
    """This kind of key cannot hold {scopes}."""

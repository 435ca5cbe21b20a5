"""Refusals about who is asking."""

from duka.kernel.errors import Forbidden, Invalid, NotFound, Refusal, TooManyRequests, Unauthenticated


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


class KeyNotFound(NotFound):
    """There is no such key here."""


class KeyKindInvalid(Invalid):
    """A key is publishable or secret."""


class KeyNeedsStore(Invalid):
    """A publishable key belongs to one store; say which."""


class ScopeNotAllowed(Invalid):
    """This kind of key cannot hold {scopes}."""


class KeyExpiryInvalid(Invalid):
    """A key ends in the future. Choose a later moment, or none."""


class KeyOverlapInvalid(Invalid):
    """The present secret goes on working for 0 to {most} hours."""


class KeyIsOver(Refusal):
    """This key was revoked or has expired. Make a new one."""


class PasswordNamesYou(Invalid):
    """This password is made of your name, your company or your e-mail address. Choose another."""


class WrongPassword(Invalid):
    """This is not your present password. Check it and try again."""


class WrongCode(Invalid):
    """This code is not valid, or it was used before. Wait for the next one, or use a recovery code."""


class LogInExpired(Unauthenticated):
    """This log-in took too long, or had too many wrong codes. Begin again."""


class SecondFactorRequired(Unauthenticated):
    """This account is protected by a second factor: send its code as `code`."""


class SessionEnded(Unauthenticated):
    """This session is over. Log in again."""


class RefreshTokenReused(Unauthenticated):
    """This refresh token was used before, so the session was ended to be safe. Log in again."""


class RecentLogInRequired(Forbidden):
    """Show your password or a code once more before you change this."""


class PeopleOnly(Forbidden):
    """Only somebody who is logged in can do this; a key is nobody's account."""


class LinkUsed(Refusal):
    """This link was used before, or it is too old. Ask for a new one."""

    status = 410


class EmailTaken(Refusal):
    """Somebody else works here with this e-mail address."""


class EmailVerified(Refusal):
    """This e-mail address is confirmed already."""


class SessionNotFound(NotFound):
    """There is no such session of yours."""


class TotpIsOn(Refusal):
    """An authenticator app is set up already. Remove it first."""


class TotpNotBegun(Refusal):
    """Begin by scanning a new code with your app."""


class PasskeyNotFound(NotFound):
    """There is no such passkey of yours."""


class PasskeyRefused(Invalid):
    """This passkey could not be verified. Try again, or log in another way."""


class TooManyPasskeys(Refusal):
    """One account has at most {most} passkeys. Remove one that you do not use."""


class TooManyTries(TooManyRequests):
    """Too many attempts. Wait {retry_after} seconds and try again."""


class FromAnotherSite(Forbidden):
    """This call came from another site, so it was not done."""


class CsrfTokenWrong(Forbidden):
    """Your session changed in another tab. Load the page again and repeat."""


class FactorNotShown(Refusal):
    """Show a code of your app or your passkey first: operators change their second factor only where it was shown."""

    status = 403


class VisitNotFound(NotFound):
    """There is no such visit."""


class VisitsUnwanted(Refusal):
    """{company} does not let support in. Ask their owner to allow it in Settings, Security."""

    status = 403


class VisitRoleUnknown(Invalid):
    """There is no role {role} to visit as. There are: {known}"""

"""Refusals: a named no that says to a human why and what to do.

A refusal is a class whose name is its code, whose docstring is its message and whose `status` is its HTTP status. The
message may name fields in braces; they are given when it is raised and leave with it as members of the problem
(RFC 9457). Modules define theirs in `errors.py`.
"""

from typing import ClassVar


class Refusal(Exception):
    """The request was refused."""

    status: ClassVar[int] = 409

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.message)

    @property
    def code(self) -> str:
        return type(self).__name__

    @property
    def template(self) -> str:
        """The untranslated message, with its field names still in braces: the key of the translations."""
        return " ".join((type(self).__doc__ or "").split())

    @property
    def message(self) -> str:
        return fill(self.template, self.fields)


def fill(template: str, fields: dict[str, object]) -> str:
    """`template` with `{name}` replaced by its field; a name without a field stays as it is."""
    for name, value in fields.items():
        template = template.replace("{" + name + "}", str(value))
    return template


class NotFound(Refusal):
    """There is nothing here."""

    status = 404


class Invalid(Refusal):
    """What was sent is not valid."""

    status = 422


class InvalidInput(Invalid):
    """Some of what was sent is not valid: {summary}"""

    def __init__(self, errors: dict[str, str]) -> None:
        """`errors`: field path → what is wrong and how to mend it."""
        super().__init__(errors=errors, summary="; ".join(f"{k}: {v}" for k, v in errors.items()))


class MalformedId(NotFound):
    """This is not an id of that kind; ids look like {expected}."""


class Forbidden(Refusal):
    """This needs the permission {permission}. Ask the owner of the shop to grant it."""

    status = 403


class Unauthenticated(Refusal):
    """Credentials are missing, expired or not valid here."""

    status = 401


class TenantRequired(Refusal):
    """Nothing can be read or written without a tenant."""

    status = 500


class VersionConflict(Refusal):
    """Somebody changed this in the meantime. Load it again, look, and repeat your change."""

    status = 412


class TooManyRequests(Refusal):
    """Too many requests. Try again in {retry_after} seconds."""

    status = 429


class IdempotencyKeyRequired(Refusal):
    """This call moves money or goods: send an Idempotency-Key header so that a retry is safe."""

    status = 400


class IdempotencyKeyReused(Refusal):
    """This Idempotency-Key was used for another request. Make a new key for a new request."""

    status = 422


class Busy(Refusal):
    """The database is busy; nothing was changed. Try again."""

    status = 503

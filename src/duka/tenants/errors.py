"""Refusals about tenants."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class TenantNotFound(NotFound):
    """There is no such shop here."""


class TenantSuspended(Refusal):
    """This shop is not open at the moment."""

    status = 403


class TenantSlugTaken(Refusal):
    """The short name {slug} is taken. Choose another."""


class TenantSlugInvalid(Invalid):
    """A short name has 1 to 63 small letters, digits and hyphens, and begins with a letter or digit."""


class TenantNameInvalid(Invalid):
    """A company's name has 1 to 200 characters."""


class UnknownTenantStatus(Invalid):
    """A tenant is active, suspended or closed; {status} is none of these."""

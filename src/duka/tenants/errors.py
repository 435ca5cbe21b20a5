"""Refusals about tenants."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class TenantNotFound(NotFound):
    """There is no such shop here."""


class TenantSuspended(Refusal):
    """This company is suspended: its shops are closed for now, and its data is safe. Its people can log in to the console
    to see why and whom to ask."""

    status = 403


class TenantSlugTaken(Refusal):
    """The short name {slug} is taken. Choose another."""


class TenantSlugInvalid(Invalid):
    """A short name has 1 to 63 small letters, digits and hyphens, and begins with a letter or digit."""


class TenantNameInvalid(Invalid):
    """A company's name has 1 to 200 characters."""


class UnknownTenantStatus(Invalid):
    """A tenant is active, suspended or closed; {status} is none of these."""


class UnknownTenantReason(Invalid):
    """Say why: the trial ended, it is unpaid, the terms were broken, a risk, the merchant asked for it, or another reason."""


class MerchantNotActive(Refusal):
    """This is a place to try things of a company that is {status} now. Open that company first."""


class TenantStateRefused(Refusal):
    """This company is {status} now, so that cannot be done. Load it again and look."""

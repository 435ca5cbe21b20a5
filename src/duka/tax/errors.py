"""What taxes refuse."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class ExemptionNotFound(NotFound):
    """There is no such exemption."""


class TaxAccountNotFound(NotFound):
    """This store is not connected to a tax service."""


class UnknownTaxService(Invalid):
    """There is no such tax service here."""


class TaxServiceChanged(Invalid):
    """Another service needs its own keys: type them."""


class VatNumberMissing(Refusal):
    """This customer has no VAT number that could be checked."""


class TaxServiceUnreachable(Refusal):
    """The tax service does not answer ({why}). Nothing waits for it: the last good answer counts, or the store's own rates."""

    status = 502


class TaxServiceRefused(Refusal):
    """The tax service does not take that: {why}"""

    status = 502


class TaxAccountLocked(Refusal):
    """The keys of this tax service were locked with a secret that this installation no longer has. Type them again in the tax
    settings."""

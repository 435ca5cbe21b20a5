"""What store credit refuses."""

from duka.kernel.errors import Invalid, NotFound


class CreditCustomerNotFound(NotFound):
    """There is no such customer."""


class CreditTooSmall(Invalid):
    """This customer has {balance_minor} (minor units of {currency}) of credit; no more can be taken."""


class CreditEnds(Invalid):
    """The credit would have ended already. Choose a later day, or none."""

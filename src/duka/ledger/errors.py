"""What the ledger refuses."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class EntryNotFound(NotFound):
    """There is no such entry in the books."""


class EntryStoreNotFound(NotFound):
    """There is no such store to post for."""


class EntryUnbalanced(Invalid):
    """Debits and credits differ by {off_minor}. They must be equal, with at least two lines and none of zero."""


class UnknownAccount(Invalid):
    """There is no account {account}. There are: {known}."""


class EntryReversed(Refusal):
    """This entry was reversed already, or is itself a reversal. Post a new one."""


class EntryFollowsFact(Refusal):
    """This entry follows from what happened to an order or a payment. Cancel or refund that, and the books follow."""


class UnusableCurrency(Invalid):
    """{currency} is not a currency of ISO 4217."""


class PeriodEmpty(Invalid):
    """The period ends before it begins. Swap the two dates."""

"""What sale events refuse."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class SaleNotFound(NotFound):
    """There is no such sale event here."""


class SaleTargetNotFound(NotFound):
    """A category, collection or product of this sale event is not there any more. Choose again."""


class SaleIsOver(Refusal):
    """This sale event is over or was cancelled. Make a new one."""


class SaleIsScheduled(Refusal):
    """A scheduled sale event is cancelled, not deleted: its prices may have been seen."""


class SaleEndsBeforeItBegins(Invalid):
    """The sale event ends before it begins, or has ended already. Choose a later end."""

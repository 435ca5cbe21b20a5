"""What merchandising refuses."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class BulkRunNotFound(NotFound):
    """There is no such bulk change here."""


class NothingChosen(Invalid):
    """No product is chosen. Name products, or a filter that finds some."""


class NothingAsked(Invalid):
    """The change says nothing to do. Choose what to change."""


class TooManyChosen(Invalid):
    """At most {most} products can be changed at a time. Narrow the filter."""


class NothingToUndo(Refusal):
    """This change cannot be undone: it is not finished, or it changed no status."""


class ChangedSince(Refusal):
    """Somebody changed the status of this product since, to {status}. It stays as it is."""

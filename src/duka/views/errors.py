"""Why a view is not saved."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class ViewNotFound(NotFound):
    """This view is gone, or belongs to somebody else."""


class ViewTooLarge(Invalid):
    """This view holds too much: at most {most} characters of filters and columns can be kept."""


class TooManyViews(Refusal):
    """There are {most} views of this list already. Delete one that nobody needs."""


class ViewNameInvalid(Invalid):
    """Give the view a name of 1 to 80 letters."""

"""What privacy refuses."""

from duka.kernel.errors import NotFound, Refusal


class CustomerUnderWay(Refusal):
    """{orders} of this customer are still under way. Finish or cancel them first: {numbers}."""


class CustomerErased(Refusal):
    """This customer is erased already. Nothing is left to change."""


class ErasureNotFound(NotFound):
    """There is no such erasure."""

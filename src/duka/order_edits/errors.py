"""What order edits refuse. `possible.edit` in orders says whether an order can be edited at all."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class OrderLineNotFound(NotFound):
    """There is no such line in this order. Load it again, and look."""


class NothingToEdit(Invalid):
    """Nothing would be different. Change something first."""


class LineShipped(Refusal):
    """{shipped} of {sku} left already; the line can't have less. Take it back as a return."""


class LinePrepared(Refusal):
    """{prepared} of {sku} are packed already; the line can't have less. Unpack first."""


class OrderLeftEmpty(Refusal):
    """An order keeps at least one line. Cancel it instead."""


class OrderLeftFree(Refusal):
    """Nothing was paid yet, so an edit must leave something to pay. Cancel the order instead, or leave a small price."""


class TooManyLines(Refusal):
    """An order has at most {most} lines."""


class GoodsNotFound(NotFound):
    """There is no such product to sell here, or it is archived."""


class PriceNeeded(Invalid):
    """{sku} has no price in this store. Give one, with the reason."""


class QuantityNeeded(Invalid):
    """{sku} is counted in another unit than what it replaces. Say how much of it."""


class OrderVersionNotFound(NotFound):
    """This order has no such version."""


class AmountTooLarge(Invalid):
    """This order would cost more than can be kept in figures. Take fewer, or another price."""

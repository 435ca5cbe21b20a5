"""What stock refuses."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class SoldOut(Refusal):
    """Not enough is left of {summary}. Take fewer, or remove it from the cart."""

    def __init__(self, items: list[dict[str, object]]) -> None:
        """`items`: one {"sku": …, "available": …} for each that is short; `available` in the item's smallest
        steps."""
        super().__init__(items=items, summary=", ".join(str(item["sku"]) for item in items))


class StockMissing(Refusal):
    """Fewer of {summary} lie on the shelf than this order needs. Count the shelf first."""

    def __init__(self, skus: list[str]) -> None:
        super().__init__(skus=skus, summary=", ".join(skus))


class NotPromised(Refusal):
    """These goods are not, or no more, set aside for this order at that location. Look at the order again."""


class StockBelowZero(Refusal):
    """Fewer than that are on hand, and stock cannot fall below zero. Count the shelf instead."""


class StockItemNotFound(NotFound):
    """There is no such stock item or location here."""


class SameLocation(Invalid):
    """A transfer needs two different locations."""


class BadQuantity(Invalid):
    """A quantity here is a whole number between 0 and 1,000,000,000,000."""


class UnknownReason(Invalid):
    """The reason is one of: {known}."""


class NotOnShelf(Refusal):
    """Fewer of {skus} lie there than that. Count them first."""


class UnknownSkus(Invalid):
    """There is nothing in stock under {skus}. Check how they are written."""


class DocumentNotFound(NotFound):
    """There is no such transfer or count sheet here."""


class DocumentStatus(Refusal):
    """This is not possible any more: it is {status}. Look at it again."""


class MoreThanSent(Invalid):
    """More of {sku} was received than was sent. Correct the stock at the other location first."""


class NothingToCount(Refusal):
    """Nothing would be on this sheet. Choose something else to count."""

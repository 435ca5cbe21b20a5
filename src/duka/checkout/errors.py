"""What checkout refuses."""

from duka.kernel.errors import NotFound, Refusal


class CartEmpty(Refusal):
    """This cart is empty. Put something into it first."""


class LinesUnavailable(Refusal):
    """No longer sold here: {summary}. Remove it from the cart to go on."""

    def __init__(self, skus: list[str]) -> None:
        super().__init__(skus=skus, summary=", ".join(skus))


class CheckoutIncomplete(Refusal):
    """Before the order can be placed: {summary}"""

    status = 422

    def __init__(self, missing: dict[str, str]) -> None:
        """`missing`: field path → what to fill in or mend."""
        super().__init__(
            missing=missing, summary="; ".join(f"{name}: {what}" for name, what in missing.items())
        )


class PriceChanged(Refusal):
    """The total is now {total_minor} (in minor units) and not {expected_minor}. Look at the cart again and
    confirm."""


class OrderNotPayable(Refusal):
    """This order can't be paid any more. Your cart is open again; place it anew."""


class ShopTakesNoOrders(Refusal):
    """This shop can take no more orders at the moment. Nothing was charged, and your cart is kept; please tell the shop."""


class PaymentLinkNotFound(NotFound):
    """This payment link does not exist. Open it as it was sent to you, or ask the shop for a new one."""


class PaymentLinkClosed(Refusal):
    """This payment link is not valid any more. Ask the shop for a new one."""

    status = 410


class RecipientMissing(Refusal):
    """Nobody to send it to: this order has neither an e-mail address nor a telephone number. Give one."""

    status = 422

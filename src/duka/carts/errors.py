"""What carts refuse."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class CartNotFound(NotFound):
    """There is no such cart, or its token is another one. Start a new cart."""


class CartClosed(Refusal):
    """This cart is {status} and can't be changed. Start a new cart."""


class CartFull(Refusal):
    """A cart holds {most} different products at most. Place this order first, or remove something."""


class VariantUnavailable(Refusal):
    """This product is not sold here any more."""

    status = 404


class QuantityNotAllowed(Invalid):
    """{quantity} of {sku} cannot be ordered; the nearest quantity that can is {nearest}."""


class ShippingUnavailable(Refusal):
    """This way of shipping is not offered for this address and these goods. Choose another one."""


class MarketUnavailable(Refusal):
    """This market is not open now. Choose another one."""


class PaymentMethodUnavailable(Refusal):
    """This way of paying is not offered here. Choose another one."""

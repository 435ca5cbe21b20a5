"""What orders refuse."""

from duka.kernel.errors import NotFound, Refusal


class OrderNotFound(NotFound):
    """There is no such order, or this link does not open it. Look it up by its number and e-mail address."""


class OrderNotPlaced(Refusal):
    """This order is not paid yet. Wait for its payment, or cancel it."""


class OrderClosed(Refusal):
    """This order is {status}; nothing more is done with it."""


class OrderAlreadyShipped(Refusal):
    """This order has left and can't be cancelled. Take it back as a return."""


class FulfillmentRefused(Refusal):
    """This order is {before}; it can't become {after} now."""


class OrderNotSettled(Refusal):
    """An order is complete once it is delivered and paid. Its payment is {payment_status}."""


class PaymentStatusRefused(Refusal):
    """The payment of this order is {before}; it can't become {after}."""

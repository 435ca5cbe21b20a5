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


class OrderOnHold(Refusal):
    """This order is held for review. Release it first."""


class OrderNotHeld(Refusal):
    """This order is not held."""


class HoldIsThePlatforms(Refusal):
    """The platform holds this order and looks at it itself. You may still cancel it, or ask the platform's support."""

    status = 403


class OrderStepDone(Refusal):
    """This is done already."""


class AddressFixed(Refusal):
    """This order has left; its address can't be changed any more. Tell the carrier."""


class AddressChangesPrice(Refusal):
    """At that address {summary}. The buyer agreed to another price: edit the order, which shows the
    difference before it is applied, or keep the address."""

    def __init__(self, changes: dict[str, dict[str, object]]) -> None:
        """`changes`: shipping or tax → its `before` and `after`."""
        super().__init__(
            changes=changes,
            summary="; ".join(f"{what}: {c['after']} and not {c['before']}" for what, c in changes.items()),
        )


class PastOrderFixed(Refusal):
    """This order was taken over from another system; it stays as it was there."""


class NoteNotFound(NotFound):
    """There is no such note."""


class NoteOfSomebodyElse(Refusal):
    """Only who wrote a note changes or deletes it. Write one of your own."""

    status = 403


class TooManyNotes(Refusal):
    """An order keeps at most {most} notes. Delete one first."""


class PastOrderInvalid(Refusal):
    """This past order cannot be kept: {why}."""

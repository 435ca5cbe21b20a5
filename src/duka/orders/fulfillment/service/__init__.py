"""The verbs of fulfillments. Each holds the order's row first and leaves its status right.

`expected` is the version of the order that whoever acts has seen. All take `orders:write` for the order's store and for the
location that the goods leave.
"""

from duka.orders.fulfillment.service.preparing import prepare
from duka.orders.fulfillment.service.reassigning import reassign
from duka.orders.fulfillment.service.returning import refresh, return_all, returned
from duka.orders.fulfillment.service.sending import change_carriage, deliver, ship
from duka.orders.fulfillment.service.unpacking import cancel, cancel_all

__all__ = [
    "cancel",
    "cancel_all",
    "change_carriage",
    "deliver",
    "prepare",
    "reassign",
    "refresh",
    "return_all",
    "returned",
    "ship",
]

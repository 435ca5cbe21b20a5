"""The verbs of orders: recorded and placed by checkout, carried on by staff."""

from duka.orders.service.fulfillment import complete, deliver, mark_returned, prepare, ship
from duka.orders.service.recording import draw_number, record
from duka.orders.service.statuses import (
    cancel,
    give_up,
    hold,
    lock,
    place,
    set_payment_method,
    set_payment_status,
)

__all__ = [
    "cancel",
    "complete",
    "deliver",
    "draw_number",
    "give_up",
    "hold",
    "lock",
    "mark_returned",
    "place",
    "prepare",
    "record",
    "set_payment_method",
    "set_payment_status",
    "ship",
]

"""The verbs of orders: recorded and placed by checkout, carried on and written on by staff."""

from duka.orders.holding import hold
from duka.orders.service.amending import change_contact, hold_destination, set_addresses
from duka.orders.service.annotating import add_note, add_tags, change_note, delete_note, set_tags
from duka.orders.service.cancelling import cancel
from duka.orders.service.fulfillment import complete, deliver, mark_returned, prepare, ship
from duka.orders.service.recording import draw_number, record
from duka.orders.service.statuses import (
    give_up,
    lock,
    place,
    set_payment_method,
    set_payment_status,
)
from duka.orders.service.taking_up import take_up_again

__all__ = [
    "add_note",
    "add_tags",
    "cancel",
    "change_contact",
    "change_note",
    "complete",
    "delete_note",
    "deliver",
    "draw_number",
    "give_up",
    "hold",
    "hold_destination",
    "lock",
    "mark_returned",
    "place",
    "prepare",
    "record",
    "set_addresses",
    "set_payment_method",
    "set_payment_status",
    "set_tags",
    "ship",
    "take_up_again",
]

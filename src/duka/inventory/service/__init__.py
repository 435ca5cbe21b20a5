"""The verbs of stock: counting it (staff), promising it and packing what was promised (the steps of an order)."""

from duka.inventory.service.counting import adjust, count, set_levels, set_rules, set_stock, transfer
from duka.inventory.service.packing import (
    consume,
    packed,
    promise_less,
    promise_more,
    promised,
    put_back,
    reassign,
    unpack,
)
from duka.inventory.service.promises import commit, expire, hold_levels, release, reserve

__all__ = [
    "adjust",
    "commit",
    "consume",
    "count",
    "expire",
    "hold_levels",
    "packed",
    "promise_less",
    "promise_more",
    "promised",
    "put_back",
    "reassign",
    "release",
    "reserve",
    "set_levels",
    "set_rules",
    "set_stock",
    "transfer",
    "unpack",
]

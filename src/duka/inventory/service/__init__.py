"""The verbs of stock: counting it (staff) and promising it (the steps of an order)."""

from duka.inventory.service.counting import adjust, count, set_levels, set_rules, set_stock, transfer
from duka.inventory.service.promises import commit, consume, expire, hold_levels, release, reserve, restock

__all__ = [
    "adjust",
    "commit",
    "consume",
    "count",
    "expire",
    "hold_levels",
    "release",
    "reserve",
    "restock",
    "set_levels",
    "set_rules",
    "set_stock",
    "transfer",
]

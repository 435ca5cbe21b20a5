"""The permissions of order edits."""

NAMES = {
    "orders:edit": "Change what was ordered: goods, quantities, carriage, address",
    "orders:discount": "Give prices and discounts on orders",
}

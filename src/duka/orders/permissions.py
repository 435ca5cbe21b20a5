"""The permissions of orders."""

NAMES = {
    "orders:create": "Place an order from a cart",
    "orders:track": "Follow an own order with its token",
    "orders:read": "See all orders",
    "orders:write": "Prepare, ship, cancel and complete orders",
}

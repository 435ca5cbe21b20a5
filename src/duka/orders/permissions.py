"""The permissions of orders."""

NAMES = {
    "orders:create": "Place an order from a cart",
    "orders:track": "Follow an own order with its token",
    "orders:read": "See all orders",
    "orders:write": "Prepare, ship and complete orders, change their addresses, notes and tags",
    "orders:review": "Hold orders for review, and release those that are held",
    "orders:cancel": "Cancel orders and give their money back",
}

"""The permissions of markets and exchange rates. Price lists are read with `products:read` and set with `products:write`."""

NAMES = {
    "markets:read": "See markets and exchange rates",
    "markets:write": "Change markets and exchange rates",
}

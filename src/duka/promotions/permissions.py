"""The permissions of promotions."""

NAMES = {
    "promotions:read": "See promotions, their codes and what they gave",
    "promotions:write": "Make promotions and codes, switch them on and off",
}

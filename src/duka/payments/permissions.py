"""Names that this module owns."""

NAMES = {
    "payments:create": "Pay for an own order",
    "payments:read": "See payments",
    "payments:write": "Mark payments paid, cancel and refund them",
}

"""Names that this module owns."""

NAMES = {
    "payments:create": "Pay for an own order",
    "payments:read": "See payments",
    "payments:write": "Mark payments paid, take held money, cancel and refund them",
    "payments:configure": "Connect a store to payment providers",
    "payments:reconcile": "Import the statements of payment providers and settle differences",
}

"""The permissions of checkout."""

NAMES = {
    "payments:request": "Send customers a link by which they pay",
}

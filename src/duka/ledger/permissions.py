"""Names that this module owns."""

NAMES = {
    "ledger:read": "See the books",
    "ledger:write": "Post and reverse entries in the books",
}

"""Names that this module owns."""

NAMES = {
    "shipping:configure": "Connect a store to carriers",
}

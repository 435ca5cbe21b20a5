"""Goods by weight, volume and length, as channels write their measure and what a price is compared by. Pure."""

from decimal import Decimal

MEASURES: dict[str, tuple[str, Decimal, str]] = {
    "KGM": ("kg", Decimal(1), "1 kg"),
    "GRM": ("g", Decimal(1), "100 g"),
    "TNE": ("kg", Decimal(1000), "1 kg"),
    "LBR": ("lb", Decimal(1), "1 lb"),
    "ONZ": ("oz", Decimal(1), "1 oz"),
    "LTR": ("l", Decimal(1), "1 l"),
    "MLT": ("ml", Decimal(1), "100 ml"),
    "MTR": ("m", Decimal(1), "1 m"),
    "CMT": ("cm", Decimal(1), "1 m"),
    "MMT": ("cm", Decimal("0.1"), "1 m"),
}
"""Our unit → the channel's, how many of it, and the measure that prices are compared by."""


def measure(quantity: int, scale: int, unit: str) -> tuple[str, str] | None:
    """`unit_pricing_measure` and `unit_pricing_base_measure` of so much of a unit; None for pieces."""
    if unit not in MEASURES:
        return None
    name, size, compared = MEASURES[unit]
    amount = (Decimal(quantity).scaleb(-scale) * size).normalize()
    return f"{amount:f} {name}", compared

"""Which variants a product gets: given ones or every combination of its options, with SKUs and stock."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from duka.catalog import rules
from duka.catalog.errors import SkuTaken
from duka.catalog.findings import Findings
from duka.catalog.inputs import NewVariant
from duka.catalog.references import Found, first_free, numbered
from duka.kernel.ids import new_id

BARCODE = 64
GRAMS = 1_000_000_000
PER_UNIT = 1_000_000_000

Values = tuple[str, ...]


def title(values: Sequence[str]) -> str:
    return " / ".join(values)


def combinations(f: Findings, options: Sequence[Mapping[str, Any]]) -> list[Values]:
    """Every combination of checked options; what is wrong with them is noted."""
    try:
        return rules.combinations([(option["name"], option["values"]) for option in options])
    except ValueError as error:
        f.note("options", str(error))
        return []


def checked(
    f: Findings, given: Sequence[NewVariant], options: Sequence[Mapping[str, Any]], at: str = "variants"
) -> list[NewVariant]:
    """The given variants, cleaned, each a combination of the options and none twice."""
    found: list[NewVariant] = []
    seen: set[Values] = set()
    skus: set[str] = set()
    if len(given) > rules.MAX_VARIANTS:
        f.note(at, f"at most {rules.MAX_VARIANTS} variants")
        return found
    for number, variant in enumerate(given):
        here = f"{at}.{number}"
        values = _spelt(f, here, variant.option_values, options)
        sku = f.line(f"{here}.sku", variant.sku, rules.MAX_SKU)
        if values in seen:
            f.note(f"{here}.option_values", "another variant has the same values")
        if sku and sku in skus:
            f.note(f"{here}.sku", "another variant has the same SKU")
        seen.add(values)
        skus.add(sku)
        found.append(
            msgspec.structs.replace(
                variant,
                sku=sku,
                option_values=list(values),
                barcode=f.line(f"{here}.barcode", variant.barcode, BARCODE),
                weight_grams=f.number(f"{here}.weight_grams", variant.weight_grams, 0, GRAMS),
                stock_sku=f.line(f"{here}.stock_sku", variant.stock_sku, rules.MAX_SKU),
                stock_per_unit=f.number(f"{here}.stock_per_unit", variant.stock_per_unit, 1, PER_UNIT),
            )
        )
    return found


def _spelt(f: Findings, at: str, given: Sequence[str], options: Sequence[Mapping[str, Any]]) -> Values:
    """The values as the options spell them."""
    if len(given) != len(options):
        f.note(f"{at}.option_values", f"give {len(options)} values, one for each option")
        return tuple(given)
    values = []
    for option, value in zip(options, given, strict=True):
        wanted = " ".join(value.split()).casefold()
        spelt = next((v for v in option["values"] if v.casefold() == wanted), None)
        if spelt is None:
            f.note(f"{at}.option_values", f"one value is not a value of the option {option['name']}")
        values.append(spelt or value)
    return tuple(values)


def candidates(variants: Iterable[NewVariant], slug: str) -> list[str]:
    """Every SKU to look up before these variants can be made."""
    found: list[str] = []
    for variant in variants:
        found += [variant.sku] if variant.sku else numbered(proposed(variant, slug), rules.MAX_SKU)
        found += [variant.stock_sku] if variant.stock_sku else []
    return found


def proposed(variant: NewVariant, slug: str) -> str:
    return rules.sku_for(slug, variant.option_values)


class Planned(msgspec.Struct, frozen=True):
    """Rows to insert, as JSON: new stock items, and variants that name theirs."""

    variants: list[dict[str, Any]]
    items: list[dict[str, Any]]


def plan(
    f: Findings, variants: Sequence[NewVariant], slug: str, found: Found, *, first_position: int = 0
) -> Planned:
    """SKUs and stock items for checked variants. Each gets an item of its own SKU (an item that no variant
    uses any more is taken up again, with its stock) unless it shares one. Refuses SkuTaken; notes a stock SKU
    that is not there."""
    taken = found.skus | {sku for sku, item in found.items.items() if item.users} | {v.sku for v in variants}
    rows: list[dict[str, Any]] = []
    items: dict[str, UUID] = {}
    for number, variant in enumerate(variants):
        id = new_id()
        sku = variant.sku
        if sku:
            item = found.items.get(sku)
            if sku in found.skus or (item is not None and item.users):
                raise SkuTaken(sku=sku)
        else:
            sku = first_free(proposed(variant, slug), rules.MAX_SKU, taken, id)
            taken.add(sku)
        rows.append(
            {
                "id": id,
                "sku": sku,
                "barcode": variant.barcode,
                "option_values": variant.option_values,
                "title": title(variant.option_values),
                "position": first_position + number,
                "weight_grams": variant.weight_grams,
                "stock_per_unit": variant.stock_per_unit,
                "tracks_stock": variant.tracks_stock,
                "sells_without_stock": variant.sells_without_stock,
                "is_active": variant.is_active,
                "stock_sku": variant.stock_sku or sku,
            }
        )
        if not variant.stock_sku or variant.stock_sku == sku:
            items[sku] = found.items[sku].id if sku in found.items else new_id()
    for number, row in enumerate(rows):
        wanted = row.pop("stock_sku")
        if wanted in items:
            row["stock_item_id"] = items[wanted]
        elif wanted in found.items:
            row["stock_item_id"] = found.items[wanted].id
        else:
            f.note(f"variants.{number}.stock_sku", "there is no stock under this SKU")
    fresh = [{"id": id, "sku": sku} for sku, id in items.items() if sku not in found.items]
    return Planned(rows, fresh)


class Existing(msgspec.Struct, frozen=True):
    """A variant that is there. `by_name` is its choices by option name, None if they are not of the present
    options."""

    id: UUID
    values: Values
    by_name: dict[str, str] | None
    is_active: bool


def match(
    existing: Sequence[Existing], options: Sequence[Mapping[str, Any]], wanted: Sequence[Values]
) -> dict[Values, UUID]:
    """Which existing variant becomes which wanted combination, so that its SKU, price and stock stay with it.

    First by the names of options: an option that was added gives the variant its first value, one that was
    taken away leaves it. Then by equal values (an option got another name). If nothing matches, the first
    variant becomes the first combination. Variants on sale go before others.
    """
    found: dict[Values, UUID] = {}
    claimed: set[UUID] = set()
    ordered = sorted(existing, key=lambda variant: not variant.is_active)
    combos = set(wanted)

    def claim(variant: Existing, target: Values) -> None:
        if target in combos and target not in found and variant.id not in claimed:
            found[target] = variant.id
            claimed.add(variant.id)

    names = {option["name"] for option in options}
    for variant in ordered:
        mine = variant.by_name
        if mine is not None and (not mine or names & mine.keys()):
            claim(variant, tuple(mine.get(option["name"], option["values"][0]) for option in options))
    for variant in ordered:
        claim(variant, variant.values)
    if not found and ordered:
        claim(ordered[0], wanted[0])
    return found

"""What a sheet asks for, beside what is held: pure, so that every difference is decided in one place."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from duka.catalog import product_fields, rules
from duka.catalog.findings import Findings
from duka.catalog.inputs import OptionInput, OptionTexts, ProductTexts
from duka.imports import cells
from duka.imports.types import (
    AttributePlace,
    Held,
    HeldImage,
    HeldVariant,
    Places,
    Price,
    Problem,
    Sheet,
    SheetImage,
    SheetOption,
    SheetVariant,
)


class Refused(Exception):
    """The sheet cannot be taken, for these reasons."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(map(str, problems)))


def fields(sheet: Sheet, held: Held | None, places: Places) -> dict[str, Any]:
    """The sheet's own texts and measures as `catalog.inputs` has them; with `held`, only those that differ
    from it. A product that is found by its old slug, or in a file without slugs, keeps the one it has."""
    wanted: dict[str, Any] = dict(sheet.fields)
    scale = wanted.get("scale", held.scale if held else 0)
    for name, number in sheet.measures.items():
        wanted[name] = None if number is None else _steps(sheet.row, name, number, scale)
    if sheet.is_taxable is not None:
        was = held.tax_class if held else "standard"
        wanted["tax_class"] = ("standard" if was == "zero" else was) if sheet.is_taxable else "zero"
    if sheet.attributes:
        wanted["attributes"] = _attributes(sheet, held, places.attributes)
    if sheet.translations:
        wanted["translations"] = _translations(sheet, held)
    if held is None:
        return wanted
    wanted.pop("source", None)
    found = Findings()
    checked = {**wanted, **product_fields.checked(found, wanted)}
    if found.errors:
        raise Refused(*(Problem(sheet.row, path, why) for path, why in found.errors.items()))
    changed = {name: wanted[name] for name, value in checked.items() if value != getattr(held, name)}
    if sheet.slug and sheet.slug != held.slug:
        changed["slug"] = sheet.slug
    return changed


def _steps(row: int, column: str, number: Any, scale: int) -> int:
    try:
        return cells.steps(number, scale)
    except ValueError as error:
        raise Refused(Problem(row, column, str(error))) from None


def _attributes(sheet: Sheet, held: Held | None, known: Mapping[str, AttributePlace]) -> dict[str, Any]:
    found = {code: v for code, v in (held.attributes if held else {}).items() if code not in sheet.attributes}
    for code, text in sheet.attributes.items():
        if not text:
            continue
        place = known[code]
        try:
            kind = rules.AttributeKind(place.kind)
            found[code] = msgspec.to_builtins(rules.attribute_value(kind, text, place.choices, place.unit))
        except ValueError as error:
            raise Refused(Problem(sheet.row, f"attribute:{code}", str(error))) from None
    return found


def attribute_text(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{value['value']} {value['unit']}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _translations(sheet: Sheet, held: Held | None) -> dict[str, ProductTexts]:
    found = {locale: dict(texts) for locale, texts in (held.translations if held else {}).items()}
    for locale, texts in sheet.translations.items():
        found[locale] = {**found.get(locale, {}), **texts}
    return {locale: ProductTexts(**texts) for locale, texts in found.items() if any(texts.values())}


def options(sheet: Sheet, held: Held | None) -> list[OptionInput] | None:
    """The product's options, None when they stay as they are. Languages that the file does not name stay."""
    if sheet.options is None:
        return None
    before = {option["name"]: option for option in (held.options if held else [])}
    wanted = [_option(option, before.get(option.name, {})) for option in sheet.options]
    if held is not None and product_fields.options(Findings(), wanted) == held.options:
        return None
    return wanted


def _option(option: SheetOption, before: Mapping[str, Any]) -> OptionInput:
    texts: dict[str, OptionTexts] = {}
    kept = before.get("translations", {})
    for locale in [*kept, *(x for x in (option.names | option.labels) if x not in kept)]:
        was = kept.get(locale, {"name": "", "values": {}})
        labels = {value: label for value, label in was["values"].items() if value in option.values}
        if locale in option.labels:
            pairs = zip(option.values, option.labels[locale], strict=False)
            labels = {value: label for value, label in pairs if label}
        texts[locale] = OptionTexts(option.names.get(locale, was["name"]), labels)
    return OptionInput(option.name, option.values, texts)


def match(sheet: Sheet, held: Sequence[HeldVariant]) -> dict[int, HeldVariant]:
    """Which held variant each row's is: by SKU, else by its values, else the only one there is."""
    by_sku = {variant.sku: variant for variant in held}
    by_values = {folded(variant.option_values): variant for variant in held}
    found: dict[int, HeldVariant] = {}
    for wanted in sheet.variants:
        if wanted.sku in by_sku:
            found[wanted.row] = by_sku[wanted.sku]
    taken = {variant.id for variant in found.values()}
    for wanted in sheet.variants:
        variant = None
        if sheet.options is not None:
            variant = by_values.get(folded(wanted.values))
        elif not wanted.sku and len(held) == 1:
            variant = held[0]
        if wanted.row not in found and variant is not None and variant.id not in taken:
            found[wanted.row] = variant
            taken.add(variant.id)
    return found


def folded(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(value.split()).casefold() for value in values)


def variant_fields(sheet: Sheet, wanted: SheetVariant, held: HeldVariant) -> dict[str, Any]:
    """What differs, as `VariantChange` has it. A variant that was withdrawn comes back with the rows that
    name it."""
    asked = dict(wanted.fields)
    if wanted.sku:
        asked["sku"] = wanted.sku
    if sheet.is_whole:
        asked.setdefault("is_active", True)
    if asked.get("stock_sku") == wanted.sku and held.stock_sku == held.sku:
        asked.pop("stock_sku")
    return {name: value for name, value in asked.items() if value != getattr(held, name)}


def prices(
    sheet: Sheet, matched: Mapping[int, HeldVariant]
) -> tuple[dict[str, list[tuple[HeldVariant, Price]]], dict[str, list[HeldVariant]]]:
    """By store: prices to set, and variants to take the price from."""
    to_set: dict[str, list[tuple[HeldVariant, Price]]] = {}
    to_remove: dict[str, list[HeldVariant]] = {}
    for wanted in sheet.variants:
        variant = matched[wanted.row]
        for store, price in wanted.prices.items():
            if price is None and store in variant.prices:
                to_remove.setdefault(store, []).append(variant)
            elif price is not None and variant.prices.get(store) != price:
                to_set.setdefault(store, []).append((variant, price))
    return to_set, to_remove


def stock(wanted: SheetVariant, held: HeldVariant) -> dict[str, dict[str, int]]:
    """By location: of on_hand, safety and low_at what differs, in the item's smallest steps."""
    found: dict[str, dict[str, int]] = {}
    for code, numbers in wanted.stock.items():
        before = held.stock.get(code, {})
        for name, number in numbers.items():
            count = _steps(wanted.row, name, number, held.stock_scale)
            if before.get(name, None if name == "on_hand" else 0) != count:
                found.setdefault(code, {})[name] = count
    return found


def match_images(wanted: Sequence[SheetImage], held: Sequence[HeldImage]) -> list[HeldImage | None]:
    """Which held picture each is: by its content where the file knows it, else by its address; each once."""
    left = list(held)
    found: list[HeldImage | None] = []
    for image in wanted:
        same = next((h for h in left if image.checksum and h.checksum == image.checksum), None)
        same = same or next((h for h in left if h.source_url and h.source_url == image.address), None)
        if same is not None:
            left.remove(same)
        found.append(same)
    return found


def changed_parts(before: Held, after: Held) -> list[str]:
    """What of a product is another now: names of its fields and parts, without its version."""
    parts = []
    for name in Held.__struct_fields__:
        then, now = getattr(before, name), getattr(after, name)
        if name == "variants":
            then, now = ([msgspec.structs.replace(v, version=0) for v in vs] for vs in (then, now))
        if name != "version" and then != now:
            parts.append(name)
    return parts

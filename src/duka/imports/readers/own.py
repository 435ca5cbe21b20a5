"""Duka's own CSV: what `duka export products` writes, and any part of it.

An empty cell empties a text, takes a price, a translation or an attribute away, and leaves numbers, yes-or-no
and stock alone. A file with the option columns holds every variant of its products: those it does not name
are withdrawn.
"""

import re
from collections.abc import Sequence
from typing import Any, Literal, cast

from duka.imports import cells, columns
from duka.imports.errors import StoreNeeded, WrongColumns
from duka.imports.readers.gathering import Gathering
from duka.imports.tabular import Row
from duka.imports.types import Places, Price, Problem, Sheet, SheetImage, SheetOption, SheetVariant

NAMES = columns.PLAIN
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_TEXTS = (
    "title",
    "description",
    "vendor",
    "kind",
    "seo_title",
    "seo_description",
    "tax_class",
    "attribute_set",
    "unit",
)
_VARIANT_SIGNS = ("sku", "option1", "option2", "option3", "barcode")


class Reader:
    def __init__(self, header: Sequence[str], places: Places) -> None:
        self.header = header
        self.places = places
        self.where: dict[str, int] = {}
        self.locales: set[str] = set()
        self.attributes: list[str] = []
        self.stores: list[str] = []
        self.locations: list[str] = []
        for place, written in enumerate(header):
            if written:
                self._column(place, written)
        self.price_columns = [f"{n}:{s}" for s in self.stores for n in columns.BY_STORE[1:]]
        self.stock_columns = [f"{n}:{code}" for code in self.locations for n in columns.BY_LOCATION]

    def _column(self, place: int, written: str) -> None:
        name, _, what = written.partition(":")
        name, what = name.strip().casefold(), what.strip()
        if name in columns.BY_STORE:
            what = self._store(written, what)
        elif name in columns.BY_LOCATION:
            what = self._location(written, what)
        elif name == columns.ATTRIBUTE and what:
            if what not in self.places.attributes:
                raise WrongColumns(
                    why=f"The column {written} names an attribute that is not there; make it first."
                )
            self.attributes.append(what)
        elif what and name in (*columns.LOCALIZED, *columns.OPTIONS_LOCALIZED):
            if not _LOCALE.fullmatch(what):
                raise WrongColumns(why=f"The column {written} names no language; write it like {name}:fr.")
            self.locales.add(what)
        elif what or name not in columns.PLAIN:
            raise WrongColumns(
                why=f"There is no column {written}; docs/import.md lists those that there are."
            )
        key = f"{name}:{what}" if what else name
        if key in self.where:
            raise WrongColumns(why=f"The column {written} is there twice.")
        self.where[key] = place

    def _store(self, written: str, slug: str) -> str:
        if not slug:
            if self.places.store is None:
                raise StoreNeeded(example="--store TENANT/STORE")
            slug = self.places.store.slug
        if slug not in self.places.stores:
            known = ", ".join(self.places.stores)
            raise WrongColumns(
                why=f"The column {written} names a store that is not there; there are {known}."
            )
        self.stores += [slug] if slug not in self.stores else []
        return slug

    def _location(self, written: str, code: str) -> str:
        if not code:
            if self.places.store is None:
                raise StoreNeeded(example="--store TENANT/STORE")
            code = self.places.store.first_location
        if code not in self.places.locations:
            known = ", ".join(self.places.locations) or "none"
            raise WrongColumns(
                why=f"The column {written} names a location that is not there; there are {known}."
            )
        self.locations += [code] if code not in self.locations else []
        return code

    def key(self, row: Row) -> str:
        place = self.where.get("slug")
        return "" if place is None else row.cells[place].strip()

    def read(self, rows: list[Row]) -> Sheet:
        """The sheet of one slug's rows, with its problems in it."""
        g = Gathering(self.header, self.where)
        g.problems += [Problem(row.number, "", row.why) for row in rows if row.why]
        first = rows[0]
        sheet = Sheet(row=first.number, last_row=rows[-1].number, slug=self.key(first))
        if not sheet.slug and not g.text(first, "sku") and not g.text(first, "title"):
            g.note(first, "slug", "say which product this is: by slug, by SKU, or by a title to make one")
        self._say(g, first, sheet)
        if g.has("option1", "option2", "option3"):
            sheet.options = self._options(g, rows)
            sheet.is_whole = g.has("slug")
        has_variants = g.has(*columns.VARIANT, *self.price_columns, *self.stock_columns) or sheet.is_whole
        if has_variants:
            signs = (*_VARIANT_SIGNS, *self.price_columns, *self.stock_columns)
            holding = [row for row in rows if row is first or any(g.text(row, name) for name in signs)]
            sheet.variants = [self._variant(g, row, sheet) for row in holding]
        if g.has("image"):
            sheet.images = [
                SheetImage(
                    r.number, g.text(r, "image"), g.text(r, "image_alt"), g.text(r, "image_checksum").lower()
                )
                for r in rows
                if g.text(r, "image")
            ]
        sheet.problems, sheet.notices = g.problems, g.notices
        return sheet

    def _say(self, g: Gathering, row: Row, sheet: Sheet) -> None:
        sheet.fields = {name: g.text(row, name) for name in _TEXTS if g.has(name)}
        for name in ("tax_class", "unit"):
            if not sheet.fields.get(name):
                sheet.fields.pop(name, None)
        if sheet.fields.get("title") == "":
            g.note(row, "title", "the first row of a product needs its title")
        if g.has("tags"):
            sheet.fields["tags"] = cells.words(g.text(row, "tags"))
        given: dict[str, Any] = {
            "pricing_mode": g.take(row, "pricing_mode", lambda text: cells.one_of(text, ("fixed", "weight"))),
            "requires_shipping": g.take(row, "requires_shipping", cells.yes),
            "scale": g.take(row, "scale", cells.whole),
        }
        sheet.fields |= {name: value for name, value in given.items() if value is not None}
        for name in ("step", "minimum", "maximum", "average"):
            number = g.take(row, name, cells.quantity)
            if number is not None or (g.has(name) and name in ("maximum", "average")):
                sheet.measures[name] = number
        status = g.take(row, "status", lambda text: cells.one_of(text, ("draft", "active", "archived")))
        sheet.status = cast('Literal["draft", "active", "archived"] | None', status)
        if g.has("categories"):
            sheet.categories = cells.words(g.text(row, "categories"))
        for code in self.attributes:
            sheet.attributes[code] = g.text(row, f"attribute:{code}")
        for locale in sorted(self.locales):
            names = [name for name in columns.LOCALIZED if g.has(f"{name}:{locale}")]
            if names:
                sheet.translations[locale] = {name: g.text(row, f"{name}:{locale}") for name in names}
        for slug in self.stores:
            if g.has(f"visible:{slug}"):
                sheet.stores[slug] = g.take(row, f"visible:{slug}", cells.yes)

    def _options(self, g: Gathering, rows: Sequence[Row]) -> list[SheetOption]:
        """From the list of values in the first row; without that list, from the variants as they come."""
        first, found = rows[0], []
        for n in (1, 2, 3):
            name = g.text(first, f"option{n}_name")
            values = cells.words(g.text(first, f"option{n}_values")) or list(
                dict.fromkeys(v for row in rows if (v := g.text(row, f"option{n}")))
            )
            if values and not name:
                g.note(first, f"option{n}_name", "name the option that these are values of")
            if not name:
                continue
            names, labels = {}, {}
            for locale in sorted(self.locales):
                if text := g.text(first, f"option{n}_name:{locale}"):
                    names[locale] = text
                words = cells.words(g.text(first, f"option{n}_labels:{locale}"))
                if words and len(words) != len(values):
                    g.note(
                        first, f"option{n}_labels:{locale}", f"give {len(values)} labels, one for each value"
                    )
                elif any(words):
                    labels[locale] = words
            found.append(SheetOption(name, values, names, labels))
        return found

    def _variant(self, g: Gathering, row: Row, sheet: Sheet) -> SheetVariant:
        fields: dict[str, Any] = {
            "weight_grams": g.take(row, "weight_grams", cells.grams),
            "stock_per_unit": g.take(row, "stock_per_unit", cells.whole),
            "tracks_stock": g.take(row, "tracks_stock", cells.yes),
            "sells_without_stock": g.take(row, "sells_without_stock", cells.yes),
            "is_active": g.take(row, "active", cells.yes),
            "stock_sku": g.text(row, "stock_sku") or None,
            "barcode": g.text(row, "barcode") if g.has("barcode") else None,
        }
        variant = SheetVariant(row.number, sku=g.text(row, "sku"))
        variant.fields = {name: value for name, value in fields.items() if value is not None}
        if sheet.options is not None:
            variant.values = [v for n in (1, 2, 3) if (v := g.text(row, f"option{n}"))]
        variant.prices = {slug: self._price(g, row, slug) for slug in self.stores if g.has(f"price:{slug}")}
        for code in self.locations:
            numbers = {
                field: number
                for field, name in (("on_hand", "stock"), ("safety", "safety"), ("low_at", "low_at"))
                if (number := g.take(row, f"{name}:{code}", cells.quantity)) is not None
            }
            if numbers:
                variant.stock[code] = numbers
        variant.image = g.text(row, "variant_image") if g.has("variant_image") else None
        return variant

    def _price(self, g: Gathering, row: Row, slug: str) -> Price | None:
        currency = self.places.stores[slug].currency

        def amount(text: str) -> int:
            return cells.amount(text, currency)

        base = g.take(row, f"price:{slug}", amount)
        special = g.take(row, f"special_price:{slug}", amount)
        begins = g.take(row, f"special_from:{slug}", cells.instant)
        ends = g.take(row, f"special_until:{slug}", cells.instant)
        if base is None:
            if special is not None:
                g.note(row, f"price:{slug}", "a special price needs the price that it is lower than")
            return None
        return Price(base, special, begins, ends) if special is not None else Price(base)

"""Shopify's product CSV, the one of the admin's export until 2024 (`Handle`, `Variant Price`) and the one
since (`URL handle`, `Price`, `Weight value (grams)`).

Source of the columns' meanings: Shopify Help Center, "Using CSV files to import and export products".
docs/import.md says what becomes of each. Decisions that the format leaves open:
- An empty inventory tracker means that Shopify does not count the goods: they are sold without limit. A
  quantity beside it is still written down.
- Only one of `Status` and `Published`: it says whether the product is on sale. Both: Status does, and an
  unpublished one is sold in the store without being shown.
- Quantities are those of one location: they go to the store's first.
- Taxes and shipping are a variant's there and a product's here: the first variant decides, and others are
  told of.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from hashlib import blake2s
from typing import Any, Literal, cast

from duka.imports import cells
from duka.imports.readers.gathering import Gathering
from duka.imports.tabular import Row
from duka.imports.types import Places, Price, Problem, Settings, Sheet, SheetImage, SheetOption, SheetVariant
from duka.kernel.text import ascii_words

_ALIASES = {
    "handle": ("handle", "url handle"),
    "title": ("title",),
    "body": ("body (html)", "body html", "description"),
    "vendor": ("vendor",),
    "category": ("product category", "standard product type", "standardized product type"),
    "type": ("type", "custom product type"),
    "tags": ("tags",),
    "published": ("published", "published on online store"),
    "status": ("status",),
    **{f"option{n} name": (f"option{n} name",) for n in (1, 2, 3)},
    **{f"option{n} value": (f"option{n} value",) for n in (1, 2, 3)},
    "sku": ("variant sku", "sku"),
    "grams": ("variant grams", "weight value (grams)"),
    "tracker": ("variant inventory tracker", "inventory tracker"),
    "quantity": ("variant inventory qty", "inventory quantity"),
    "policy": ("variant inventory policy", "continue selling when out of stock"),
    "price": ("variant price", "price"),
    "compare": ("variant compare at price", "compare-at price", "compare at price"),
    "shipping": ("variant requires shipping", "requires shipping"),
    "taxable": ("variant taxable", "charge tax"),
    "barcode": ("variant barcode", "barcode"),
    "image": ("image src", "product image url"),
    "image position": ("image position",),
    "image alt": ("image alt text",),
    "variant image": ("variant image", "variant image url"),
    "gift card": ("gift card",),
    "seo title": ("seo title",),
    "seo description": ("seo description",),
}
NAMES = {alias: name for name, aliases in _ALIASES.items() for alias in aliases}
_SILENT = {
    "variant weight unit",
    "weight unit for display",
    "variant fulfillment service",
    "fulfillment service",
}
_STATUSES = ("active", "draft", "archived", "unlisted")


def ignored(header: Sequence[str]) -> list[str]:
    """Columns that nothing is made of; weight units are not told, since weights are in grams beside them."""
    return [name for name in header if name and name.casefold() not in NAMES.keys() | _SILENT]


def _slug(handle: str) -> str:
    """Handles in other scripts stay apart, and come out the same each time."""
    if ascii_words(handle, 80) or not handle:
        return ascii_words(handle, 80)
    return f"item-{blake2s(handle.encode(), digest_size=4).hexdigest()}"


class Reader:
    def __init__(self, header: Sequence[str], places: Places, settings: Settings) -> None:
        assert places.store is not None
        self.header = header
        self.store = places.store
        self.settings = settings
        self.where: dict[str, int] = {}
        for place, name in enumerate(header):
            if name.casefold() in NAMES:
                self.where.setdefault(NAMES[name.casefold()], place)

    def key(self, row: Row) -> str:
        return row.cells[self.where["handle"]].strip().casefold()

    def read(self, rows: list[Row]) -> Sheet:
        """The sheet of one handle's rows, with its problems in it."""
        g = Gathering(self.header, self.where)
        g.problems += [Problem(row.number, "", row.why) for row in rows if row.why]
        first = rows[0]
        if g.take(first, "gift card", cells.yes):
            g.note(
                first, "gift card", "this is a gift card, which is not sold as a product here; leave it out"
            )
        handle = g.text(first, "handle")
        sheet = Sheet(row=first.number, last_row=rows[-1].number, slug=_slug(handle))
        if not handle:
            g.note(first, "handle", "every row needs the handle of its product")
        self._say(g, first, sheet, handle)
        names = [g.text(first, f"option{n} name") for n in (1, 2, 3)]
        holding = [row for row in rows if row is first or self._is_variant(g, row)]
        values = {row.number: [g.text(row, f"option{n} value") for n in (1, 2, 3)] for row in holding}
        if [v for v in values[first.number] if v] in ([], ["Default Title"]) and len(holding) == 1:
            names = []
        sheet.options = self._options(g, holding, names, values)
        sheet.variants = [self._variant(g, row, [v for v in values[row.number] if v]) for row in holding]
        if not sheet.options:
            for variant in sheet.variants:
                variant.values = []
        sheet.is_whole = True
        sheet.images = self._images(g, rows)
        self._of_all(g, holding, sheet)
        sheet.problems, sheet.notices = g.problems, g.notices
        return sheet

    def _say(self, g: Gathering, row: Row, sheet: Sheet, handle: str) -> None:
        texts = {"title": "title", "description": "body", "vendor": "vendor", "kind": "type"}
        texts |= {"seo_title": "seo title", "seo_description": "seo description"}
        sheet.fields = {field: g.text(row, name) for field, name in texts.items() if g.has(name)}
        if not sheet.fields.get("title"):
            g.note(row, "title", "the first row of a product needs its title")
        if g.has("tags"):
            sheet.fields["tags"] = [tag.strip() for tag in g.text(row, "tags").split(",") if tag.strip()]
        sheet.fields["source"] = {"format": "shopify", "handle": handle}
        shown = g.take(row, "published", cells.yes)
        status = g.take(row, "status", lambda text: cells.one_of(text, _STATUSES))
        if status is None:
            sheet.status = None if shown is None else "active" if shown else "draft"
            sheet.stores = {self.store.slug: True}
        else:
            known = "active" if status == "unlisted" else status
            sheet.status = cast('Literal["active", "draft", "archived"]', known)
            sheet.stores = {self.store.slug: status != "unlisted" and shown is not False}
        if self.settings.categories == "type" and g.text(row, "type"):
            sheet.category_path = (g.text(row, "type"),)
        if self.settings.categories == "category":
            sheet.category_path = tuple(
                part.strip() for part in g.text(row, "category").split(">") if part.strip()
            )

    def _is_variant(self, g: Gathering, row: Row) -> bool:
        """Rows that only carry a further picture are none."""
        names = ("option1 value", "option2 value", "option3 value", "sku", "price", "barcode")
        return any(g.text(row, name) for name in names)

    def _options(
        self, g: Gathering, rows: Iterable[Row], names: Sequence[str], values: dict[int, list[str]]
    ) -> list[SheetOption]:
        found = []
        for n, name in enumerate(names, start=1):
            column = f"option{n} value"
            given: dict[str, str] = {}
            for row in rows:
                value = values[row.number][n - 1]
                if bool(value) != bool(name):
                    why = "this value has no option; name it in the first row of the product"
                    g.note(row, column, f"the option {name} needs a value here" if name else why)
                if value:
                    kept = given.setdefault(" ".join(value.split()).casefold(), " ".join(value.split()))
                    values[row.number][n - 1] = kept
            if name and given:
                found.append(SheetOption(" ".join(name.split()), list(given.values())))
        return found

    def _variant(self, g: Gathering, row: Row, values: list[str]) -> SheetVariant:
        fields: dict[str, Any] = {}
        if g.has("barcode"):
            fields["barcode"] = g.text(row, "barcode").removeprefix("'")
        if (grams := g.take(row, "grams", cells.grams)) is not None:
            fields["weight_grams"] = grams
        if g.has("tracker"):
            fields["tracks_stock"] = bool(g.text(row, "tracker"))
        policy = g.take(row, "policy", lambda text: cells.one_of(text, ("deny", "continue", "true", "false")))
        if policy is not None:
            fields["sells_without_stock"] = policy in ("continue", "true")
        variant = SheetVariant(
            row.number, sku=g.text(row, "sku").removeprefix("'"), values=values, fields=fields
        )
        variant.prices = self._price(g, row)
        counted = g.take(row, "quantity", cells.whole)
        if counted is not None and self.store.first_location:
            if counted < 0:
                g.tell(row, "quantity", f"{counted} pieces cannot be on hand; taken as 0")
            variant.stock = {self.store.first_location: {"on_hand": Decimal(max(counted, 0))}}
        variant.image = g.text(row, "variant image") if g.has("variant image") else None
        return variant

    def _price(self, g: Gathering, row: Row) -> dict[str, Price | None]:
        """A price to compare with that is higher is the base price; the price is then a special one."""

        def amount(text: str) -> int:
            return cells.amount(text, self.store.currency)

        price, compare = g.take(row, "price", amount), g.take(row, "compare", amount)
        if price is None:
            if not g.text(row, "price"):
                g.note(row, "price", "every variant needs a price")
            return {}
        if compare is not None and compare > price:
            return {self.store.slug: Price(compare, price)}
        return {self.store.slug: Price(price)}

    def _images(self, g: Gathering, rows: Iterable[Row]) -> list[SheetImage] | None:
        """In the order of their positions; those without one last. A variant's own picture joins them."""
        if not g.has("image", "variant image"):
            return None
        found: dict[str, tuple[int, SheetImage]] = {}
        for row in rows:
            address = g.text(row, "image")
            if address and address not in found:
                place = g.take(row, "image position", cells.whole) or 1_000_000
                found[address] = (place, SheetImage(row.number, address, g.text(row, "image alt")))
            own = g.text(row, "variant image")
            if own:
                found.setdefault(own, (2_000_000, SheetImage(row.number, own)))
        return [image for _, image in sorted(found.values(), key=lambda pair: pair[0])]

    def _of_all(self, g: Gathering, rows: Sequence[Row], sheet: Sheet) -> None:
        def agreed(name: str, parse: Callable[[str], bool]) -> bool | None:
            said = [(row, g.take(row, name, parse)) for row in rows]
            given = [(row, value) for row, value in said if value is not None]
            for row, value in given:
                if value != given[0][1]:
                    g.tell(row, name, "this differs between the variants; the first one's is taken for all")
                    break
            return given[0][1] if given else None

        taxable, ships = agreed("taxable", cells.yes), agreed("shipping", cells.yes)
        sheet.is_taxable = taxable
        if ships is not None:
            sheet.fields["requires_shipping"] = ships

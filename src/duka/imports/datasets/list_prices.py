"""The prices of price lists: a row a list, SKU and quantity."""

from collections.abc import Sequence
from uuid import UUID

from duka.imports import cells
from duka.imports.datasets.types import Batch, Column, Line, Refused, Result, needed
from duka.imports.types import Problem
from duka.kernel import ids
from duka.kernel.context import Context
from duka.markets import list_queries, lists
from duka.markets.types import NewListPrice

MARK = "\x1f"
"""Between the parts of where an export goes on."""


class ListPrices:
    """The rows of one list are taken over together, or none of them. An empty price takes that one away; what the file does not
    name stays."""

    name = "list_prices"
    key = "price_list"
    columns = (
        Column("price_list", "the name of the price list", is_needed=True, aliases=("list", "price list")),
        Column("sku", "the article number", is_needed=True, aliases=("variant sku",)),
        Column("title", "for reading only"),
        Column(
            "from_quantity",
            "from how many on it holds, in units like 3 or 1.25; empty: from the first",
            aliases=("min_quantity", "quantity"),
        ),
        Column(
            "price", "what one costs, in the list's currency; empty takes the price away", aliases=("amount",)
        ),
        Column("currency", "for reading only"),
    )

    def apply(self, ctx: Context, lines: Sequence[Line]) -> tuple[str, Result]:
        name = needed(lines[0], "price_list")
        found = ctx.db.all(
            "select p.id, p.currency from price_lists p where p.tenant_id = %(tenant)s and p.name = %(name)s limit 2",
            name=name,
        )
        if len(found) != 1:
            why = (
                "there are several lists of this name"
                if found
                else f"there is no price list {cells.shown(name)}"
            )
            raise Refused(Problem(lines[0].number, "price_list", why))
        known = {
            row.sku: row
            for row in ctx.db.all(
                """select v.sku, v.id, p.scale from variants v
                   join products p on p.tenant_id = %(tenant)s and p.id = v.product_id
                   where v.tenant_id = %(tenant)s and v.sku = any(%(skus)s)""",
                skus=[line.cells.get("sku", "") for line in lines],
            )
        }
        problems: list[Problem] = []
        wanted: list[NewListPrice] = []
        for line in lines:
            row = known.get(line.cells.get("sku", ""))
            if row is None:
                sku = cells.shown(line.cells.get("sku", ""))
                problems.append(Problem(line.number, "sku", f"there is no article {sku} here"))
                continue
            try:
                wanted.append(_price(line, row.id, row.scale, found[0].currency))
            except Refused as refused:
                problems += refused.problems
        if problems:
            raise Refused(*problems)
        changed = sum(
            lists.set_prices(ctx, found[0].id, wanted[at : at + lists.MOST_PRICES])
            for at in range(0, len(wanted), lists.MOST_PRICES)
        )
        return name, "updated" if changed else "unchanged"

    def rows(self, ctx: Context, after: UUID | str | None, count: int) -> Batch:
        list_queries.require(ctx)
        start = str(after).split(MARK) if after else ["", "", "0"]
        found = ctx.db.all(
            """select l.name, l.currency, v.sku, p.scale, x.min_quantity, x.price_minor,
                      concat_ws(' / ', p.title, nullif(v.title, '')) as title
               from price_list_prices x
               join price_lists l on l.tenant_id = %(tenant)s and l.id = x.list_id
               join variants v on v.tenant_id = %(tenant)s and v.id = x.variant_id
               join products p on p.tenant_id = %(tenant)s and p.id = v.product_id
               where x.tenant_id = %(tenant)s and (l.name, v.sku, x.min_quantity) > (%(name)s, %(sku)s, %(quantity)s)
                 and (%(stores)s::uuid[] is null or l.store_id is null or l.store_id = any(%(stores)s))
               order by l.name, v.sku, x.min_quantity limit %(count)s""",
            name=start[0],
            sku=start[1],
            quantity=int(start[2]),
            stores=ctx.stores_with(list_queries.READ),
            count=count,
        )
        rows = [
            {
                "price_list": row.name,
                "sku": row.sku,
                "title": row.title,
                "from_quantity": cells.quantity_text(row.min_quantity, row.scale),
                "price": cells.amount_text(row.price_minor, row.currency),
                "currency": row.currency,
            }
            for row in found
        ]
        last = found[-1] if found else None
        return Batch(rows, MARK.join([last.name, last.sku, str(last.min_quantity)]) if last else None)


def _price(line: Line, variant_id: UUID, scale: int, currency: str) -> NewListPrice:
    """Refuses `Refused`."""
    column = "from_quantity"
    try:
        text = line.cells.get(column, "")
        quantity = cells.steps(cells.quantity(text), scale) if text else 1
        if quantity < 1:
            raise ValueError(f"{cells.shown(text)} is not a quantity that somebody can buy")
        column = "price"
        said = line.cells.get(column, "")
        minor = cells.amount(said, currency) if said else None
    except ValueError as error:
        raise Refused(Problem(line.number, column, str(error))) from None
    return NewListPrice(ids.public("var", variant_id), minor, quantity)

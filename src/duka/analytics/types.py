"""What the start page of the console shows."""

from datetime import date

import msgspec

from duka.media.types import Image


class Sales(msgspec.Struct, frozen=True):
    """Of one day in one currency. `by_now`: until this time of the day."""

    currency: str
    orders: int
    sales_minor: int
    yesterday_orders: int
    yesterday_sales_minor: int
    yesterday_by_now_minor: int


class DaySales(msgspec.Struct, frozen=True):
    """One calendar day in one currency."""

    day: date
    currency: str
    orders: int
    sales_minor: int


class TopProduct(msgspec.Struct, frozen=True):
    """What sold best in `currency`, by what it brought in."""

    product_id: str
    title: str
    image: Image | None
    quantity: int
    unit: str
    scale: int
    orders: int
    currency: str
    sales_minor: int


class Dashboard(msgspec.Struct, frozen=True):
    """`today` is today where the store is (where most is sold, if there are several); `days` are the last thirty, today
    last, in every currency that was sold in."""

    today: date
    timezone: str
    sales: list[Sales]
    days: list[DaySales]
    top_products: list[TopProduct]


class LowStock(msgspec.Struct, frozen=True):
    """A SKU at or below its warning level at a location. `available` may be below zero; in units of 10^-scale."""

    sku: str
    title: str
    variant_title: str
    product_id: str
    image: Image | None
    location: str
    available: int
    low_at: int
    unit: str
    scale: int


class WaitingWork(msgspec.Struct, frozen=True):
    """What somebody should do. A part is null for those who may not see it. `orders` counts by need, up to `counted_up_to`;
    so are `drafts` and `low_stock_count`."""

    orders: dict[str, int] | None
    drafts: int | None
    low_stock: list[LowStock] | None
    low_stock_count: int | None
    counted_up_to: int

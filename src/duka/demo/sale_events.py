"""Sale events in the demo: one that runs, one to come, a draft."""

from datetime import timedelta
from uuid import UUID

from duka.demo.planting import Planted
from duka.kernel import ids
from duka.kernel.context import SYSTEM, Context
from duka.kernel.work import Caller
from duka.pricing.sales import service
from duka.pricing.sales.types import BannerTexts, NewSale, SaleTarget
from duka.wiring import Services

PLANS = (
    ("Soldes de fin d’année", "Year-end sale", -1, 12, 150_000, True),
    ("Journée des clients fidèles", "Regular customers’ day", 20, 21, 100_000, True),
    ("Déstockage de janvier", "January clearance", 40, 60, 300_000, False),
)
"""In French and English, from and until how many days from now, how much less, and whether it is scheduled."""


def plan(services: Services, planted: Planted, locale: str) -> int:
    """How many there are. Each sells one of the store's categories."""

    def act(ctx: Context) -> int:
        shelves = ctx.db.all(
            """select c.id from categories c where c.tenant_id = %(tenant)s and c.parent_id is null
               order by c.position, c.id limit %(most)s""",
            most=len(PLANS),
        )
        for row, (french, english, begins, ends, percent, is_scheduled) in zip(shelves, PLANS, strict=False):
            name, other = (french, english) if locale == "fr" else (english, french)
            _one(ctx, planted, row.id, name, other, locale, begins, ends, percent, is_scheduled=is_scheduled)
        return len(shelves)

    return services.work.perform(Caller(planted.tenant, SYSTEM, store=planted.store, locale=locale), act)


def _one(
    ctx: Context,
    planted: Planted,
    category: UUID,
    name: str,
    other: str,
    locale: str,
    begins: int,
    ends: int,
    percent: int,
    *,
    is_scheduled: bool,
) -> None:
    new = NewSale(
        store_id=ids.public("store", planted.store),
        name=name,
        starts_at=ctx.now + timedelta(days=begins),
        ends_at=ctx.now + timedelta(days=ends),
        percent_ppm=percent,
        targets=[SaleTarget("category", ids.public("cat", category))],
        translations={"en" if locale == "fr" else "fr": BannerTexts(banner_title=other)},
    )
    sale = service.create(ctx, new)
    if is_scheduled:
        service.schedule(ctx, sale)

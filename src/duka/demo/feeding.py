"""A feed for Google and one for Meta in the boutique, with what Google calls its categories."""

from functools import partial

from duka.demo.catalogue.types import DemoCatalogue
from duka.demo.planting import Planted
from duka.feeds import refreshing, service
from duka.feeds.inputs import FeedChoice, FeedInput
from duka.feeds.queries import Desk
from duka.identity.sealing import keyring
from duka.kernel import ids
from duka.kernel.context import SYSTEM, Context
from duka.kernel.work import Caller
from duka.wiring import Services

CLOTHES = "Apparel & Accessories > Clothing"
NAMED = ("robe", "dress", "boubou", "pagne", "cloth", "mode", "femme", "homme", "vêtement")
"""Words of categories that are clothes."""


def offer(services: Services, demo: DemoCatalogue, planted: Planted) -> int:
    """How many feeds there are now; only the first of the demo's shops has any."""
    if demo.store.code != "teranga":
        return 0
    work, caller = services.work, Caller(planted.tenant, SYSTEM)
    desk = Desk(keyring(services.config), services.config.base_url)
    work.perform(caller, _categories)
    store_id = ids.public("store", planted.store)
    for data in (
        FeedInput(name="Google Merchant", store_id=store_id, channel="google", format="xml"),
        FeedInput(
            name="Facebook et Instagram",
            store_id=store_id,
            channel="meta",
            format="csv",
            choice=FeedChoice(with_sold_out=False, brand=demo.store.name),
        ),
    ):
        made = work.perform(caller, partial(service.create_feed, desk=desk, data=data))
        feed_id = ids.parse("feed", made.id)
        refreshing.refresh(work, planted.tenant, feed_id, services.config.base_url)
        if work.perform(caller, partial(_has_items, feed_id=feed_id)):
            work.perform(caller, partial(service.publish_feed, desk=desk, feed_id=feed_id))
    return 2


def _categories(ctx: Context) -> None:
    for row in ctx.db.all(
        "select c.id, c.name from categories c where c.tenant_id = %(tenant)s order by c.id"
    ):
        if any(word in row.name.casefold() for word in NAMED):
            service.set_google_category(ctx, row.id, CLOTHES)


def _has_items(ctx: Context, feed_id: object) -> bool:
    return bool(
        ctx.db.value(
            "select f.items > 0 from feeds f where f.tenant_id = %(tenant)s and f.id = %(id)s", id=feed_id
        )
    )

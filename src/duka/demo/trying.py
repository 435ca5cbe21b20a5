"""Experiments in the demo: one that ran for three weeks and waits for a decision, and a draft. None runs, so that everybody who
tries the demo sees the same shop."""

from datetime import datetime, timedelta
from uuid import UUID

from duka.demo.planting import Planted
from duka.experiments import service
from duka.experiments.inputs import ExperimentInput, ExperimentVariantInput
from duka.experiments.types import ExperimentGuard, ExperimentShown
from duka.kernel import ids
from duka.kernel.context import SYSTEM, Context
from duka.kernel.work import Caller, Work
from duka.wiring import Services

BEGAN, ENDED = timedelta(days=22), timedelta(days=1)
CROWD = ((3148, 402), (3109, 486))
"""Of each variant: visitors, and how many of them put something into their cart."""
WORDS = {
    "fr": (
        "Dire la livraison en haut de page",
        "Livraison offerte dès 3 articles",
        "Trier les listes par nouveauté",
    ),
    "en": ("Tell of delivery on top", "Free delivery from 3 articles on", "Sort listings by what is new"),
}
EXPECTED = {
    "fr": (
        "Qui sait que la livraison est offerte remplit plus souvent son panier.",
        "Les habitués cherchent du neuf.",
    ),
    "en": (
        "Who knows that delivery is free fills a cart more often.",
        "Regular customers look for what is new.",
    ),
}


def plan(services: Services, planted: Planted, locale: str) -> int:
    """How many there are."""
    language = "fr" if locale.startswith("fr") else "en"
    now = services.work.clock()
    name, line, other = WORDS[language]
    caller = Caller(planted.tenant, SYSTEM, store=planted.store, locale=locale)

    def at(moment: datetime) -> Work:
        return Work(services.work.database, services.work.cache, lambda: moment)

    banner = ExperimentInput(
        name=name,
        hypothesis=EXPECTED[language][0],
        store_id=ids.public("store", planted.store),
        kind="banner",
        measure="added",
        least_percent=10,
        guards=[ExperimentGuard("orders", 20), ExperimentGuard("errors", 2)],
        ends_at=now - ENDED,
        variants=[
            ExperimentVariantInput(name="A", share=5000),
            ExperimentVariantInput(
                name="B", share=5000, shown=ExperimentShown(announcement={language: line})
            ),
        ],
    )
    ranking = ExperimentInput(
        name=other,
        hypothesis=EXPECTED[language][1],
        store_id=ids.public("store", planted.store),
        kind="ranking",
        measure="conversion",
        guards=[ExperimentGuard("order_value", 10)],
        variants=[
            ExperimentVariantInput(name="A", share=5000),
            ExperimentVariantInput(name="B", share=5000, shown=ExperimentShown(sort="newest")),
        ],
    )

    def begin(ctx: Context) -> UUID:
        made = service.create(ctx, banner)
        service.start(ctx, made)
        return made

    made = at(now - BEGAN).perform(caller, begin)
    at(now - ENDED).perform(caller, lambda ctx: _crowd(ctx, made))
    at(now - ENDED).perform(caller, lambda ctx: service.stop(ctx, made, "ended"))
    at(now - ENDED).perform(caller, lambda ctx: service.create(ctx, ranking))
    return 2


def _crowd(ctx: Context, experiment_id: UUID) -> None:
    """Visitors of three weeks, and the orders of that time as theirs."""
    variants = ctx.db.all(
        """select id from experiment_variants where tenant_id = %(tenant)s and experiment_id = %(id)s order by position""",
        id=experiment_id,
    )
    for row, (visitors, added) in zip(variants, CROWD, strict=True):
        ctx.db.run(
            """insert into experiment_visitors (tenant_id, experiment_id, visitor, variant_id, seen_at, added_at)
               select %(tenant)s, %(id)s, md5(%(variant)s::text || n)::uuid, %(variant)s, s.at,
                      case when n <= %(added)s then s.at + interval '9 minutes' end
               from generate_series(1, %(visitors)s) n,
                    lateral (select %(began)s + (n * 7919 %% 1000) * interval '30 minutes' as at) s""",
            id=experiment_id,
            variant=row.id,
            visitors=visitors,
            added=added,
            began=ctx.now - BEGAN + ENDED,
        )
    ctx.db.run(
        """with sold as (
               select o.id, o.subtotal_minor - o.discount_minor as goods, o.placed_at, o.status,
                      row_number() over (order by o.placed_at, o.id) as n
               from orders o join experiments e on e.tenant_id = %(tenant)s and e.id = %(id)s and e.store_id = o.store_id
               where o.tenant_id = %(tenant)s and o.placed_at between %(began)s and %(now)s),
           seen as (
               select v.visitor, v.variant_id, row_number() over (order by v.visitor) as n
               from experiment_visitors v where v.tenant_id = %(tenant)s and v.experiment_id = %(id)s and v.added_at is not null)
           insert into experiment_orders (tenant_id, experiment_id, order_id, variant_id, visitor, goods_minor, undone, placed_at)
           select %(tenant)s, %(id)s, s.id, v.variant_id, v.visitor, s.goods,
                  case when s.status = 'cancelled' then 'cancelled' else '' end, s.placed_at
           from sold s join seen v on v.n = s.n""",
        id=experiment_id,
        began=ctx.now - BEGAN + ENDED,
        now=ctx.now,
    )

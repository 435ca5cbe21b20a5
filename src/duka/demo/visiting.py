"""Who looked at a demo shop in the last weeks: through the counting, on a clock that is set back, from a fixed seed."""

import random
from datetime import timedelta
from functools import partial

from duka.analytics.visits import writing
from duka.analytics.visits.reading import CART, CHECKOUT, ORDER, PAGE, PRODUCT, Look
from duka.analytics.visits.writing import Seen
from duka.demo.catalogue.types import DemoCatalogue
from duka.demo.past import work_at
from duka.demo.planting import Planted
from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller
from duka.wiring import Services

DAYS = 75
ORIGINS = (
    ("direct", "", ""),
    ("direct", "", ""),
    ("search", "google.com", ""),
    ("search", "duckduckgo.com", ""),
    ("social", "instagram.com", ""),
    ("campaign", "", "newsletter"),
    ("referral", "marktplatz.example", ""),
)
"""(source, referrer, campaign) of a visit; what stands twice comes twice as often."""
ONWARD = ((PRODUCT, 0.62), (CART, 0.24), (CHECKOUT, 0.55), (ORDER, 0.6))
"""Each step, and how many of those who made the step before go on to it."""


def visit(services: Services, demo: DemoCatalogue, planted: Planted) -> int:
    """How many visits were counted; more on Saturdays, and more of late."""
    chance = random.Random(f"duka visits {demo.store.code}")  # noqa: S311 - invented history
    now, counted = services.work.clock(), 0
    for age in range(DAYS, 0, -1):
        moment = now - timedelta(days=age)
        past = work_at(services.work, moment)
        crowd = chance.randrange(18, 40) + (DAYS - age) // 4 + (15 if moment.weekday() == 5 else 0)
        seen = [_seen(planted, chance, number) for number in range(crowd)]
        past.perform(Caller(planted.tenant, SYSTEM), partial(writing.add, rows=seen))
        counted += crowd
    return counted


def _seen(planted: Planted, chance: random.Random, number: int) -> Seen:
    steps, pages = PAGE, chance.randrange(1, 5)
    for step, share in ONWARD:
        if chance.random() > share:
            break
        steps, pages = steps | step, pages + 1
    source, referrer, campaign = chance.choice(ORIGINS)
    device = chance.choice(("phone", "phone", "computer", "tablet"))
    look = Look(
        "", None, f"192.0.2.{number}", f"a browser on a {device}", steps, source, referrer, campaign, device
    )
    return Seen(planted.store, look, steps, pages)

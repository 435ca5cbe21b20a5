"""A shop with something on sale, and experiments in it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from tests.people import Shop

from duka.experiments import service
from duka.experiments.inputs import ExperimentInput, ExperimentVariantInput
from duka.experiments.types import ExperimentShown
from duka.kernel import ids
from duka.kernel.work import Work

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
Plan = Callable[..., UUID]


def plan_of(shop: Shop, **fields: Any) -> ExperimentInput:
    """A banner against none, half and half, judged by conversion."""
    variants = fields.pop(
        "variants",
        [
            ExperimentVariantInput(name="A", share=5000),
            ExperimentVariantInput(
                name="B", share=5000, shown=ExperimentShown(announcement={"en": "Free delivery this week"})
            ),
        ],
    )
    return ExperimentInput(
        **{
            "name": "A banner",
            "store_id": ids.public("store", shop.store),
            "kind": "banner",
            "measure": "conversion",
            "variants": variants,
            **fields,
        }
    )


@pytest.fixture
def plan(work: Work, shop: Shop) -> Plan:
    """A draft in the shop."""

    def make(**fields: Any) -> UUID:
        return work.perform(shop.caller, lambda ctx: service.create(ctx, plan_of(shop, **fields)))

    return make


@pytest.fixture
def begin(work: Work, shop: Shop, plan: Plan) -> Plan:
    """A running experiment of the shop."""

    def make(**fields: Any) -> UUID:
        made = plan(**fields)
        work.perform(shop.caller, lambda ctx: service.start(ctx, made))
        return made

    return make

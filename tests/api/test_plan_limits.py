"""No route escapes a limit: the routes that make what a plan limits are found by watching which samples raise a meter, and each
of them is called with its limit at what there is."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from tests.api.sample import Operation
from tests.api.samples import SAMPLES, operations, send
from tests.api.world import World
from tests.plans.subscribing import leave, on_plan

from duka.kernel.work import Work
from duka.main import create_litestar
from duka.plans import limits, meters
from duka.wiring import Services

pytestmark = pytest.mark.timeout(900)  # every route of the API

SAFE = {"GET", "HEAD"}
REFUSALS = (b"PlanLimitReached", b"ShopTakesNoOrders", b"The plan Market stall has room for")
"""As a problem, or as what was refused of a batch that goes on with the rest."""
EXPECTED = {
    "admin_create_product": "products",
    "admin_copy_product": "products",
    "admin_invite_staff": "staff",
    "admin_create_store": "stores",
    "admin_add_location": "locations",
    "admin_create_key": "integrations",
    "admin_create_webhook_endpoint": "integrations",
    "admin_save_payment_account": "integrations",
    "admin_connect_carrier": "integrations",
    "admin_reopen_store": "stores",
    "admin_clone_store": "stores",
    "admin_unpublish_product": "products",
    "admin_undo_bulk_run": "products",
    "admin_place_draft_order": "orders_per_month",
    "place_order": "orders_per_month",
}
"""Some that must be among those found, so that a meter that stands still does not pass for a limit that holds."""


@dataclass(frozen=True)
class Maker:
    operation: Operation
    limit: str


def used(work: Work, tenant: UUID) -> dict[str, int]:
    with work.database.platform() as tx:
        return meters.read(tx, tenant, work.clock())


@pytest.fixture(scope="module")
def makers(acorn: World, services: Services) -> list[Maker]:
    """Every unsafe operation whose sample raises a meter, with that meter."""
    found = []
    for operation in operations(create_litestar(services)):
        if operation.method in SAFE or operation.name not in SAMPLES:  # that each has one is another test
            continue
        sample = SAMPLES[operation.name](acorn)
        before = used(services.work, acorn.tenant.id)
        send(acorn, operation, sample)
        after = used(services.work, acorn.tenant.id)
        found += [Maker(operation, name) for name in before if after[name] > before[name]]
        leave(services.work, acorn.tenant.id)
    return found


def test_the_makers_are_found(makers: list[Maker]) -> None:
    named = {maker.operation.name: maker.limit for maker in makers}
    assert set(named.values()) == set(limits.LIMITS) - {limits.MEDIA}, "one picture is less than a megabyte"
    assert EXPECTED.items() <= named.items(), named


def test_every_maker_is_refused_at_its_limit_and_nothing_is_made(
    birch: World, services: Services, makers: list[Maker]
) -> None:
    """In a company that has none of it yet, so that what is made is new there too."""
    work, tenant = services.work, birch.tenant.id
    wrong: dict[str, Any] = {}
    for maker in makers:
        sample = SAMPLES[maker.operation.name](birch)
        before = used(work, tenant)
        on_plan(work, tenant, {maker.limit: before[maker.limit]})
        try:
            answer = send(birch, maker.operation, sample)
        finally:
            leave(work, tenant)
        if not any(name in answer.body for name in REFUSALS):
            wrong[maker.operation.name] = (answer.status, answer.body[:200])
        elif used(work, tenant)[maker.limit] != before[maker.limit]:
            wrong[maker.operation.name] = "something was made all the same"
    assert wrong == {}


def test_every_maker_works_with_room_for_it(acorn: World, services: Services, makers: list[Maker]) -> None:
    """The very same calls under a limit that leaves room."""
    work, tenant = services.work, acorn.tenant.id
    wrong: dict[str, Any] = {}
    for maker in makers:
        sample = SAMPLES[maker.operation.name](acorn)
        on_plan(work, tenant, {maker.limit: used(work, tenant)[maker.limit] + 50})
        try:
            answer = send(acorn, maker.operation, sample)
        finally:
            leave(work, tenant)
        if answer.status != sample.status:
            wrong[maker.operation.name] = (answer.status, answer.body[:200])
    assert wrong == {}

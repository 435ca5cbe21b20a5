"""Every route, called by every role, and by people whose rights end at the door of another store: generated from the
routes themselves, so that a new one is in it."""

from collections.abc import Callable

import pytest
from litestar import Litestar
from tests import make
from tests.api.footprint import footprint
from tests.api.samples import SAMPLES, Operation, operations, send
from tests.api.world import World

from duka.access.inputs import GrantInput
from duka.access.roles import GRANTABLE, ROLES
from duka.identity import service as identity
from duka.identity.permissions import OWN_ACCOUNT
from duka.kernel.ids import public
from duka.kernel.work import Caller
from duka.main import create_litestar
from duka.wiring import Services

pytestmark = pytest.mark.timeout(600)  # every route of the API

OF_THE_COMPANY = {
    "account:manage",
    "categories:read",
    "categories:write",
    "customers:create",
    "customers:read",
    "customers:write",
    "imports:run",
    "media:read",
    "media:write",
    "products:read",
    "products:write",
    "search:use",
    "stores:read",
    "views:share",
}
"""Permissions over what belongs to the company and to no store: whoever holds one anywhere holds it here. Prices and
other parts of these that are a store's are looked at in tests of their own."""
AT_ONCE = 25
"""Operations between two looks at whether anything changed."""
ASKS_FOR_MORE = {
    "admin_create_view": "views:share",
    "admin_export_workbook": "customers:read",
    "admin_create_draft_order": "orders:discount",
    "admin_confirm_texts": "products:write",
    "admin_write_texts": "products:write",
    "admin_update_draft_order": "orders:discount",
    "admin_preview_order_edit": "orders:discount",
    "admin_edit_order": "orders:discount",
    "admin_change_store_catalogue": "products:write",
    "admin_clone_store": "settings:write",
    "admin_close_store": "settings:write",
    "admin_reopen_store": "settings:write",
    "admin_keep_store_stock": "settings:write",
}
"""Routes whose sample asks for something that needs a further permission."""
ANSWERS_FOR_EACH = {"admin_bulk_orders"}
"""Routes that say of each thing whether it was done."""
SEEN_BY_ALL = {"admin_list_staff", "admin_list_roles", "admin_list_keys"}
"""Lists that tell each their part."""


@pytest.fixture(scope="module")
def guarded(services: Services) -> list[Operation]:
    app: Litestar = create_litestar(services)
    return [o for o in operations(app) if o.permission != "public"]


def session(world: World, caller: Caller) -> str:
    person = caller.actor.id
    assert person is not None
    token: str = world.perform(lambda ctx: identity.open_session(ctx, "staff", person))
    return token


@pytest.fixture(scope="module")
def people(birch: World) -> dict[str, Caller]:
    """One of each role."""
    return {role: make.staff(birch.services.work, birch.tenant, role, name=role.title()) for role in ROLES}


@pytest.mark.slow
def test_every_role_may_what_it_holds_and_nothing_else(
    birch: World, guarded: list[Operation], people: dict[str, Caller]
) -> None:
    wrong: list[str] = []
    for first in range(0, len(guarded), AT_ONCE):
        some = [
            (o, SAMPLES[o.name](birch), {role: session(birch, person) for role, person in people.items()})
            for o in guarded[first : first + AT_ONCE]
        ]  # some routes end a session
        before = footprint(birch.services.work, birch.tenant.id)
        for operation, sample, bearers in some:
            for role in ROLES.keys() - holders(operation):
                answer = send(birch, operation, sample, bearers[role])
                if answer.status != 403:
                    wrong.append(
                        f"{operation.name} as {role}, who lacks {operation.permission}: {answer.status}"
                    )
        after = footprint(birch.services.work, birch.tenant.id)
        changed = [table for table in before if after[table] != before[table]]
        if changed:
            names = ", ".join(operation.name for operation, _, _ in some)
            wrong.append(f"{changed} changed for somebody without the permission, by one of {names}")
        for operation, sample, bearers in some:
            more = ASKS_FOR_MORE.get(operation.name, operation.permission)
            for role in sorted(holders(operation)):
                # the first may use the sample up; what the next then hears is no question of rights
                answer = send(birch, operation, sample, bearers[role])
                if (
                    answer.status == 403
                    and answer.code == "Forbidden"
                    and more in ROLES[role] | {OWN_ACCOUNT}
                ):
                    wrong.append(f"{operation.name} as {role}: {answer.json['title']}")
    assert not wrong, "\n".join(wrong)


def holders(operation: Operation) -> set[str]:
    """The roles that hold what it needs."""
    return {role for role in ROLES if operation.permission in ROLES[role] | {OWN_ACCOUNT}}


@pytest.fixture(scope="module")
def next_door(birch: World) -> Caller:
    """Somebody who may everything, in a store and at a location that no sample is about."""
    work, tenant = birch.services.work, birch.tenant
    role = make.role(work, tenant, *GRANTABLE)
    grant = GrantInput(
        role, [public("store", make.store(work, tenant))], [public("loc", make.location(work, tenant))]
    )
    return make.staff(work, birch.tenant, grant, name="Next Door")


@pytest.mark.slow
def test_rights_end_at_the_door(birch: World, guarded: list[Operation], next_door: Caller) -> None:
    """What concerns other stores and locations is neither seen nor changed from next door."""
    order = birch.order()
    secrets = [order["id"], f'"{order["number"]}"']
    wrong = []
    for operation in [o for o in guarded if o.is_admin]:
        sample, bearer = SAMPLES[operation.name](birch), session(birch, next_door)
        before = footprint(birch.services.work, birch.tenant.id)
        answer = send(birch, operation, sample, bearer)
        is_changed = footprint(birch.services.work, birch.tenant.id) != before
        told = [s for s in secrets if s.encode() in answer.body]
        if told:
            wrong.append(f"{operation.name} tells {told}")
        if operation.permission in OF_THE_COMPANY or operation.name in SEEN_BY_ALL:
            continue
        if operation.method == "GET":
            places = (birch.store, birch.second_store, birch.location, birch.annex)
            if answer.status == 200 and any(place.encode() in answer.body for place in places):
                wrong.append(f"{operation.name} tells of another store or location")
        elif answer.status not in {403, 404} and operation.name not in ANSWERS_FOR_EACH:
            wrong.append(f"{operation.name} answers {answer.status} {answer.body[:90]!r}")
        elif is_changed:
            wrong.append(f"{operation.name} changed something")
    assert not wrong, "\n".join(wrong)


Attack = Callable[[World], tuple[str, str, object]]
PER_STORE: dict[str, Attack] = {
    "settings": lambda w: ("PATCH", f"/stores/{w.store}", {"name": "Mine"}),
    "taxes": lambda w: ("PUT", f"/stores/{w.store}/taxes", []),
    "shipping": lambda w: ("PUT", f"/stores/{w.store}/shipping", []),
    "payment methods": lambda w: ("PUT", f"/stores/{w.store}/payment-methods", []),
    "location": lambda w: ("PATCH", f"/locations/{w.location}", {"name": "Mine"}),
    "a further store": lambda w: (
        "POST",
        "/stores",
        {"slug": "mine", "name": "M", "currency": "EUR", "country": "FR"},
    ),
    "stock": lambda w: ("POST", f"/stock/{w.sku}/adjust", {"location_id": w.location, "delta": 1}),
}


@pytest.mark.parametrize("what", PER_STORE)
def test_a_stores_things_are_its_own(birch: World, next_door: Caller, what: str) -> None:
    method, path, body = PER_STORE[what](birch)
    bearer = session(birch, next_door)
    before = footprint(birch.services.work, birch.tenant.id)
    answer = birch.call(method, f"/admin{path}", body, by=bearer, headers={"if-match": '"1"'})
    assert answer.status in {403, 404}, answer.body
    assert footprint(birch.services.work, birch.tenant.id) == before

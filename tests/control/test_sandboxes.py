"""Places to try things: made by the merchant's owner or an operator, and nothing leaves them."""

from functools import partial
from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.control.acting import operator
from tests.control.test_create import made_plan
from tests.payments.test_accounts import gateways
from tests.people import PASSWORD, Shop

from duka.control import details, life, sandboxes
from duka.control.sandboxes import SandboxOfSandbox, TooManySandboxes
from duka.identity.errors import PeopleOnly
from duka.identity.passwords import verify_password
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden
from duka.kernel.ids import parse
from duka.kernel.work import Caller, Work
from duka.mail import service as mail
from duka.mail.line import Line
from duka.mail.types import Outgoing, Report
from duka.payments.errors import SandboxMovesNothing
from duka.payments.service import accounts
from duka.plans import entitlements
from duka.registration.plan import begin
from duka.stores import queries as stores
from duka.tenants import queries as tenants
from duka.tenants.errors import TenantNotFound, TenantStateRefused
from duka.tenants.types import PLATFORM


def owner(work: Work, shop: Shop) -> Caller:
    return make.staff(work, shop.tenant)


def test_it_is_a_company_of_its_own_with_goods_to_buy(work: Work, shop: Shop) -> None:
    who = owner(work, shop)
    made = sandboxes.create_mine(work, who)
    tenant = parse("ten", made.id)
    found = tenants.find_by_id(work, tenant)
    assert found is not None and found.kind == "sandbox" and found.name == f"{shop.tenant.name} (sandbox)"
    (store,) = work.perform(Caller(tenant), stores.list_stores)
    assert (store.currency, store.country) == ("EUR", "FR")
    goods = work.perform(
        Caller(tenant),
        lambda ctx: ctx.db.value(
            """select count(*) from products p join variants v on v.tenant_id = %(tenant)s and v.product_id = p.id
               join prices r on r.tenant_id = %(tenant)s and r.variant_id = v.id
               where p.tenant_id = %(tenant)s and p.status = 'active'"""
        ),
    )
    assert goods == 4
    person = work.perform(
        Caller(tenant),
        lambda ctx: ctx.db.one("select * from staff where tenant_id = %(tenant)s and is_active"),
    )
    assert person is not None and person.name == "Bob" and verify_password(PASSWORD, person.password_hash)
    assert work.perform(who, sandboxes.list_mine) == [made]
    seen = details.get(work, operator(), shop.tenant.id)
    assert [one.id for one in seen.sandboxes] == [made.id]
    assert details.get(work, operator(), tenant).sandbox_of is not None


def test_an_operator_makes_one(work: Work, shop: Shop) -> None:
    owner(work, shop)
    made = sandboxes.create(work, operator("support"), shop.tenant.id, "Try it")
    assert made.name == "Try it"
    for reader in (shop.tenant.id, PLATFORM):
        actions = work.perform(
            Caller(reader),
            lambda ctx: ctx.db.all(
                "select action from audit_log where tenant_id = %(tenant)s and object = %(object)s",
                object=shop.tenant.id.hex,
            ),
        )
        assert "tenant.sandbox_created" in [one.action for one in actions]


def test_three_are_enough(work: Work, shop: Shop, other_shop: Shop) -> None:
    who = owner(work, shop)
    made = [sandboxes.create_mine(work, who, f"Try {n}") for n in range(3)]
    with pytest.raises(TooManySandboxes):
        sandboxes.create_mine(work, who)
    with pytest.raises(SandboxOfSandbox):
        sandboxes.create(work, operator(), parse("ten", made[0].id))
    with pytest.raises(TenantNotFound):
        sandboxes.create(work, operator(), PLATFORM)
    assert work.perform(owner(work, other_shop), sandboxes.list_mine) == []


def test_none_is_made_beside_a_company_that_is_shut(work: Work, shop: Shop) -> None:
    who = owner(work, shop)
    for shut in (
        lambda: life.suspend(work, operator(), shop.tenant.id, "unpaid"),
        lambda: life.close(work, operator(), shop.tenant.id, "asked"),
    ):
        shut()
        with pytest.raises(TenantStateRefused):
            sandboxes.create(work, operator(), shop.tenant.id)
        with pytest.raises(TenantStateRefused):
            sandboxes.create_mine(work, who)
    assert details.get(work, operator(), shop.tenant.id).sandboxes == []


def test_who_may_not(work: Work, shop: Shop) -> None:
    for nobody in (make.staff(work, shop.tenant, "manager"), shop.shopper):
        with pytest.raises(Forbidden):
            sandboxes.create_mine(work, nobody)
    with pytest.raises(PeopleOnly):
        sandboxes.create_mine(work, make.caller(shop.tenant, None, "sandboxes:write", kind="key"))
    for operators in (operator("finance"), operator("read-only"), shop.caller):
        with pytest.raises(Forbidden):
            sandboxes.create(work, operators, shop.tenant.id)


def notice(ctx: Context, to: str) -> UUID:
    told: dict[str, Any] = {"what": "password", "name": "Bob", "company": "Acorn", "link": "/console/x"}
    return mail.send(ctx, to, "security_notice", "en", **told)


def state(ctx: Context, letter: UUID) -> Any:
    sql = "select status from mails where tenant_id = %(tenant)s and id = %(id)s"
    return ctx.db.value(sql, id=letter)


class Taking:
    """A mail provider that takes everything."""

    code = "taking"

    def __init__(self) -> None:
        self.taken: list[str] = []

    def take(self, letter: Outgoing) -> str:
        self.taken.append(letter.to)
        return "1"

    def read_reports(self, body: bytes) -> list[Report]:
        return []


def test_letters_to_customers_stay_and_those_to_its_people_leave(work: Work, shop: Shop) -> None:
    provider = Taking()
    who = owner(work, shop)
    tenant = parse("ten", sandboxes.create_mine(work, who).id)
    email = work.perform(
        Caller(tenant), lambda ctx: ctx.db.value("select email from staff where tenant_id = %(tenant)s")
    )
    desk = mail.Desk(Line(provider), "Duka <no-reply@duka.example>", mail.plain_head, mail.no_address)
    for to, status in (("sam@shopper.example", "kept"), (email, "sent")):
        letter = work.perform(Caller(tenant), partial(notice, to=to))
        mail.deliver(work, tenant, letter, desk)
        assert (to, work.perform(Caller(tenant), partial(state, letter=letter))) == (to, status)
    assert provider.taken == [email]


def test_no_real_provider_can_be_connected(work: Work, shop: Shop) -> None:
    tenant = parse("ten", sandboxes.create_mine(work, owner(work, shop)).id)
    (store,) = work.perform(Caller(tenant), stores.list_stores)
    with pytest.raises(SandboxMovesNothing):
        work.perform(
            Caller(tenant),
            lambda ctx: accounts.save(
                ctx, gateways(), parse("store", store.id), "stripe", accounts.AccountInput(mode="test")
            ),
        )


def test_the_merchants_plan_is_its_plan(work: Work, shop: Shop) -> None:
    handle = made_plan(work)
    with work.database.platform() as db:
        begin(db, shop.tenant.id, handle, work.clock(), by="test")
    tenant = parse("ten", sandboxes.create_mine(work, owner(work, shop)).id)
    held = work.perform(Caller(tenant), entitlements.of)
    assert held.kind == "sandbox" and held.plan is not None and held.plan.handle == handle

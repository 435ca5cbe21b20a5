"""An operator makes a merchant."""

import threading
from typing import Any

import pytest
from tests import make
from tests.control.acting import operator
from tests.people import Shop

from duka.control.tenants import NewTenant, create
from duka.identity.errors import EmailInvalid
from duka.kernel.errors import Forbidden
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.plans.errors import PlanArchived, PlanNotFound
from duka.registration.errors import CountryUnknown
from duka.staff import inviting
from duka.stores import queries as stores
from duka.tenants import queries as tenants
from duka.tenants.errors import TenantNameInvalid, TenantSlugInvalid, TenantSlugTaken
from duka.tenants.types import PLATFORM

BASE = "https://duka.example"


def form(**changes: Any) -> NewTenant:
    given = {
        "company": f"Kiosque {new_id().hex[-8:]}",
        "owner_email": f"{make.unique('awa')}@kiosque.example",
        "country": "SN",
    }
    return NewTenant(**{**given, **changes})


def letters(work: Work, tenant: Any) -> list[Any]:
    return work.perform(
        Caller(tenant),
        lambda ctx: ctx.db.all("select * from mails where tenant_id = %(tenant)s order by created_at"),
    )


def test_a_merchant_is_made_whole(work: Work) -> None:
    new = form(store_name="Chez Awa", owner_name="Awa Ndiaye")
    tenant = create(work, operator(), new, BASE)
    found = tenants.find_by_id(work, tenant)
    assert found is not None and found.name == new.company and found.is_active and found.kind == "merchant"
    (store,) = work.perform(Caller(tenant), stores.list_stores)
    assert (store.name, store.currency, store.default_locale) == ("Chez Awa", "XOF", "fr")
    (letter,) = letters(work, tenant)
    assert (letter.kind, letter.locale, letter.recipient) == ("invitation", "fr", new.owner_email)
    token = letter.secrets["link"].partition("token=")[2]
    welcome = inviting.accept(work, token, "Awa Ndiaye", "six geese a-laying")
    assert welcome.tenant == found.slug


def made_plan(work: Work, trial_days: int = 0, archived: bool = False) -> str:
    """A plan of one version; its handle."""
    handle = f"p{new_id().hex[-12:]}"
    with work.database.platform() as db:
        db.run(
            """with made as (insert into plans (id, handle, created_at, archived_at)
                 values (%(id)s, %(handle)s, now(), case when %(archived)s then now() end) returning id)
               insert into plan_versions (plan_id, version, names, trial_days, published_at)
               select id, 1, '{"en": "Small"}', %(days)s, now() from made""",
            id=new_id(),
            handle=handle,
            days=trial_days,
            archived=archived,
        )
    return handle


def test_the_plan_says_how_long_the_trial_is(work: Work) -> None:
    handle = made_plan(work, trial_days=21)
    for wanted, days in ((None, 21), (7, 7), (0, None)):
        tenant = create(work, operator(), form(plan=handle, trial_days=wanted), BASE)
        with work.database.platform() as db:
            row = db.one("select trial_until, created_at from tenants where id = %(tenant)s", tenant=tenant)
            held = db.value(
                """select p.handle from subscriptions u join plans p on p.id = u.plan_id
                   where u.tenant_id = %(tenant)s""",
                tenant=tenant,
            )
        assert row is not None and held == handle
        assert (row.trial_until - row.created_at).days == days if days else row.trial_until is None


def test_the_same_form_twice_makes_one(work: Work) -> None:
    new = form()
    first = create(work, operator(), new, BASE)
    assert create(work, operator(), new, BASE) == first
    assert len(letters(work, first)) == 1
    assert create(work, operator(), form(company=new.company), BASE) != first


def test_at_once_they_are_one(work: Work) -> None:
    new, found = form(), []
    threads = [
        threading.Thread(target=lambda: found.append(create(work, operator(), new, BASE))) for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3 and len(set(found)) == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"company": " "}, TenantNameInvalid),
        ({"company": "a\nb"}, TenantNameInvalid),
        ({"store_name": "a\nb"}, TenantNameInvalid),
        ({"slug": "No Slug"}, TenantSlugInvalid),
        ({"slug": "console"}, TenantSlugTaken),
        ({"slug": "control"}, TenantSlugTaken),
        ({"owner_email": "nobody"}, EmailInvalid),
        ({"country": "XX"}, CountryUnknown),
        ({"plan": "there-is-none"}, PlanNotFound),
    ],
)
def test_a_refused_form_makes_nothing(work: Work, changes: dict[str, Any], refusal: type[Exception]) -> None:
    mark = new_id().hex[-12:]
    with pytest.raises(refusal):
        create(work, operator(), form(**{"company": f"Refused {mark}", **changes}), BASE)
    with work.database.platform() as db:
        assert db.value("select count(*) from tenants where name = %(name)s", name=f"Refused {mark}") == 0


def test_an_archived_plan_and_a_taken_name_are_refused(work: Work, shop: Shop) -> None:
    with pytest.raises(PlanArchived):
        create(work, operator(), form(plan=made_plan(work, archived=True)), BASE)
    with pytest.raises(TenantSlugTaken):
        create(work, operator(), form(slug=shop.tenant.slug), BASE)


def test_only_operators_make_merchants(work: Work, shop: Shop) -> None:
    for nobody in (operator("finance"), operator("read-only"), shop.caller, shop.shopper):
        with pytest.raises(Forbidden):
            create(work, nobody, form(), BASE)


def test_who_made_it_is_in_both_trails(work: Work) -> None:
    who = operator(name="Olive Opera")
    tenant = create(work, who, form(), BASE)
    for reader in (tenant, PLATFORM):
        (entry,) = work.perform(
            Caller(reader),
            lambda ctx: ctx.db.all(
                """select actor_name, after from audit_log where tenant_id = %(tenant)s and object = %(object)s
                   and action = 'tenant.created'""",
                object=tenant.hex,
            ),
        )
        assert entry.actor_name == "Olive Opera" and entry.after["country"] == "SN"

"""The list of merchants, its figures, and one of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from tests import make
from tests.control.acting import operator
from tests.control.test_create import BASE, form
from tests.people import Shop

from duka.control import details, directory, life
from duka.control.directory import Filter, UnknownFilter
from duka.control.tenants import create
from duka.kernel.db import Database, Tx
from duka.kernel.errors import Forbidden
from duka.kernel.ids import new_id, public
from duka.kernel.paging import MalformedCursor
from duka.kernel.work import Work
from duka.stores import service as stores
from duka.tenants.errors import TenantNotFound
from duka.tenants.types import PLATFORM


class Counting(Database):
    """Counts the statements of the platform's transactions."""

    def __init__(self, inner: Database) -> None:
        self.inner, self.statements = inner, 0

    @contextmanager
    def platform(self) -> Iterator[Tx]:
        with self.inner.platform() as tx:
            yield tx
            self.statements += tx.statements


def slugs(work: Work, **wanted: object) -> list[str]:
    return [row.slug for row in directory.list_tenants(work, operator("read-only"), Filter(**wanted)).items]  # type: ignore[arg-type]


def test_a_merchant_is_found_by_what_is_known_of_it(work: Work, shop: Shop) -> None:
    new = form()
    made = create(work, operator(), new, BASE)
    (found,) = directory.list_tenants(work, operator(), Filter(q=new.company.upper()[5:])).items
    assert (found.id, found.name, found.stores, found.status, found.plan) == (
        public("ten", made), new.company, 1, "active", None,
    )  # fmt: skip
    assert found.owner is not None and (found.owner.email, found.owner.has_joined) == (new.owner_email, False)
    host = f"{make.unique('shop')}.example"
    stores.set_domain(work, shop.caller, shop.store, host)
    for q in (shop.tenant.slug, host, shop.tenant.public_id):
        assert slugs(work, q=q) == [shop.tenant.slug]


def test_an_address_of_somebody_who_works_there_finds_it(work: Work, shop: Shop) -> None:
    person = make.staff(work, shop.tenant)
    email = work.perform(
        shop.caller,
        lambda ctx: ctx.db.value(
            "select email from staff where tenant_id = %(tenant)s and id = %(id)s", id=person.actor.id
        ),
    )
    assert slugs(work, q=email) == [shop.tenant.slug]
    assert slugs(work, q="nobody@nowhere.example") == []


def test_filters(work: Work, shop: Shop) -> None:
    mark = new_id().hex[-12:]
    active, trial, held, closed = (
        create(work, operator(), form(company=f"Filter {mark} {n}", trial_days=10 if n == 1 else 0), BASE)
        for n in range(4)
    )
    life.suspend(work, operator(), held, "risk")
    life.close(work, operator(), closed, "asked")
    found = {
        status: [
            row.id for row in directory.list_tenants(work, operator(), Filter(q=mark, status=status)).items
        ]
        for status in ("", "active", "trial", "suspended", "closed")
    }
    assert len(found.pop("")) == 4
    assert found == {
        "active": [public("ten", active)],
        "trial": [public("ten", trial)],
        "suspended": [public("ten", held)],
        "closed": [public("ten", closed)],
    }
    now = work.clock()
    assert len(slugs(work, q=mark, trial_before=now + timedelta(days=11))) == 1
    assert slugs(work, q=mark, trial_before=now + timedelta(days=9)) == []
    assert len(slugs(work, q=mark, plan="-")) == 4 and slugs(work, q=mark, plan="none-such") == []
    assert slugs(work, q=mark, created_from=now + timedelta(days=1)) == []
    assert len(slugs(work, q=mark, created_before=now + timedelta(days=1))) == 4
    assert slugs(work, q=mark, kind="sandbox") == []


@pytest.mark.parametrize("sort", ["newest", "name", "trial"])
def test_pages_follow_each_other(work: Work, sort: str) -> None:
    mark = new_id().hex[-12:]
    for n in range(5):
        create(work, operator(), form(company=f"Page {mark} {n}", trial_days=5), BASE)
    whole = slugs(work, q=mark, sort=sort)
    assert len(whole) == 5
    paged: list[str] = []
    cursor = None
    while True:
        page = directory.list_tenants(work, operator(), Filter(q=mark, sort=sort), cursor, 2)
        paged += [row.slug for row in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert paged == whole
    if sort == "name":
        assert whole == sorted(whole)
    with pytest.raises(MalformedCursor):
        directory.list_tenants(work, operator(), Filter(sort=sort), "nonsense")


def test_the_platform_itself_is_no_merchant(work: Work) -> None:
    assert "control" not in slugs(work, q="control")
    with pytest.raises(TenantNotFound):
        details.get(work, operator(), PLATFORM)
    with pytest.raises(TenantNotFound):
        details.history(work, operator(), PLATFORM)
    with pytest.raises(TenantNotFound):
        details.get(work, operator(), new_id())


def test_one_merchant_whole(work: Work, shop: Shop) -> None:
    host = f"{make.unique('shop')}.example"
    stores.set_domain(work, shop.caller, shop.store, host)
    person = make.staff(work, shop.tenant)
    life.suspend(work, operator(name="Olive"), shop.tenant.id, "terms", "Knives.")
    found = details.get(work, operator("read-only"), shop.tenant.id)
    assert (found.status, found.reason, found.why, found.plan) == ("suspended", "terms", "Knives.", None)
    assert [store.id for store in found.stores] == [public("store", shop.store)]
    assert [(d.host, d.status, d.is_primary) for d in found.domains] == [(host, "verified", True)]
    assert person.actor.id is not None
    assert [owner.id for owner in found.owners] == [public("staff", person.actor.id)]
    assert (found.figures.stores, found.figures.staff, found.figures.orders) == (1, 1, 0)
    latest = details.history(work, operator(), shop.tenant.id)[0]
    assert (latest.action, latest.who, latest.why) == ("tenant.suspended", "Olive", "Knives.")


def test_the_first_page_counts(work: Work) -> None:
    before = directory.summary(work, operator())
    tenant = create(work, operator(), form(trial_days=3), BASE)
    with work.database.platform() as db:  # an event that nobody could deliver
        db.run(
            """insert into events (tenant_id, id, type, aggregate_id, payload, actor, occurred_at, available_at, status)
               select %(tenant)s, gen_random_uuid(), 'x', %(tenant)s, '{}', 'system', now(), now(), 'dead'
               from generate_series(1, 10000)""",
            tenant=tenant,
        )
    after = directory.summary(work, operator())
    assert after.statuses["trial"] >= before.statuses["trial"] + 1
    assert (
        sum(after.statuses.values()) + after.sandboxes > sum(before.statuses.values()) + before.sandboxes - 1
    )
    assert public("ten", tenant) in [row.id for row in after.newest]
    mine = [problem for problem in after.problems if problem.tenant == public("ten", tenant)]
    assert [(problem.what, problem.count) for problem in mine] == [("dead_events", 10000)]
    assert details.get(work, operator(), tenant).problems.dead_events == 10000
    with work.database.platform() as db:
        db.run("delete from events where tenant_id = %(tenant)s and type = 'x'", tenant=tenant)


def test_only_operators_look(work: Work, shop: Shop) -> None:
    for nobody in (shop.caller, shop.shopper):
        for ask in (
            lambda who: directory.list_tenants(work, who, Filter()),
            lambda who: directory.summary(work, who),
            lambda who: details.get(work, who, shop.tenant.id),
            lambda who: details.history(work, who, shop.tenant.id),
        ):
            with pytest.raises(Forbidden):
                ask(nobody)


def test_unknown_filters_are_refused(work: Work) -> None:
    for wanted in (Filter(sort="colour"), Filter(status="happy")):
        with pytest.raises(UnknownFilter):
            directory.list_tenants(work, operator(), wanted)


def test_lists_take_few_statements(work: Work, database: Database) -> None:
    counted = Counting(database)
    watched = Work(counted, work.cache, work.clock)
    made = create(work, operator(), form(), BASE)
    for ask, most in (
        (lambda: directory.list_tenants(watched, operator(), Filter(q="a")), 1),
        (lambda: directory.summary(watched, operator()), 3),
        (lambda: details.get(watched, operator(), made), 1),
        (lambda: details.history(watched, operator(), made), 2),
    ):
        counted.statements = 0
        ask()
        assert counted.statements == most

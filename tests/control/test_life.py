"""On trial, active, suspended, open again, closed; and what each state shuts."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.conftest import Clock
from tests.control.acting import operator
from tests.people import Shop

from duka.control import life, sandboxes, standing
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.tenants import queries as tenants
from duka.tenants.errors import MerchantNotActive, TenantNotFound, TenantStateRefused, UnknownTenantReason
from duka.tenants.types import PLATFORM

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def row(work: Work, tenant: UUID) -> Any:
    with work.database.platform() as db:
        return db.one("select * from tenants where id = %(tenant)s", tenant=tenant)


def letters(work: Work, tenant: UUID) -> list[Any]:
    sql = (
        "select kind, recipient, text, locale from mails where tenant_id = %(tenant)s order by created_at, id"
    )
    return work.perform(Caller(tenant), lambda ctx: ctx.db.all(sql))


def trail(work: Work, tenant: UUID, about: UUID) -> list[str]:
    sql = "select action from audit_log where tenant_id = %(tenant)s and object = %(object)s order by at, id"
    found = work.perform(Caller(tenant), lambda ctx: ctx.db.all(sql, object=about.hex))
    return [one.action for one in found if one.action != "tenant.created"]


def with_owner(work: Work, shop: Shop) -> str:
    person = make.staff(work, shop.tenant)
    email = work.perform(
        Caller(shop.tenant.id),
        lambda ctx: ctx.db.value(
            "select email from staff where tenant_id = %(tenant)s and id = %(id)s", id=person.actor.id
        ),
    )
    return str(email)


def test_a_suspension_is_told_in_both_trails_and_by_letter(work: Work, shop: Shop) -> None:
    email = with_owner(work, shop)
    life.suspend(work, operator(), shop.tenant.id, "unpaid", "Bill 17.", contact="help@duka.example")
    found = tenants.find(work, shop.tenant.slug)
    assert found is not None and found.status == "suspended"
    (letter,) = [one for one in letters(work, shop.tenant.id) if one.kind == "staff_company_suspended"]
    assert letter.recipient == email
    assert (
        "a bill is unpaid" in letter.text and "Bill 17." in letter.text and "help@duka.example" in letter.text
    )
    assert trail(work, shop.tenant.id, shop.tenant.id) == ["tenant.suspended"]
    assert trail(work, PLATFORM, shop.tenant.id) == ["tenant.suspended"]
    told = work.perform(shop.caller, lambda ctx: standing.get(ctx, "help@duka.example"))
    assert (told.status, told.reason, told.why, told.contact) == (
        "suspended", "unpaid", "Bill 17.", "help@duka.example",
    )  # fmt: skip
    life.reactivate(work, operator(), shop.tenant.id, "Paid.")
    found = tenants.find(work, shop.tenant.slug)
    assert found is not None and found.is_active
    assert row(work, shop.tenant.id).reason == row(work, shop.tenant.id).status_why == ""
    assert [one.kind for one in letters(work, shop.tenant.id)][-1] == "staff_company_opened"
    assert trail(work, shop.tenant.id, shop.tenant.id) == ["tenant.suspended", "tenant.reactivated"]


def test_a_closed_company_is_kept_for_a_while_and_may_come_back(work: Work, clock: Clock, shop: Shop) -> None:
    with_owner(work, shop)
    clock.now = NOW
    life.close(work, operator(), shop.tenant.id, "asked", "Farewell.", keep_days=10)
    found = row(work, shop.tenant.id)
    assert (found.status, found.reason, found.keep_until) == ("closed", "asked", NOW + timedelta(days=10))
    (letter,) = [one for one in letters(work, shop.tenant.id) if one.kind == "staff_company_closed"]
    assert "1 December 2026" in letter.text and "as you asked" in letter.text
    life.reactivate(work, operator(), shop.tenant.id)
    assert row(work, shop.tenant.id).keep_until is None


def test_a_trial_begins_is_prolonged_and_ends_by_activation(work: Work, clock: Clock, shop: Shop) -> None:
    clock.now = NOW
    life.start_trial(work, operator(), shop.tenant.id, 14)
    assert row(work, shop.tenant.id).trial_until == NOW + timedelta(days=14)
    told = work.perform(shop.caller, lambda ctx: standing.get(ctx, ""))
    assert (told.status, told.days_left) == ("trial", 14)
    clock.now = NOW + timedelta(days=13, hours=1)
    assert work.perform(shop.caller, lambda ctx: standing.get(ctx, "")).days_left == 1
    life.start_trial(work, operator(), shop.tenant.id, 5)
    assert row(work, shop.tenant.id).trial_until == clock.now + timedelta(days=5)
    life.activate(work, operator(), shop.tenant.id)
    assert row(work, shop.tenant.id).trial_until is None
    assert trail(work, shop.tenant.id, shop.tenant.id) == [
        "tenant.trial_started", "tenant.trial_started", "tenant.activated",
    ]  # fmt: skip
    with pytest.raises(TenantStateRefused):
        life.activate(work, operator(), shop.tenant.id)


def test_a_trial_is_followed_by_the_clock(work: Work, clock: Clock, shop: Shop) -> None:
    with_owner(work, shop)
    clock.now = NOW
    life.start_trial(work, operator(), shop.tenant.id, 14)
    assert not life.follow_trial(work, shop.tenant.id)
    clock.now = NOW + timedelta(days=11, minutes=1)
    assert life.follow_trial(work, shop.tenant.id, "help@duka.example")
    assert not life.follow_trial(work, shop.tenant.id)
    (letter,) = letters(work, shop.tenant.id)
    assert letter.kind == "staff_trial_ending" and "5 December 2026" in letter.text
    clock.now = NOW + timedelta(days=14)
    life.follow_trials(work)
    assert not life.follow_trial(work, shop.tenant.id)
    found = row(work, shop.tenant.id)
    assert (found.status, found.reason) == ("suspended", "trial_ended")
    assert [one.kind for one in letters(work, shop.tenant.id)] == [
        "staff_trial_ending",
        "staff_company_suspended",
    ]
    assert trail(work, PLATFORM, shop.tenant.id) == [
        "tenant.trial_started", "tenant.trial_ending_told", "tenant.suspended",
    ]  # fmt: skip


def test_a_longer_trial_is_told_of_again(work: Work, clock: Clock, shop: Shop) -> None:
    with_owner(work, shop)
    clock.now = NOW
    life.start_trial(work, operator(), shop.tenant.id, 2)
    assert life.follow_trial(work, shop.tenant.id)
    life.start_trial(work, operator(), shop.tenant.id, 9)
    assert not life.follow_trial(work, shop.tenant.id)
    clock.now = NOW + timedelta(days=7)
    assert life.follow_trial(work, shop.tenant.id)
    assert len(letters(work, shop.tenant.id)) == 2


def test_its_sandboxes_are_shut_and_opened_with_it(work: Work, clock: Clock, shop: Shop) -> None:
    with_owner(work, shop)
    clock.now = NOW
    open_one, shut_one = (
        ids.parse("ten", sandboxes.create(work, operator(), shop.tenant.id, name).id) for name in ("A", "B")
    )
    life.suspend(work, operator(), shut_one, "risk")
    letters_before = len(letters(work, open_one))
    for act, status in (
        (lambda: life.suspend(work, operator(), shop.tenant.id, "unpaid", "Bill 17."), "suspended"),
        (lambda: life.close(work, operator(), shop.tenant.id, "asked", keep_days=10), "closed"),
    ):
        clock.now += timedelta(hours=1)
        act()
        found, mine = row(work, open_one), row(work, shop.tenant.id)
        assert (found.status, found.reason, found.status_why, found.keep_until) == (
            status, mine.reason, mine.status_why, mine.keep_until,
        )  # fmt: skip
        assert row(work, shut_one).status == "suspended"
    with pytest.raises(MerchantNotActive):
        life.reactivate(work, operator(), open_one)
    life.reactivate(work, operator(), shop.tenant.id)
    assert (row(work, open_one).status, row(work, shut_one).status) == ("active", "suspended")
    assert trail(work, open_one, open_one) == trail(work, PLATFORM, open_one) == [
        "tenant.suspended", "tenant.closed", "tenant.reactivated",
    ]  # fmt: skip
    assert len(letters(work, open_one)) == letters_before
    life.reactivate(work, operator(), shut_one)
    assert row(work, shut_one).status == "active"


def test_the_end_of_a_trial_shuts_the_sandboxes_too(work: Work, clock: Clock, shop: Shop) -> None:
    with_owner(work, shop)
    clock.now = NOW
    sandbox = ids.parse("ten", sandboxes.create(work, operator(), shop.tenant.id).id)
    life.start_trial(work, operator(), shop.tenant.id, 1)
    clock.now = NOW + timedelta(days=2)
    assert life.follow_trial(work, shop.tenant.id)
    assert (row(work, sandbox).status, row(work, sandbox).reason) == ("suspended", "trial_ended")


def test_two_operators_at_once(work: Work, shop: Shop) -> None:
    """The second is told that somebody was quicker; one letter, one entry."""
    with_owner(work, shop)
    version = row(work, shop.tenant.id).version
    start, found = threading.Barrier(2), []

    def act(reason: str) -> None:
        start.wait()
        try:
            life.suspend(work, operator(), shop.tenant.id, reason, version=version)
            found.append("done")
        except VersionConflict:
            found.append("conflict")

    threads = [threading.Thread(target=act, args=(reason,)) for reason in ("risk", "terms")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["conflict", "done"]
    assert len(letters(work, shop.tenant.id)) == 1
    assert trail(work, PLATFORM, shop.tenant.id) == ["tenant.suspended"]


def test_what_is_refused_changes_nothing(work: Work, shop: Shop) -> None:
    tenant = shop.tenant.id
    before = row(work, tenant)
    refused: list[tuple[type[Exception], Any]] = [
        (TenantStateRefused, lambda: life.reactivate(work, operator(), tenant)),
        (TenantStateRefused, lambda: life.activate(work, operator(), tenant)),
        (UnknownTenantReason, lambda: life.suspend(work, operator(), tenant, "whim")),
        (InvalidInput, lambda: life.suspend(work, operator(), tenant, "risk", "x" * 501)),
        (InvalidInput, lambda: life.start_trial(work, operator(), tenant, 0)),
        (InvalidInput, lambda: life.close(work, operator(), tenant, "asked", keep_days=-1)),
        (VersionConflict, lambda: life.suspend(work, operator(), tenant, "risk", version=before.version + 1)),
        (TenantNotFound, lambda: life.suspend(work, operator(), new_id(), "risk")),
        (TenantNotFound, lambda: life.suspend(work, operator(), PLATFORM, "risk")),
        (Forbidden, lambda: life.suspend(work, operator("read-only"), tenant, "risk")),
        (Forbidden, lambda: life.suspend(work, operator("finance"), tenant, "risk")),
        (Forbidden, lambda: life.close(work, shop.caller, tenant, "asked")),
        (Forbidden, lambda: life.start_trial(work, shop.caller, tenant, 5)),
    ]
    for kind, act in refused:
        with pytest.raises(kind):
            act()
    assert row(work, tenant) == before
    assert trail(work, tenant, tenant) == []
    assert letters(work, tenant) == []


def test_standing_is_one_statement(work: Work, shop: Shop) -> None:
    def ask(ctx: Context) -> int:
        before = ctx.db.statements
        standing.get(ctx, "")
        return ctx.db.statements - before

    assert work.perform(shop.caller, ask) == 1

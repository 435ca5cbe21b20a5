"""Entries by hand, their reversal, lists, the feed, balances and the file for an accountant."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.conftest import Clock
from tests.ledger.desk import Desk
from tests.people import Shop

from duka.access.inputs import GrantInput
from duka.kernel import ids
from duka.kernel.errors import Forbidden
from duka.kernel.paging import MalformedCursor, Page
from duka.kernel.work import Caller
from duka.ledger import exporting, listing, queries, service
from duka.ledger.errors import (
    EntryFollowsFact,
    EntryNotFound,
    EntryReversed,
    EntryStoreNotFound,
    EntryUnbalanced,
    PeriodEmpty,
    UnknownAccount,
    UnusableCurrency,
)
from duka.ledger.listing import EntryFilter
from duka.ledger.types import Entry, Line, NewEntry


def by_hand(*moves: tuple[str, int], currency: str = "EUR", store: UUID | None = None) -> NewEntry:
    lines = [Line(account, amount) for account, amount in moves]
    return NewEntry(
        fact="anything",
        source="anything",
        currency=currency,
        lines=lines,
        memo="brought to the bank",
        store_id=store,
    )


BANKED = by_hand(("bank", 500), ("cash", -500))


def _post(desk: Desk, entry: NewEntry = BANKED, caller: Caller | None = None) -> UUID:
    return desk.work.perform(caller or desk.shop.caller, lambda ctx: service.post(ctx, entry))


def _reverse(desk: Desk, entry: UUID, caller: Caller | None = None) -> UUID:
    return desk.work.perform(
        caller or desk.shop.caller, lambda ctx: service.reverse(ctx, entry, "it was counted twice")
    )


def _get(desk: Desk, entry: UUID) -> Entry:
    return desk.work.perform(desk.shop.caller, lambda ctx: listing.get(ctx, entry))


def _trail(desk: Desk, action: str) -> list[Any]:
    found: list[Any] = desk.system(
        lambda ctx: ctx.db.all(
            "select * from audit_log where tenant_id = %(tenant)s and action = %(action)s", action=action
        )
    )
    return found


def test_an_entry_by_hand_is_posted_and_noted(desk: Desk) -> None:
    entry = _get(desk, _post(desk))
    assert (entry.fact, entry.memo, entry.order_id) == ("manual", "brought to the bank", None)
    assert [(line.account, line.debit_minor, line.credit_minor) for line in entry.lines] == [
        ("bank", 500, 0),
        ("cash", 0, 500),
    ]
    assert entry.actor == desk.shop.caller.actor.label
    (noted,) = _trail(desk, "ledger.posted")
    assert ids.public("entry", UUID(noted.object)) == entry.id
    assert noted.details["lines"][0] == {"account": "bank", "amount_minor": 500}
    assert desk.verify().is_sound


@pytest.mark.parametrize(
    ("entry", "refusal"),
    [
        (by_hand(("bank", 5), ("cash", -4)), EntryUnbalanced),
        (by_hand(("bank", 5), ("bank", -5)), EntryUnbalanced),
        (by_hand(("bank", 0), ("cash", 0)), EntryUnbalanced),
        (by_hand(("bank", 5), ("fees", 0), ("cash", -5)), EntryUnbalanced),
        (by_hand(("bank", 5), ("piggy", -5)), UnknownAccount),
        (by_hand(("bank", 5), ("gateway_clearing", -5)), UnknownAccount),
        (by_hand(("bank", 5), ("cash", -5), currency="ZZZ"), UnusableCurrency),
    ],
)
def test_what_is_no_entry_is_refused(desk: Desk, entry: NewEntry, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        _post(desk, entry)
    assert desk.count() == 0


def test_an_entry_is_of_no_store_of_others(desk: Desk, other_shop: Shop) -> None:
    with pytest.raises(EntryStoreNotFound):
        _post(desk, by_hand(("bank", 5), ("cash", -5), store=other_shop.store))
    assert desk.count() == 0


def test_a_reversal_is_the_opposite_and_happens_once(desk: Desk) -> None:
    posted = _post(desk)
    back = _reverse(desk, posted)
    assert desk.balances() == {}
    assert _get(desk, posted).reversed_by == ids.public("entry", back)
    assert _get(desk, back).reverses == ids.public("entry", posted)
    for entry in (posted, back):
        with pytest.raises(EntryReversed):
            _reverse(desk, entry)
    assert len(_trail(desk, "ledger.reversed")) == 1
    assert desk.verify().is_sound


def test_what_follows_from_an_order_is_not_reversed_by_hand(desk: Desk) -> None:
    desk.pay(desk.order(), 12_720)
    page = desk.work.perform(desk.shop.caller, lambda ctx: listing.entries(ctx))
    assert len(page.items) == 2
    for entry in page.items:
        with pytest.raises(EntryFollowsFact):
            _reverse(desk, ids.parse("entry", entry.id))
    with pytest.raises(EntryNotFound):
        _reverse(desk, ids.new_id())


def test_writing_needs_its_permission_where_it_is_about(desk: Desk) -> None:
    tenant = desk.shop.tenant
    with pytest.raises(Forbidden):
        _post(desk, caller=make.caller(tenant, None, "ledger:read"))
    other = make.store(desk.work, tenant)
    keeper = make.staff(
        desk.work, tenant, GrantInput("finance", stores=[ids.public("store", desk.shop.store)])
    )
    with pytest.raises(Forbidden):
        _post(desk, caller=keeper)
    with pytest.raises(Forbidden):
        _post(desk, by_hand(("bank", 5), ("cash", -5), store=other), keeper)
    here = _post(desk, by_hand(("bank", 5), ("cash", -5), store=desk.shop.store), keeper)
    company = _post(desk)
    with pytest.raises(EntryNotFound):
        _reverse(desk, company, keeper)
    _reverse(desk, here, keeper)
    assert desk.balances() == {"bank": 500, "cash": -500}


def test_who_works_in_one_store_sees_its_books(desk: Desk) -> None:
    tenant = desk.shop.tenant
    other = make.store(desk.work, tenant)
    desk.order()
    desk.order(store=other, goods=1, tax=0, shipping=0, shipping_tax=0)
    keeper = make.staff(
        desk.work, tenant, GrantInput("read-only", stores=[ids.public("store", desk.shop.store)])
    )

    def owed(caller: Caller, store: UUID | None = None) -> int:
        found = desk.work.perform(caller, lambda ctx: queries.balances(ctx, store_id=store))
        return sum(b.balance_minor for b in found if b.account == "customer_receivable")

    assert (owed(desk.shop.caller), owed(keeper)) == (12_721, 12_720)
    assert (owed(desk.shop.caller, other), owed(keeper, desk.shop.store)) == (1, 12_720)
    assert len(desk.work.perform(keeper, lambda ctx: listing.entries(ctx)).items) == 1
    for ask in (queries.balances, listing.entries):
        with pytest.raises(Forbidden):
            _ask(desk, keeper, ask, other)


def _ask(desk: Desk, caller: Caller, ask: Callable[..., Any], store: UUID) -> Any:
    if ask is listing.entries:
        return desk.work.perform(caller, lambda ctx: ask(ctx, EntryFilter(store_id=store)))
    return desk.work.perform(caller, lambda ctx: ask(ctx, store_id=store))


def test_balances_are_as_of_an_instant(desk: Desk, clock: Clock) -> None:
    clock.now = desk.work.clock()
    order = desk.order()
    clock.now += timedelta(hours=1)
    until = clock.now
    desk.pay(order, 12_720)
    assert desk.work.last_statements <= 6
    before = desk.work.perform(desk.shop.caller, lambda ctx: queries.balances(ctx, until=until))
    assert [(b.account, b.balance_minor) for b in before] == [
        ("customer_receivable", 12_720),
        ("tax_payable", -2_120),
        ("revenue", -10_000),
        ("shipping_revenue", -600),
    ]
    after = desk.work.perform(desk.shop.caller, queries.balances)
    owed = next(b for b in after if b.account == "customer_receivable")
    assert (owed.debit_minor, owed.credit_minor, owed.balance_minor) == (12_720, 12_720, 0)


def _page(desk: Desk, wanted: EntryFilter, sort: str, cursor: str | None = None) -> Page[Entry]:
    return desk.work.perform(
        desk.shop.caller, lambda ctx: listing.entries(ctx, wanted, sort=sort, cursor=cursor, limit=2)
    )


def test_lists_are_filtered_and_paged(desk: Desk, clock: Clock) -> None:
    clock.now = desk.work.clock()
    orders = []
    for _ in range(3):
        clock.now += timedelta(minutes=1)
        orders.append(desk.order())
    payment = desk.pay(orders[0], 12_720, fee=30)
    middle = clock.now

    def seen(**wanted: Any) -> list[tuple[str, str | None]]:
        sort = wanted.pop("sort", "newest")
        page = _page(desk, EntryFilter(**wanted), sort)
        found = [*page.items]
        while page.next is not None:
            assert desk.work.last_statements <= 2
            page = _page(desk, EntryFilter(**wanted), sort, page.next)
            found += page.items
        return [(entry.fact, entry.order_id) for entry in found]

    names = [ids.public("ord", order) for order in orders]
    sales = [("sale", name) for name in names]
    assert seen(fact="sale") == sales[::-1]
    assert seen(fact="sale", sort="oldest") == sales
    assert sorted(seen(order_id=orders[0])) == sorted([sales[0], ("collected", names[0]), ("fee", names[0])])
    assert sorted(seen(payment_id=payment)) == [("collected", names[0]), ("fee", names[0])]
    assert seen(account="fees") == [("fee", names[0])]
    assert seen(since=middle, fact="sale") == [sales[2]]
    assert seen(until=middle) == sales[1::-1]
    with pytest.raises(PeriodEmpty):
        seen(since=middle, until=middle - timedelta(days=1))
    with pytest.raises(MalformedCursor):
        desk.work.perform(desk.shop.caller, lambda ctx: listing.entries(ctx, cursor="nonsense"))


def test_the_feed_goes_on_where_it_stopped_and_tells_what_came_late(desk: Desk, clock: Clock) -> None:
    clock.now = desk.work.clock()
    first = desk.order()

    def follow(cursor: str | None) -> tuple[list[str], str | None]:
        page = desk.work.perform(
            desk.shop.caller, lambda ctx: listing.entries(ctx, sort="posted", cursor=cursor)
        )
        return [entry.order_number or entry.memo for entry in page.items], page.next

    assert follow(None) == ([], None), "what may still be overtaken is not told"
    clock.now += 2 * listing.SETTLES
    told, cursor = follow(None)
    assert len(told) == 1
    assert cursor is not None
    assert follow(cursor) == ([], cursor)
    back_dated = NewEntry(
        fact="manual",
        source="",
        currency="EUR",
        lines=BANKED.lines,
        memo="of last week",
        at=clock.now - timedelta(days=7),
    )
    _post(desk, back_dated)
    clock.now += 2 * listing.SETTLES
    assert follow(cursor)[0] == ["of last week"]
    assert _get(desk, desk.system(lambda ctx: queries.books(ctx, first)).sale_id).order_number == told[0]


def test_the_file_has_a_row_a_line_and_no_formula(desk: Desk, clock: Clock) -> None:
    clock.now = desk.work.clock()
    for _ in range(3):
        clock.now += timedelta(minutes=1)
        desk.order()
    entry = by_hand(("bank", 1_205), ("cash", -1_205), currency="XOF")
    _post(desk, NewEntry(fact="", source="", currency="XOF", lines=entry.lines, memo="=cmd|'/c calc'!A0"))
    data = b"".join(exporting.export(desk.work, desk.shop.caller, EntryFilter(), size=2)).decode()
    rows = list(csv.DictReader(io.StringIO(data)))
    assert len(rows) == 3 * 4 + 2
    assert [row["account"] for row in rows[:4]] == [
        "customer_receivable",
        "revenue",
        "shipping_revenue",
        "tax_payable",
    ]
    assert (rows[0]["debit"], rows[0]["credit"], rows[1]["credit"]) == ("127.20", "", "100.00")
    assert (rows[-2]["debit"], rows[-2]["currency"]) == ("1205", "XOF")
    assert rows[-1]["memo"] == "'=cmd|'/c calc'!A0"
    (noted,) = _trail(desk, "ledger.exported")
    assert noted.details == {"filter": {}}
    with pytest.raises(Forbidden):
        next(exporting.export(desk.work, desk.shop.shopper, EntryFilter()))


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [(0, "EUR", ""), (5, "EUR", "0.05"), (1250, "EUR", "12.50"), (7, "XOF", "7"), (1, "KWD", "0.001")],
)
def test_amounts_are_written_with_a_point(minor: int, currency: str, text: str) -> None:
    assert exporting.amount(minor, currency) == text


def test_accounts_are_named_in_the_readers_language(desk: Desk) -> None:
    desk.pay(desk.order(), 12_720, provider="mtn_momo")
    caller = Caller(desk.shop.tenant.id, permissions=frozenset({"ledger:read"}), locale="fr")
    found = {a.account: a.title for a in desk.work.perform(caller, queries.accounts)}
    assert found["gateway_clearing:mtn_momo"] == "En compte chez les prestataires de paiement (mtn_momo)"
    assert found["tax_payable"] == "Taxes à reverser"
    assert "gateway_clearing" not in found


def test_strangers_find_no_entry(desk: Desk, other_shop: Any) -> None:
    entry = _post(desk)
    for caller, refusal in ((other_shop.caller, EntryNotFound), (desk.shop.shopper, Forbidden)):
        with pytest.raises(refusal):
            _ask_entry(desk, caller, entry)
    assert desk.work.perform(other_shop.caller, queries.balances) == []


def _ask_entry(desk: Desk, caller: Caller, entry: UUID) -> Entry:
    return desk.work.perform(caller, lambda ctx: listing.get(ctx, entry))

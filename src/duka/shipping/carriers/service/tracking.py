"""Parcels on their way: followed from the day they leave, looked at on a schedule and when a carrier calls, until they arrive."""

from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel import events, ids, jobs, trail
from duka.kernel.context import SYSTEM, Context
from duka.kernel.db import Row
from duka.kernel.work import Caller, Work
from duka.shipping.carriers import known
from duka.shipping.carriers.desk import Desk
from duka.shipping.carriers.errors import (
    AccountRefused,
    CarrierAccountMissing,
    CarrierUnreachable,
    NotOffered,
    TrackedParcelNotFound,
)
from duka.shipping.carriers.events import ShipmentTracked
from duka.shipping.carriers.service import accounts
from duka.shipping.carriers.types import ENDED, Account, Callback, Tracking, TrackingEvent
from duka.shipping.carriers.views import ParcelEvent, TrackedParcel

READ, WRITE = "orders:read", "orders:write"
LOOK = "carriers.look"
FIRST_LOOK = timedelta(hours=1)
BETWEEN = timedelta(hours=4)
NEAR = timedelta(hours=1)
"""How often the carrier is asked: on the way, and once the parcel is near."""
LEASE = timedelta(minutes=2)
GIVEN_UP = timedelta(days=60)
"""After so long without arriving nobody asks any more."""
_NEAR = frozenset({"out_for_delivery", "ready_for_pickup"})


class Following(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel that left. `account_id`: through whom its carrier is asked; None: nobody is asked, it has a link only."""

    order_id: UUID
    store_id: UUID
    fulfillment_id: UUID
    tracking_number: str
    carrier: str = ""
    tracking_url: str = ""
    account_id: UUID | None = None


def follow(ctx: Context, desk: Desk, parcel: Following) -> UUID:
    """From now on this parcel is followed. The same number of the same fulfillment is followed once; the account of a label
    that the fulfillment has is taken where none is named."""
    ctx.require(WRITE, store=parcel.store_id)
    account_id = parcel.account_id or ctx.db.value(
        """select l.account_id from shipping_labels l where l.tenant_id = %(tenant)s and l.fulfillment_id = %(id)s
             and l.status = 'bought' and l.tracking_number = %(number)s""",
        id=parcel.fulfillment_id,
        number=parcel.tracking_number,
    )
    account = accounts.load(ctx, desk, account_id) if account_id else None
    is_asked = account is not None and "track" in desk.about(account.provider).can
    parcel_id = ids.new_id()
    row = ctx.db.one(
        """insert into tracked_parcels as p (tenant_id, id, store_id, order_id, fulfillment_id, account_id, carrier,
                                             tracking_number, tracking_url, status, next_look_at, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(store)s, %(order)s, %(fulfillment)s, %(account)s, %(carrier)s, %(number)s, %(url)s,
                   'unknown', %(next)s, %(now)s, %(now)s)
           on conflict (tenant_id, fulfillment_id, tracking_number) where fulfillment_id is not null
           do update set account_id = excluded.account_id, carrier = excluded.carrier, tracking_url = excluded.tracking_url,
                         updated_at = excluded.updated_at,
                         next_look_at = case when p.status = any(%(ended)s) then null else excluded.next_look_at end
           returning p.id""",
        id=parcel_id,
        store=parcel.store_id,
        order=parcel.order_id,
        fulfillment=parcel.fulfillment_id,
        account=account_id,
        carrier=parcel.carrier,
        number=parcel.tracking_number,
        url=parcel.tracking_url or known.tracking_url(parcel.carrier, parcel.tracking_number),
        next=ctx.now + FIRST_LOOK if is_asked else None,
        ended=sorted(ENDED),
        now=ctx.now,
    )
    assert row is not None
    trail.note(
        ctx,
        "parcel.followed",
        "order",
        parcel.order_id,
        carrier=parcel.carrier,
        tracking_number=parcel.tracking_number,
    )
    return UUID(str(row.id))


def forget(ctx: Context, fulfillment_id: UUID) -> None:
    """It does not leave after all: its parcels are not asked about any more."""
    ctx.require(WRITE)
    ctx.db.run(
        """update tracked_parcels set status = 'cancelled', next_look_at = null, updated_at = %(now)s
           where tenant_id = %(tenant)s and fulfillment_id = %(id)s and status <> 'delivered'""",
        id=fulfillment_id,
        now=ctx.now,
    )


def look(work: Work, desk: Desk, tenant: UUID, parcel_id: UUID) -> bool:
    """Ask the carrier where the parcel is, and keep what it says; whether that was news. Twice is once."""
    system = Caller(tenant, SYSTEM)

    def begin(ctx: Context) -> tuple[Account, Row] | None:
        row = ctx.db.one(
            """update tracked_parcels p set looks = p.looks + 1, last_look_at = %(now)s, next_look_at = %(until)s
               where p.tenant_id = %(tenant)s and p.id = %(id)s and p.account_id is not null and p.next_look_at is not null
               returning p.account_id, p.tracking_number, p.carrier""",
            id=parcel_id,
            now=ctx.now,
            until=ctx.now + LEASE,
        )
        if row is None:
            return None
        try:
            return accounts.load(ctx, desk, row.account_id), row
        except CarrierAccountMissing:
            ctx.db.run(
                "update tracked_parcels set next_look_at = null where tenant_id = %(tenant)s and id = %(id)s",
                id=parcel_id,
            )
            return None

    begun = work.perform(system, begin)
    if begun is None:
        return False
    account, row = begun
    try:
        found = desk.find(account.provider).track(account, row.tracking_number, row.carrier)
    except (CarrierUnreachable, AccountRefused, NotOffered):
        work.perform(system, lambda ctx: _fail(ctx, parcel_id))
        return False
    return work.perform(system, lambda ctx: record(ctx, parcel_id, found))


def _fail(ctx: Context, parcel_id: UUID) -> None:
    ctx.db.run(
        """update tracked_parcels p set failures = p.failures + 1,
                  next_look_at = %(now)s + least(interval '2 minutes' * power(2, least(p.failures, 20)), %(longest)s)
           where p.tenant_id = %(tenant)s and p.id = %(id)s""",
        id=parcel_id,
        longest=BETWEEN,
        now=ctx.now,
    )


def record(ctx: Context, parcel_id: UUID, found: Tracking) -> bool:
    """Keep what a carrier says of a parcel; announces a new status. A parcel that arrived stays so."""
    row = ctx.db.one(
        """select p.order_id, p.fulfillment_id, p.status, p.carrier, p.tracking_number, p.created_at from tracked_parcels p
           where p.tenant_id = %(tenant)s and p.id = %(id)s for update""",
        id=parcel_id,
    )
    if row is None:
        raise TrackedParcelNotFound()
    if found.events:
        ctx.db.run(
            """insert into tracking_events (tenant_id, parcel_id, at, status, message, place, seen_at)
               select %(tenant)s, %(id)s, e.at, e.status, e.message, e.place, %(now)s
               from jsonb_to_recordset(%(events)s::jsonb) as e (at timestamptz, status text, message text, place text)
               on conflict do nothing""",
            id=parcel_id,
            events=msgspec.json.encode(found.events[-200:]).decode(),
            now=ctx.now,
        )
    is_news = found.status not in ("unknown", row.status) and row.status not in ENDED
    status = found.status if is_news else row.status
    last = _last(found, status, ctx.now)
    ctx.db.run(
        """update tracked_parcels set status = %(status)s, failures = 0, updated_at = %(now)s, next_look_at = %(next)s,
                  expected_on = coalesce(%(expected)s, expected_on),
                  tracking_url = case when tracking_url = '' then %(url)s else tracking_url end,
                  delivered_at = case when %(status)s = 'delivered' then coalesce(delivered_at, %(at)s) end
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=parcel_id,
        status=status,
        expected=found.expected_on,
        url=found.tracking_url,
        at=last.at,
        next=_next(status, row.created_at, ctx.now),
        now=ctx.now,
    )
    if is_news:
        events.emit(
            ctx,
            ShipmentTracked(
                aggregate_id=row.order_id,
                parcel_id=parcel_id,
                fulfillment_id=row.fulfillment_id,
                carrier=row.carrier,
                tracking_number=row.tracking_number,
                status=status,
                at=last.at,
                message=last.message,
            ),
        )
    return is_news


def _last(found: Tracking, status: str, now: datetime) -> TrackingEvent:
    fitting = [event for event in found.events if event.status == status and event.at <= now]
    return fitting[-1] if fitting else TrackingEvent(at=now, status=found.status)


def _next(status: str, since: datetime, now: datetime) -> datetime | None:
    if status in ENDED or now - since > GIVEN_UP:
        return None
    return now + (NEAR if status in _NEAR else BETWEEN)


def called(ctx: Context, account_id: UUID, callback: Callback) -> int:
    """A carrier said that there is news of a parcel: those of this account with that number are looked at at once; how many."""
    if callback.tracking_number is None:
        return 0
    rows = ctx.db.all(
        """update tracked_parcels p set next_look_at = %(now)s
           where p.tenant_id = %(tenant)s and p.account_id = %(account)s and p.tracking_number = %(number)s
             and p.next_look_at is not null
           returning p.id""",
        account=account_id,
        number=callback.tracking_number,
        now=ctx.now,
    )
    for row in rows:
        jobs.defer(ctx, LOOK, parcel_id=row.id.hex)
    return len(rows)


def account_at(ctx: Context, desk: Desk, callback_key: str) -> Account | None:
    """Whose callbacks come to this address."""
    account_id = ctx.db.value(
        """select a.id from carrier_accounts a
           where a.tenant_id = %(tenant)s and a.callback_key = %(key)s and a.status <> 'disconnected'""",
        key=callback_key,
    )
    return accounts.load(ctx, desk, account_id) if account_id is not None else None


_ROWS: LiteralString = """select p.id, p.store_id, p.order_id, p.fulfillment_id, p.carrier, p.tracking_number, p.tracking_url,
    p.status, p.expected_on, p.delivered_at, p.last_look_at, p.next_look_at,
    (select coalesce(json_agg(json_build_object('at', e.at, 'status', e.status, 'message', e.message, 'place', e.place)
                              order by e.at desc, e.message), '[]'::json)
     from tracking_events e where e.tenant_id = %(tenant)s and e.parcel_id = p.id) as events
from tracked_parcels p where p.tenant_id = %(tenant)s"""


def of_order(ctx: Context, order_id: UUID) -> list[TrackedParcel]:
    """All parcels of an order with what happened to them, oldest first. One statement."""
    ctx.require(READ)
    return [
        _view(row)
        for row in ctx.db.all(
            f"{_ROWS} and p.order_id = %(order)s order by p.created_at, p.id", order=order_id
        )
        if ctx.may(READ, store=row.store_id)
    ]


def _view(row: Row) -> TrackedParcel:
    return TrackedParcel(
        id=ids.public("parcel", row.id),
        order_id=ids.public("ord", row.order_id),
        fulfillment_id=ids.public("ful", row.fulfillment_id) if row.fulfillment_id else None,
        carrier=row.carrier,
        tracking_number=row.tracking_number,
        tracking_url=row.tracking_url,
        status=row.status,
        expected_on=row.expected_on,
        delivered_at=row.delivered_at,
        last_look_at=row.last_look_at,
        next_look_at=row.next_look_at,
        events=msgspec.convert(row.events, list[ParcelEvent]),
    )

"""Labels: asked for in a row, bought outside of any transaction, written down. What is cut off half-way is asked again with the
same key, so that it is paid once."""

from datetime import timedelta
from uuid import UUID, uuid5

import msgspec

from duka.kernel import events, ids, log, trail
from duka.kernel.context import SYSTEM, Context
from duka.kernel.db import Row
from duka.kernel.errors import Refusal
from duka.kernel.work import Caller, Work
from duka.shipping.carriers import label_queries
from duka.shipping.carriers.desk import Desk
from duka.shipping.carriers.errors import (
    AccountRefused,
    CancelRefused,
    CarrierAccountMissing,
    CarrierUnreachable,
    LabelAlreadyThere,
    LabelNotBought,
    LabelNotFound,
    NotOffered,
    ParcelRefused,
)
from duka.shipping.carriers.events import LabelBought, LabelCancelled
from duka.shipping.carriers.service import accounts
from duka.shipping.carriers.types import Account, Label, Parcel, Rate
from duka.shipping.carriers.views import ShippingLabel

WRITE = "orders:write"
LEASE = timedelta(seconds=60)
"""Whoever asks a carrier has the label for so long: longer than a carrier may take to answer."""
LONGEST_WAIT = timedelta(hours=1)
_log = log.get("carriers.labels")


class LabelAsked(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be bought, and for what. The same `key` gives the same label, once."""

    order_id: UUID
    store_id: UUID
    account_id: UUID
    service: str
    parcel: Parcel
    key: str
    fulfillment_id: UUID | None = None
    location_id: UUID | None = None


def quote(work: Work, caller: Caller, desk: Desk, account_id: UUID, parcel: Parcel) -> list[Rate]:
    """What this parcel would cost, cheapest first; nothing with a carrier that tells no rates. Refuses `CarrierAccountMissing`,
    `ParcelRefused`, `CarrierUnreachable`, `AccountRefused`."""

    def begin(ctx: Context) -> Account:
        account = accounts.load(ctx, desk, account_id)
        ctx.require(WRITE, store=account.store_id)
        return account

    account = work.perform(caller, begin)
    provider = desk.find(account.provider)
    if "quote" not in provider.about.can:
        return []
    _whole(parcel)
    return provider.quote(account, parcel)


def buy(work: Work, caller: Caller, desk: Desk, asked: LabelAsked) -> ShippingLabel:
    """Buy a label; it is *asked* while its carrier does not answer, and then bought by the sweeper. Not to be called within a
    transaction. Refuses `CarrierAccountMissing`, `NotOffered`, `LabelAlreadyThere`, `ParcelRefused`, `AccountRefused`."""
    label_id = work.perform(caller, lambda ctx: claim(ctx, desk, asked))
    return carry_out(work, caller, desk, label_id)


def claim(ctx: Context, desk: Desk, asked: LabelAsked) -> UUID:
    """The row that says what is asked for; nobody is asked yet. The same key is the same label."""
    ctx.require(WRITE, store=asked.store_id, location=asked.location_id)
    known = _by_key(ctx, asked.key)
    if known is not None:
        return known
    account = accounts.load(ctx, desk, asked.account_id)
    if account.store_id != asked.store_id or "label" not in desk.about(account.provider).can:
        raise NotOffered(carrier=account.name)
    carried = _whole(asked.parcel)
    label_id = ids.new_id()
    made = ctx.db.run(
        """insert into shipping_labels (tenant_id, id, store_id, order_id, fulfillment_id, location_id, account_id, provider,
                                        service, key, status, asked, actor, actor_name, due_at, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(store)s, %(order)s, %(fulfillment)s, %(location)s, %(account)s, %(provider)s,
                   %(service)s, %(key)s, 'asked', %(asked)s::jsonb, %(actor)s, %(name)s, %(due)s, %(now)s, %(now)s)
           on conflict do nothing""",
        id=label_id,
        store=asked.store_id,
        order=asked.order_id,
        fulfillment=asked.fulfillment_id,
        location=asked.location_id,
        account=asked.account_id,
        provider=account.provider,
        service=asked.service,
        key=asked.key,
        asked=carried,
        actor=ctx.actor.label,
        name=ctx.actor.name,
        due=ctx.now,
        now=ctx.now,
    )
    if not made:
        known = _by_key(ctx, asked.key)  # somebody else asked with the same key in this very moment
        if known is None:
            raise LabelAlreadyThere()
        return known
    trail.note(
        ctx,
        "label.asked",
        "order",
        asked.order_id,
        label_id=ids.public("label", label_id),
        carrier=account.name,
        service=asked.service,
    )
    return label_id


def _whole(parcel: Parcel) -> str:
    """The parcel as JSON, once it holds what every carrier needs. Refuses `ParcelRefused`."""
    said = msgspec.json.encode(parcel)
    try:
        msgspec.json.decode(said, type=Parcel)
    except msgspec.ValidationError as wrong:
        raise ParcelRefused(why=str(wrong)) from None
    return said.decode()


def _by_key(ctx: Context, key: str) -> UUID | None:
    found = ctx.db.value(
        "select l.id from shipping_labels l where l.tenant_id = %(tenant)s and l.key = %(key)s", key=key
    )
    return UUID(str(found)) if found is not None else None


def cancel(work: Work, caller: Caller, desk: Desk, label_id: UUID) -> ShippingLabel:
    """Give an unused label back to its carrier. Twice is once. Refuses `LabelNotFound`, `LabelNotBought`, `CancelRefused`."""

    def begin(ctx: Context) -> None:
        row = _held(ctx, label_id)
        ctx.require(WRITE, store=row.store_id, location=row.location_id)
        if row.status in ("cancelling", "cancelled"):
            return
        if row.status != "bought":
            raise LabelNotBought(status=row.status)
        ctx.db.run(
            """update shipping_labels set status = 'cancelling', tries = 0, due_at = %(now)s, updated_at = %(now)s
               where tenant_id = %(tenant)s and id = %(id)s""",
            id=label_id,
            now=ctx.now,
        )

    work.perform(caller, begin)
    return carry_out(work, caller, desk, label_id)


def key_of(fulfillment_id: UUID, given: str) -> str:
    """The key that the carrier sees: of this parcel alone, whatever somebody chose as theirs."""
    return f"duka-{uuid5(fulfillment_id, given).hex}"


class _Turn(msgspec.Struct, frozen=True):
    """What one run has taken on itself to ask."""

    account: Account
    status: str
    service: str
    key: str
    reference: str
    parcel: Parcel | None


def carry_out(work: Work, caller: Caller, desk: Desk, label_id: UUID) -> ShippingLabel:
    """Ask the carrier what the row wants, if nobody else is asking now, and write down what came of it. Raises what the carrier
    refused; a carrier that does not answer leaves the label as it is, due later."""
    turn = work.perform(caller, lambda ctx: _take(ctx, desk, label_id))
    if turn is None:
        return work.perform(caller, lambda ctx: label_queries.get(ctx, label_id))
    provider = desk.find(turn.account.provider)
    refused: Refusal | None = None
    bought: Label | None = None
    try:
        if turn.parcel is None:
            provider.cancel_label(turn.account, turn.reference)
        else:
            bought = provider.buy_label(turn.account, turn.parcel, turn.service, turn.key)
    except CarrierUnreachable as unreachable:
        why = unreachable.message
        return work.perform(caller, lambda ctx: _wait(ctx, label_id, why))
    except (ParcelRefused, CancelRefused, AccountRefused, NotOffered) as error:
        refused = error

    def record(ctx: Context) -> ShippingLabel:
        if refused is not None:
            _refuse(ctx, label_id, turn.status, refused.message)
        elif bought is not None:
            _keep(ctx, desk, turn.account, label_id, bought)
        else:
            _take_back(ctx, label_id)
        return label_queries.get(ctx, label_id)

    found = work.perform(caller, record)
    if refused is not None and caller.actor.kind != "system":
        raise refused
    return found


def sweep(work: Work, desk: Desk, tenant: UUID, label_id: UUID) -> None:
    """One label that was cut off half-way."""
    carry_out(work, Caller(tenant, SYSTEM), desk, label_id)


def _take(ctx: Context, desk: Desk, label_id: UUID) -> _Turn | None:
    row = ctx.db.one(
        """update shipping_labels l set tries = l.tries + 1, due_at = %(until)s, updated_at = %(now)s
           where l.tenant_id = %(tenant)s and l.id = %(id)s and l.status in ('asked', 'cancelling') and l.due_at <= %(now)s
           returning l.account_id, l.status, l.service, l.key, l.reference, l.asked""",
        id=label_id,
        now=ctx.now,
        until=ctx.now + LEASE,
    )
    if row is None:
        return None
    parcel = msgspec.convert(row.asked, Parcel) if row.status == "asked" else None
    try:
        account = accounts.load(ctx, desk, row.account_id)
    except CarrierAccountMissing as missing:
        _refuse(ctx, label_id, row.status, missing.message)
        return None
    return _Turn(account, row.status, row.service, row.key, row.reference, parcel)


def _keep(ctx: Context, desk: Desk, account: Account, label_id: UUID, label: Label) -> None:
    url = label.tracking_url or desk.find(account.provider).tracking_url(account, label.tracking_number)
    row = ctx.db.one(
        """update shipping_labels set status = 'bought', carrier = %(carrier)s, reference = %(reference)s,
                  tracking_number = %(number)s, tracking_url = %(url)s, cost_minor = %(cost)s, currency = %(currency)s,
                  format = %(format)s, file = %(file)s, asked = null, reason = '', due_at = null, tries = 0,
                  updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s and status = 'asked'
           returning order_id, fulfillment_id""",
        id=label_id,
        carrier=label.carrier or account.name,
        reference=label.reference,
        number=label.tracking_number,
        url=url,
        cost=label.cost_minor,
        currency=label.currency if label.cost_minor is not None else "",
        format=label.format,
        file=label.file,
        now=ctx.now,
    )
    if row is None:
        return
    events.emit(
        ctx,
        LabelBought(
            aggregate_id=row.order_id,
            label_id=label_id,
            fulfillment_id=row.fulfillment_id,
            carrier=label.carrier or account.name,
            service=label.service,
            tracking_number=label.tracking_number,
            tracking_url=url,
            cost_minor=label.cost_minor,
            currency=label.currency,
        ),
    )


def _take_back(ctx: Context, label_id: UUID) -> None:
    row = ctx.db.one(
        """update shipping_labels set status = 'cancelled', file = null, reason = '', due_at = null, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s and status = 'cancelling'
           returning order_id, fulfillment_id, carrier, tracking_number""",
        id=label_id,
        now=ctx.now,
    )
    if row is None:
        return
    events.emit(
        ctx,
        LabelCancelled(
            aggregate_id=row.order_id,
            label_id=label_id,
            fulfillment_id=row.fulfillment_id,
            carrier=row.carrier,
            tracking_number=row.tracking_number,
        ),
    )


def _refuse(ctx: Context, label_id: UUID, asked: str, why: str) -> None:
    """A refused purchase failed; a refused cancellation leaves the label bought."""
    order_id = ctx.db.value(
        """update shipping_labels l set status = case when l.status = 'asked' then 'failed' else 'bought' end,
                  asked = null, reason = %(why)s, due_at = null, updated_at = %(now)s
           where l.tenant_id = %(tenant)s and l.id = %(id)s and l.status = %(asked)s returning l.order_id""",
        id=label_id,
        asked=asked,
        why=why[:500],
        now=ctx.now,
    )
    if order_id is not None:
        trail.note(
            ctx, "label.refused", "order", order_id, label_id=ids.public("label", label_id), why=why[:500]
        )


def _wait(ctx: Context, label_id: UUID, why: str) -> ShippingLabel:
    """It is asked again: after 5 s, then ever more seldom."""
    ctx.db.run(
        """update shipping_labels l set reason = %(why)s, updated_at = %(now)s,
                  due_at = %(now)s + least(interval '5 seconds' * power(2, least(l.tries, 20) - 1), %(longest)s)
           where l.tenant_id = %(tenant)s and l.id = %(id)s and l.status in ('asked', 'cancelling')""",
        id=label_id,
        why=why[:500],
        longest=LONGEST_WAIT,
        now=ctx.now,
    )
    return label_queries.get(ctx, label_id)


def _held(ctx: Context, label_id: UUID) -> Row:
    row = ctx.db.one(
        """select l.store_id, l.location_id, l.status from shipping_labels l
           where l.tenant_id = %(tenant)s and l.id = %(id)s for update""",
        id=label_id,
    )
    if row is None:
        raise LabelNotFound()
    return row

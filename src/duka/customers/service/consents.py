"""What a customer agreed to hear of, by channel. Every answer is kept with its time, its place and the words that were read."""

from uuid import UUID

from duka.customers.events import CustomerConsented
from duka.customers.queries import CHANNELS, consents, require_self_or
from duka.kernel import events, ids
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput


def consent(
    ctx: Context, customer_id: UUID, channel: str, *, is_given: bool, source: str, wording: str = ""
) -> None:
    """The answer for one channel (email, sms) from now on; the same answer again changes nothing. Refuses `InvalidInput`,
    and what the customer's own profile refuses."""
    require_self_or(ctx, "customers:write", customer_id)
    if channel not in CHANNELS:
        raise InvalidInput({"channel": "choose email or sms"})
    known = next(c for c in consents(ctx, customer_id) if c.channel == channel)
    if known.is_given == is_given and (known.at or not is_given):
        return
    keep_consent(ctx, customer_id, channel, is_given=is_given, source=source, wording=wording)


def keep_consent(
    ctx: Context, customer_id: UUID, channel: str, *, is_given: bool, source: str, wording: str = ""
) -> None:
    """Writes the answer of somebody whom the caller has made sure of."""
    ctx.db.run(
        """insert into customer_consents (tenant_id, id, customer_id, channel, is_given, source, wording, origin, store_id, at)
           values (%(tenant)s, %(id)s, %(customer)s, %(channel)s, %(given)s, %(source)s, %(wording)s, %(origin)s,
                   (select s.id from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s), %(now)s)""",
        id=ids.new_id(),
        customer=customer_id,
        channel=channel,
        given=is_given,
        source=source[:60],
        wording=wording[:500],
        origin=ctx.origin[:300],
        store=ctx.store,
        now=ctx.now,
    )
    said = CustomerConsented(aggregate_id=customer_id, channel=channel, is_given=is_given, source=source[:60])
    events.emit(ctx, said)

"""An endpoint's life: made, changed, paused and resumed, deleted."""

from collections.abc import Collection, Sequence
from uuid import UUID

from duka.identity.sealing import Keyring
from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.plans import limits
from duka.stores.errors import StoreNotFound
from duka.webhooks import addresses, rules, signing
from duka.webhooks.errors import EndpointNotFound, TooManyEndpoints
from duka.webhooks.fan_out import MOST_ENDPOINTS
from duka.webhooks.inputs import EndpointChange, EndpointInput
from duka.webhooks.permissions import READ, WRITE
from duka.webhooks.queries import get_endpoint
from duka.webhooks.types import Endpoint, EndpointSecret


def create(
    ctx: Context, keyring: Keyring, data: EndpointInput, known: Collection[str], *, is_local: bool = False
) -> EndpointSecret:
    """A new endpoint, which hears of everything from now on, and its secret, told this once. `known`: the types of events there
    are. What its name resolves to is for the caller to ask first (`resolving.refuse_unreachable`), since that takes the network.
    Refuses `InvalidInput`, `StoreNotFound`, `TooManyEndpoints`."""
    store = ids.parse("store", data.store_id) if data.store_id else None
    _require(ctx, store)
    addresses.parse(data.url, is_local=is_local)
    chosen = _chosen(data.events, known)
    if store is not None and not ctx.db.value(
        "select 1 from stores where tenant_id = %(tenant)s and id = %(id)s", id=store
    ):
        raise StoreNotFound()
    ctx.db.run("select pg_advisory_xact_lock(hashtext('webhooks ' || %(tenant)s::text))")
    count = ctx.db.value(
        "select count(*) from webhook_endpoints where tenant_id = %(tenant)s and status <> 'deleted'"
    )
    if count >= MOST_ENDPOINTS:
        raise TooManyEndpoints(most=MOST_ENDPOINTS)
    limits.require_room(ctx, limits.INTEGRATIONS)
    endpoint_id, secret = ids.new_id(), signing.new_secret()
    ctx.db.run(
        """insert into webhook_endpoints (tenant_id, id, store_id, url, description, events, secret, created_by, created_at,
                                          updated_at)
           values (%(tenant)s, %(id)s, %(store)s, %(url)s, %(description)s, %(events)s, %(secret)s, %(by)s, %(now)s, %(now)s)""",
        id=endpoint_id,
        store=store,
        url=data.url,
        description=data.description.strip(),
        events=chosen,
        secret=signing.seal(keyring, secret),
        by=ctx.actor.name,
        now=ctx.now,
    )
    trail.note(
        ctx,
        "webhook.created",
        "webhook",
        endpoint_id,
        before={},
        after=_told(data.url, data.description.strip(), chosen),
        store_id=data.store_id,
    )
    return EndpointSecret(get_endpoint(ctx, endpoint_id), secret)


def update(
    ctx: Context,
    endpoint_id: UUID,
    data: EndpointChange,
    known: Collection[str],
    expected: int,
    *,
    is_local: bool = False,
) -> Endpoint:
    """What waits goes to the new address. `expected` is the version that was seen. Refuses `EndpointNotFound`,
    `VersionConflict`, `InvalidInput`."""
    row = locked(ctx, endpoint_id)
    if row.version != expected:
        raise VersionConflict()
    addresses.parse(data.url, is_local=is_local)
    chosen, description = _chosen(data.events, known), data.description.strip()
    ctx.db.run(
        """update webhook_endpoints set url = %(url)s, description = %(description)s, events = %(events)s,
             failing_since = case when url = %(url)s then failing_since end,
             warned_at = case when url = %(url)s then warned_at end,
             slow_until = case when url = %(url)s then slow_until end,
             updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=endpoint_id,
        url=data.url,
        description=description,
        events=chosen,
        now=ctx.now,
    )
    trail.note(
        ctx,
        "webhook.updated",
        "webhook",
        endpoint_id,
        before=_told(row.url, row.description, row.events),
        after=_told(data.url, description, chosen)
        | ({"is_url_changed": True} if data.url != row.url else {}),
    )
    return get_endpoint(ctx, endpoint_id)


def pause(ctx: Context, endpoint_id: UUID) -> Endpoint:
    """Nothing is sent until it is resumed; what it wants to hear of waits, up to 30 days. Twice is no mistake, and one that is
    switched off stays so. Refuses `EndpointNotFound`."""
    row = locked(ctx, endpoint_id)
    if row.status == "active":
        _turn(ctx, endpoint_id, "paused", row.status)
    return get_endpoint(ctx, endpoint_id)


def resume(ctx: Context, endpoint_id: UUID) -> Endpoint:
    """Sends what waited, and goes on; also one that was switched off by itself. Twice is no mistake. Refuses
    `EndpointNotFound`."""
    row = locked(ctx, endpoint_id)
    if row.status != "active":
        _turn(ctx, endpoint_id, "active", row.status)
    return get_endpoint(ctx, endpoint_id)


def delete(ctx: Context, endpoint_id: UUID) -> None:
    """Nothing more is sent to it; its secrets are forgotten; what was sent can be read for 30 days. Refuses
    `EndpointNotFound`."""
    row = locked(ctx, endpoint_id)
    ctx.db.run(
        """update webhook_endpoints set status = 'deleted', secret = '', previous_secret = null, previous_until = null,
             updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=endpoint_id,
        now=ctx.now,
    )
    cancel_waiting(ctx, endpoint_id)
    trail.note(
        ctx,
        "webhook.deleted",
        "webhook",
        endpoint_id,
        before=_told(row.url, row.description, row.events),
        after={},
    )


def locked(ctx: Context, endpoint_id: UUID) -> Row:
    """The endpoint's row, for a change by whoever may. Refuses `EndpointNotFound`, also where the caller sees nothing, and
    `Forbidden`."""
    ctx.require(WRITE)
    stores = ctx.stores_with(READ)
    row = ctx.db.one(
        """select e.id, e.store_id, e.url, e.description, e.events, e.status, e.secret, e.previous_secret, e.previous_until,
                  e.failing_since, e.warned_at, e.version
           from webhook_endpoints e where e.tenant_id = %(tenant)s and e.id = %(id)s and e.status <> 'deleted'
             and (%(stores)s::uuid[] is null or e.store_id = any(%(stores)s)) for update""",
        id=endpoint_id,
        stores=stores,
    )
    if row is None:
        raise EndpointNotFound()
    _require(ctx, row.store_id)
    return row


def cancel_waiting(ctx: Context, endpoint_id: UUID) -> None:
    """What waits for an endpoint that is switched off is not sent."""
    ctx.db.run(
        """update webhook_deliveries set status = 'cancelled'
           where tenant_id = %(tenant)s and endpoint_id = %(id)s and status = 'waiting'""",
        id=endpoint_id,
    )


def _turn(ctx: Context, endpoint_id: UUID, status: str, before: str) -> None:
    ctx.db.run(
        """update webhook_endpoints set status = %(status)s, disabled_reason = '', disabled_at = null, failing_since = null,
             warned_at = null, slow_until = null, updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=endpoint_id,
        status=status,
        now=ctx.now,
    )
    action = "webhook.resumed" if status == "active" else "webhook.paused"
    trail.note(ctx, action, "webhook", endpoint_id, before={"status": before}, after={"status": status})


def _require(ctx: Context, store: UUID | None) -> None:
    if store is None:
        ctx.require_everywhere(WRITE)
    else:
        ctx.require(WRITE, store=store)


def _chosen(events: Sequence[str], known: Collection[str]) -> list[str]:
    """In order, each once; only `*` where that is among them. Refuses `InvalidInput`."""
    if unknown := rules.unknown_choices(events, known):
        raise InvalidInput({"events": f"there are no events of this kind: {', '.join(unknown[:5])}"})
    return [rules.EVERYTHING] if rules.EVERYTHING in events else sorted(set(events))


def _told(url: str, description: str, events: Sequence[str]) -> dict[str, object]:
    return {"url": addresses.shown(url), "description": description, "events": list(events)}

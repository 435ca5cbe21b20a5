"""Webhooks: endpoints of the merchant's own systems, their secrets, and the log of what was sent to them."""

from datetime import datetime
from functools import cache
from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka import wiring
from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.identity.sealing import keyring
from duka.kernel.paging import Page
from duka.webhooks import queries
from duka.webhooks.catalogue import EventType, catalogue, known_types
from duka.webhooks.inputs import EndpointChange, EndpointInput, ReplayInput
from duka.webhooks.permissions import READ, WRITE
from duka.webhooks.resolving import refuse_unreachable
from duka.webhooks.service import endpoints, replaying, secrets
from duka.webhooks.types import DeliveryDetail, DeliveryLine, Endpoint, EndpointSecret, Replaying

TAGS = ["Admin: webhooks"]
ENDPOINT = "/webhook-endpoints/{endpoint:str}"
DELIVERY = "/webhook-deliveries/{delivery:str}"
_Choice = Annotated[str | None, Parameter(max_length=80, required=False)]
_Status = Annotated[
    str | None, Parameter(pattern="^(waiting|sending|delivered|failed|cancelled)$", required=False)
]
_Instant = Annotated[datetime | None, Parameter(required=False)]
_Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
_Limit = Annotated[int | None, Parameter(ge=1, le=100, required=False)]


@cache
def _known() -> frozenset[str]:
    return known_types(wiring.EVENT_MODULES)


@get("/webhook-events", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_webhook_events(call: NamedDependency[Call]) -> list[EventType]:
    """The types of events that an endpoint can choose from, with the JSON Schema of their `data`."""
    return catalogue(wiring.EVENT_MODULES)


@get("/webhook-endpoints", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_webhook_endpoints(
    call: NamedDependency[Call], cursor: _Cursor = None, limit: _Limit = None
) -> Page[Endpoint]:
    """Endpoints and how they do, newest first; without their secrets."""
    return call.read(lambda ctx: queries.list_endpoints(ctx, cursor=cursor, limit=limit))


@post("/webhook-endpoints", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_webhook_endpoint(
    call: NamedDependency[Call], data: JSONBody[EndpointInput]
) -> Response[EndpointSecret]:
    """A new endpoint. Its secret is told this once: a retry with the same Idempotency-Key is answered without it."""
    call.require_recent()
    config = call.services.config
    refuse_unreachable(data.url, is_local=config.is_webhook_local)
    answer: Response[Any] = call.write(
        lambda ctx: endpoints.create(ctx, keyring(config), data, _known(), is_local=config.is_webhook_local),
        status=201,
        kept=_without_secret,
    )
    return answer


@get(ENDPOINT, permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_webhook_endpoint(call: NamedDependency[Call], endpoint: FromPath[str]) -> Endpoint:
    """One endpoint and how it does."""
    return call.read(lambda ctx: queries.get_endpoint(ctx, uuid("whe", endpoint)))


@put(ENDPOINT, permission=WRITE, sync_to_thread=True, tags=TAGS)
def admin_update_webhook_endpoint(
    call: NamedDependency[Call],
    endpoint: FromPath[str],
    data: JSONBody[EndpointChange],
    if_match: IfMatch = None,
) -> Response[Endpoint]:
    """Its address, description and events. Needs If-Match with the version that you saw."""
    call.require_recent()
    version, id = version_of(if_match), uuid("whe", endpoint)
    is_local = call.services.config.is_webhook_local
    if call.read(lambda ctx: queries.get_endpoint(ctx, id)).url != data.url:
        refuse_unreachable(data.url, is_local=is_local)
    answer: Response[Any] = call.write(
        lambda ctx: endpoints.update(ctx, id, data, _known(), version, is_local=is_local)
    )
    return answer


@delete(ENDPOINT, permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_delete_webhook_endpoint(call: NamedDependency[Call], endpoint: FromPath[str]) -> None:
    """Nothing more is sent to it. What was sent can be read for 30 days."""
    call.write(lambda ctx: endpoints.delete(ctx, uuid("whe", endpoint)))


@post(ENDPOINT + "/pause", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_pause_webhook_endpoint(call: NamedDependency[Call], endpoint: FromPath[str]) -> Response[Endpoint]:
    """Nothing is sent until it is resumed; what happens meanwhile waits, up to 30 days."""
    answer: Response[Any] = call.write(lambda ctx: endpoints.pause(ctx, uuid("whe", endpoint)))
    return answer


@post(ENDPOINT + "/resume", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_resume_webhook_endpoint(call: NamedDependency[Call], endpoint: FromPath[str]) -> Response[Endpoint]:
    """Sends what waited and goes on; also for one that was switched off by itself."""
    answer: Response[Any] = call.write(lambda ctx: endpoints.resume(ctx, uuid("whe", endpoint)))
    return answer


@post(ENDPOINT + "/rotate-secret", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_rotate_webhook_secret(
    call: NamedDependency[Call], endpoint: FromPath[str]
) -> Response[EndpointSecret]:
    """A new secret, told this once; the present one signs too for 24 hours."""
    call.require_recent()
    keys = keyring(call.services.config)
    answer: Response[Any] = call.write(
        lambda ctx: secrets.rotate(ctx, keys, uuid("whe", endpoint)), kept=_without_secret
    )
    return answer


@post(ENDPOINT + "/end-rotation", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_end_webhook_rotation(call: NamedDependency[Call], endpoint: FromPath[str]) -> Response[Endpoint]:
    """The former secret signs no longer."""
    answer: Response[Any] = call.write(lambda ctx: secrets.end_rotation(ctx, uuid("whe", endpoint)))
    return answer


@post(ENDPOINT + "/test", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_test_webhook_endpoint(
    call: NamedDependency[Call], endpoint: FromPath[str]
) -> Response[DeliveryDetail]:
    """Sends a `webhook.test` message, once; look at the delivery a moment later for the answer."""
    answer: Response[Any] = call.write(lambda ctx: replaying.send_test(ctx, uuid("whe", endpoint)))
    return answer


@post(ENDPOINT + "/replay", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_replay_webhooks(
    call: NamedDependency[Call], endpoint: FromPath[str], data: JSONBody[ReplayInput]
) -> Response[Replaying]:
    """Sends again what was to be told in a time and ended so. The answer says how many; they go out by and by."""
    answer: Response[Any] = call.write(lambda ctx: replaying.replay_range(ctx, uuid("whe", endpoint), data))
    return answer


@get("/webhook-deliveries", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_webhook_deliveries(
    call: NamedDependency[Call],
    endpoint: _Choice = None,
    status: _Status = None,
    type: _Choice = None,
    webhook_id: _Choice = None,
    since: _Instant = None,
    until: _Instant = None,
    cursor: _Cursor = None,
    limit: _Limit = None,
) -> Page[DeliveryLine]:
    """The log, newest first: what was told to whom, and how that went."""
    id = uuid("whe", endpoint) if endpoint else None
    return call.read(
        lambda ctx: queries.list_deliveries(
            ctx,
            endpoint_id=id,
            status=status,
            type=type,
            webhook_id=webhook_id,
            since=since,
            until=until,
            cursor=cursor,
            limit=limit,
        )
    )


@get(DELIVERY, permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_webhook_delivery(call: NamedDependency[Call], delivery: FromPath[str]) -> DeliveryDetail:
    """One delivery: its body, and each attempt with its request and answer."""
    return call.read(lambda ctx: queries.get_delivery(ctx, uuid("whd", delivery)))


@post(DELIVERY + "/replay", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_replay_webhook(call: NamedDependency[Call], delivery: FromPath[str]) -> Response[DeliveryDetail]:
    """Sends it again, now; the `webhook-id` stays the same."""
    answer: Response[Any] = call.write(lambda ctx: replaying.replay(ctx, uuid("whd", delivery)))
    return answer


def _without_secret(made: EndpointSecret) -> EndpointSecret:
    return msgspec.structs.replace(made, secret="")


HANDLERS = [
    admin_list_webhook_events,
    admin_list_webhook_endpoints,
    admin_create_webhook_endpoint,
    admin_get_webhook_endpoint,
    admin_update_webhook_endpoint,
    admin_delete_webhook_endpoint,
    admin_pause_webhook_endpoint,
    admin_resume_webhook_endpoint,
    admin_rotate_webhook_secret,
    admin_end_webhook_rotation,
    admin_test_webhook_endpoint,
    admin_replay_webhooks,
    admin_list_webhook_deliveries,
    admin_get_webhook_delivery,
    admin_replay_webhook,
]

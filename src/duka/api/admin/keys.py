"""The keys of a merchant's systems."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, uuid
from duka.identity import keys
from duka.identity.types import ApiKey, NewKey

TAGS = ["Admin: keys"]


class KeyInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`kind`: publishable (needs `store_id`) or secret. Without scopes, all that its kind may hold. With `store_id` a
    secret key holds its scopes in that store alone."""

    kind: Annotated[str, msgspec.Meta(pattern="^(publishable|secret)$")]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    scopes: (
        Annotated[list[Annotated[str, msgspec.Meta(max_length=60)]], msgspec.Meta(max_length=100)] | None
    ) = None
    store_id: Annotated[str, msgspec.Meta(max_length=80)] | None = None
    expires_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None


class Rotation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For how many hours the present secret goes on working: 0 stops it at once."""

    overlap_hours: Annotated[int, msgspec.Meta(ge=0, le=720)] = 24


@get("/api-keys", permission="keys:read", sync_to_thread=False, tags=TAGS)
def admin_list_keys(call: NamedDependency[Call]) -> list[ApiKey]:
    """The keys that work, then those that are over; without their secrets."""
    return call.read(keys.list_api_keys)


@post("/api-keys", permission="keys:write", sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_key(call: NamedDependency[Call], data: JSONBody[KeyInput]) -> Response[NewKey]:
    """A new key. Nobody grants what they don't hold. Its text is told this once: a retry with the same Idempotency-Key makes
    no second key and is answered without it."""
    call.require_recent()
    store = uuid("store", data.store_id) if data.store_id else None
    answer: Response[Any] = call.write(
        lambda ctx: keys.create_key(ctx, data.kind, data.name, data.scopes, store, data.expires_at),
        status=201,
        kept=_without_secret,
    )
    return answer


@post("/api-keys/{key:str}/rotate", permission="keys:write", sync_to_thread=True, tags=TAGS, status_code=200)
def admin_rotate_key(
    call: NamedDependency[Call], key: FromPath[str], data: JSONBody[Rotation]
) -> Response[NewKey]:
    """A new secret for the same key; the present one works on for a while, so that programs can be changed one by one."""
    call.require_recent()
    answer: Response[Any] = call.write(
        lambda ctx: keys.rotate_key(ctx, uuid("key", key), data.overlap_hours), kept=_without_secret
    )
    return answer


@delete("/api-keys/{key:str}", permission="keys:write", sync_to_thread=True, tags=TAGS, status_code=204)
def admin_revoke_key(call: NamedDependency[Call], key: FromPath[str]) -> None:
    """The key stops working, everywhere within a second."""
    call.write(lambda ctx: keys.revoke_api_key(ctx, uuid("key", key)))


def _without_secret(made: NewKey) -> NewKey:
    return NewKey(made.id, "")


HANDLERS = [admin_list_keys, admin_create_key, admin_rotate_key, admin_revoke_key]

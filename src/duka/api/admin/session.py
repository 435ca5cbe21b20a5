"""Signing in, and the keys of a merchant's systems."""

from typing import Annotated, Any

import msgspec
from litestar import Request, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, bearer, uuid
from duka.identity import queries, service
from duka.identity.types import ApiKey

TAGS = ["Admin: session"]


class LogIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    email: Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Session(msgspec.Struct, frozen=True):
    """Send `token` as `Authorization: Bearer …`."""

    token: str


class KeyInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`kind`: publishable (needs `store_id`) or secret. Without scopes, all that its kind may hold."""

    kind: Annotated[str, msgspec.Meta(pattern="^(publishable|secret)$")]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    scopes: (
        Annotated[list[Annotated[str, msgspec.Meta(max_length=60)]], msgspec.Meta(max_length=100)] | None
    ) = None
    store_id: str | None = None


class NewKey(msgspec.Struct, frozen=True):
    """The key, shown this once."""

    key: str


@post("/session", permission="public", sync_to_thread=True, tags=TAGS, status_code=201)
def admin_log_in(call: NamedDependency[Call], data: JSONBody[LogIn]) -> Session:
    """Sign in as staff, for twelve hours."""
    return Session(service.log_in_staff(call.services.work, call.caller.tenant, data.email, data.password))


@delete("/session", permission="stores:read", sync_to_thread=True, tags=TAGS, status_code=204)
def admin_log_out(call: NamedDependency[Call], request: Request[Any, Any, Any]) -> None:
    """End this session."""
    call.write(lambda ctx: service.log_out(ctx, bearer(request) or ""))


@get("/api-keys", permission="keys:write", sync_to_thread=False, tags=TAGS)
def admin_list_keys(call: NamedDependency[Call]) -> list[ApiKey]:
    """All keys, without their secrets."""
    return call.read(queries.list_api_keys)


@post("/api-keys", permission="keys:write", sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_key(call: NamedDependency[Call], data: JSONBody[KeyInput]) -> NewKey:
    """A new key. Nobody grants what they don't hold."""
    store = uuid("store", data.store_id) if data.store_id else None
    key = call.read(lambda ctx: service.create_api_key(ctx, data.kind, data.name, data.scopes, store))
    return NewKey(key)


@delete("/api-keys/{key:str}", permission="keys:write", sync_to_thread=True, tags=TAGS, status_code=204)
def admin_revoke_key(call: NamedDependency[Call], key: FromPath[str]) -> None:
    """The key stops working, everywhere within a second."""
    call.write(lambda ctx: service.revoke_api_key(ctx, uuid("key", key)))


HANDLERS = [admin_log_in, admin_log_out, admin_list_keys, admin_create_key, admin_revoke_key]

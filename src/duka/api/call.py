"""One request to the API: who calls, for which tenant, and how its answer is made.

The tenant comes from the credential alone; the path's tenant must be the same or there is nothing here (404). Reads run
on the event loop, since they are one short statement; writes run in threads, since they may wait for a lock.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar
from uuid import UUID

import msgspec
from litestar import Request, Response
from litestar.datastructures import State
from litestar.params import FromPath, Parameter

from duka.access.operator_roles import OPERATORS
from duka.api import cookies
from duka.api.asking import address, origin
from duka.experiments import exposing
from duka.flags import queries as flags
from duka.identity import accounts, throttling
from duka.identity import queries as identity
from duka.identity.sealing import keyring
from duka.identity.types import Credential, SeenSession, SeenVisit
from duka.kernel import ids
from duka.kernel.context import Actor, Context
from duka.kernel.errors import (
    Forbidden,
    IdempotencyKeyRequired,
    NotFound,
    Unauthenticated,
)
from duka.kernel.idempotency import Answer, once
from duka.kernel.work import Caller
from duka.stores import queries as stores
from duka.tenants import queries as tenants
from duka.tenants.errors import TenantSuspended
from duka.tenants.types import PLATFORM, Tenant
from duka.wiring import Services

T = TypeVar("T")
JSON = "application/json"
_encode = msgspec.json.Encoder().encode


class StoreRequired(NotFound):
    """This key belongs to no store; name one with ?store=."""

    status = 422


class Call:
    """A request with a tenant and a caller. `services` holds what the process was built with."""

    __slots__ = ("_store", "caller", "kind", "request", "services", "session", "visit")

    def __init__(
        self,
        request: "Request[Any, Any, State]",
        services: Services,
        caller: Caller,
        kind: str,
        store: UUID | None,
        session: SeenSession | None = None,
        visit: SeenVisit | None = None,
    ) -> None:
        self.request = request
        self.visit = visit
        self.session = session
        self.services = services
        self.caller = caller
        self.kind = kind
        self._store = store

    @property
    def store(self) -> UUID:
        """The store that the call is about. Refuses `StoreRequired` when neither key nor query names one."""
        if self._store is None:
            raise StoreRequired()
        return self._store

    @property
    def place(self) -> UUID | None:
        """The store that the caller looks at, when the key or the query names one."""
        return self._store

    @property
    def token(self) -> str | None:
        """The secret of the cart or order that the caller holds."""
        return self.request.headers.get("cart-token") or self.request.headers.get("order-token")

    def guessing(self, what: str, act: Callable[[], T], account: str = "") -> T:
        """`act()`, which strangers could use for guessing `what`: too many refused ones from one address (or of one
        `account`) are slowed down. A merchant's own systems call for many people, and are not. Refuses `TooManyTries`."""
        if self.kind == "secret" or not self.services.config.rate_per_minute:
            return act()
        here, name = address(self.request), f"{what}:{self.caller.tenant.hex}:{account}"
        tries = throttling.log_in(name, here, None) if account else throttling.look_up(what, here)
        return throttling.watched(self.services.work, tries, act)

    def require_recent(self) -> None:
        """For what a thief of a session must not do. Refuses `RecentLogInRequired` when a password or another factor was
        last shown more than 15 minutes ago."""
        accounts.require_recent(self.session, self.services.work.clock())

    def read(self, ask: Callable[[Context], T]) -> T:
        return self.services.work.perform(self.caller, ask)

    def crowd(self, ask: Callable[[Context], bytes]) -> Response[Any]:
        """JSON that PostgreSQL made, the same for everybody with this key: the edge may keep it for a moment."""
        self.request.scope["state"]["keep"] = True
        return Response(self.services.work.perform(self.caller, ask), media_type=JSON)

    def write(
        self,
        act: Callable[[Context], object],
        *,
        status: int = 200,
        is_key_required: bool = False,
        tells_secret: bool = False,
        kept: Callable[[Any], object] | None = None,
    ) -> Response[Any]:
        """`act` once, its result as JSON. With an Idempotency-Key its answer is stored and replayed.

        Not so when it `tells_secret` to somebody we cannot tell from the next one, as a new cart does to an anonymous
        shopper: all of them share the shop's key, so whoever sends the same Idempotency-Key would get the first one's.
        What `kept` makes of a result is stored in place of it, and told to a retry: a secret is told once.
        """
        key = self.request.headers.get("idempotency-key")
        if key is None or tells_secret:
            if is_key_required:
                raise IdempotencyKeyRequired()
            return _respond(_answer(self.services.work.perform(self.caller, act), status))
        route = f"{self.request.method} {self.request.url.path}"
        # the shopper's secret is part of the request: a stored answer is replayed to who was answered, only
        body = self.request.scope["state"].get("body", b"") + b"\0" + (self.token or "").encode()
        told: list[Answer] = []

        def first(ctx: Context) -> Answer:
            result = act(ctx)
            told[:] = [_answer(result, status)]
            return told[0] if kept is None else _answer(kept(result), status)

        stored = self.services.work.perform(
            self.caller, lambda ctx: once(ctx, route, key, body, lambda: first(ctx))
        )
        return _respond(stored if stored.is_replayed else told[0])


def _answer(result: object, status: int) -> Answer:
    if result is None:
        return Answer(204, b"")
    body = result if isinstance(result, bytes) else _encode(result)
    return Answer(status, body)


def _respond(answer: Answer) -> Response[Any]:
    headers = dict(answer.headers)
    if answer.is_replayed:
        headers["Idempotent-Replayed"] = "true"
    if answer.status == 204:
        return Response(b"", status_code=204, headers=headers, media_type=None)
    return Response(answer.body, status_code=answer.status, headers=headers, media_type=JSON)


LOG_IN = frozenset({"admin_log_in", "admin_refresh_session"})
"""What there is of the platform's own company for who has no credential yet."""
MOST_VARIANTS = 20
"""Of experiments that one visitor takes part in."""


def bearer(request: "Request[Any, Any, State]") -> str | None:
    header = request.headers.get("authorization")
    if header:
        scheme, _, value = header.partition(" ")
        return value.strip() if scheme.lower() == "bearer" else None
    return request.headers.get("x-api-key")


async def provide_call(
    request: "Request[Any, Any, State]",
    tenant: FromPath[str],
    locale: Annotated[str | None, Parameter(max_length=10, required=False)] = None,
    store: Annotated[str | None, Parameter(max_length=80, required=False)] = None,
) -> Call:
    """Refuses `Unauthenticated`, another tenant's address (404), a lacking permission, a suspended tenant (but not to an
    operator who visits it). The platform's own company has of all this only what operators may hold (404)."""
    services: Services = request.app.state.services
    work = services.work
    if request.method not in {"GET", "HEAD"} and not request.route_handler.opt.get("is_upload"):
        request.scope["state"]["body"] = await request.body()
    permission = request.route_handler.opt["permission"]
    asked = tenants.find(work, tenant)
    is_platform = asked is not None and asked.id == PLATFORM
    if permission == "public":
        if asked is None or (is_platform and request.route_handler.handler_name not in LOG_IN):
            raise NotFound()
        anybody = Caller(asked.id, Actor("shopper"))
        _require_features(request, services, anybody)
        return Call(request, services, anybody, "public", None)
    credential = credential_of(request, services, asked)
    if credential is None:
        raise Unauthenticated()
    if asked is None or asked.id != credential.tenant:
        raise NotFound()
    if is_platform and permission not in OPERATORS:
        raise NotFound()
    visit = credential.visit
    if asked.status != "active" and visit is None and not _may_anyway(request, credential):
        raise TenantSuspended()
    is_for_visitors = visit is not None and request.route_handler.opt.get("is_for_visitors")
    if permission not in credential.permissions and not is_for_visitors:
        raise Forbidden(permission=permission)
    caller = credential.caller(
        locale=locale or language(request.headers.get("accept-language")),
        market=_market(request.headers.get("duka-market")),
        variants=_variants(request.headers.get("duka-variants")),
        request_id=request.scope["state"].get("request_id", ""),
        origin=origin(request),
    )
    caller = _require_features(request, services, caller)
    place = credential.store
    if place is None and store:
        place = work.perform(caller, lambda ctx: stores.find_store(ctx, store))
        if place is None:
            raise NotFound()
    if caller.variants:
        caller = msgspec.structs.replace(caller, variants=_believed(services, caller, place))
    if caller.grants and not any(grant.covers(permission, place, None) for grant in caller.grants):
        raise Forbidden(permission=permission)
    return Call(request, services, caller, credential.kind, place, credential.session, visit)


def features_of(options: Mapping[str, Any]) -> list[str]:
    """The features that a route needs: of the surface that it belongs to, and its own."""
    return [options[name] for name in ("module", "feature") if options.get(name)]


def _require_features(request: "Request[Any, Any, State]", services: Services, caller: Caller) -> Caller:
    """The caller, in no market where markets are off. Refuses `FeatureOff`."""
    wanted = features_of(request.route_handler.opt)
    if not wanted and not caller.market:
        return caller

    answer = flags.of_tenant(services.work, caller.tenant)
    for feature in wanted:
        flags.refuse_off(feature, answer(feature))
    if caller.market and not answer("markets").is_on:
        return msgspec.structs.replace(caller, market="")
    return caller


def credential_of(
    request: "Request[Any, Any, State]", services: Services, asked: Tenant | None
) -> Credential | None:
    """Who asks: by a bearer, or without one by the cookie of a browser that is logged in to the company. What a cookie
    allows is only done for our own pages. Refuses `FromAnotherSite`, `CsrfTokenWrong`."""
    text = bearer(request)
    if text:
        return identity.authenticate(
            services.work, text, keys=keyring(services.config), origin=origin(request)
        )
    cookie = cookies.session(request, asked.id) if asked else None
    found = identity.authenticate_cookie(services.work, cookie) if cookie else None
    if cookie and found is not None and request.method not in {"GET", "HEAD"}:
        cookies.refuse_forged(request, cookie)
    return found


def _may_anyway(request: "Request[Any, Any, State]", credential: Credential) -> bool:
    """What people of a suspended company still may, and its keys may not: routes with `when_suspended` (their own account,
    why it is suspended, taking their data with them)."""
    return credential.kind == "staff" and bool(request.route_handler.opt.get("when_suspended"))


def _market(header: str | None) -> str:
    """The handle of the market that a shop asks for; one that there is not is the store's own."""
    return header if header and len(header) <= 40 and header.isascii() and header.isprintable() else ""


def _variants(header: str | None) -> tuple[UUID, ...]:
    """The variants of experiments that this visitor is shown, with commas between. Refuses `MalformedId`."""
    named = [text.strip() for text in (header or "").split(",") if text.strip()]
    return tuple(ids.parse("expv", text) for text in named[:MOST_VARIANTS])


def _believed(services: Services, caller: Caller, place: UUID | None) -> tuple[UUID, ...]:
    """Of the variants that somebody says they are shown, those that the store gives to visitors now."""
    if place is None:
        return ()
    return services.work.perform(caller, lambda ctx: exposing.valid(ctx, place, caller.variants))


def language(header: str | None) -> str:
    """The first language of an Accept-Language header; the store answers in its own when it has no such words."""
    first = (header or "").split(",")[0].split(";")[0].split("-")[0].strip()
    return first if first.isalpha() and len(first) <= 3 else ""


def uuid(prefix: str, text: str) -> UUID:
    return ids.parse(prefix, text)

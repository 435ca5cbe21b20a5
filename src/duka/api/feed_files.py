"""Where channels fetch feeds: `/feeds/…`, an unguessable address for each. What is served lies ready; nothing is computed."""

import gzip
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.params import FromPath, Parameter

from duka.api.problems import problem
from duka.feeds import addresses, fetching
from duka.feeds.channels import MEDIA_TYPES
from duka.feeds.errors import FeedNotFound
from duka.feeds.fetching import Ready
from duka.flags import queries as flags
from duka.kernel.context import SYSTEM
from duka.kernel.errors import Refusal, Unauthenticated
from duka.kernel.work import Caller
from duka.tenants import queries as tenants
from duka.tenants.errors import TenantSuspended
from duka.wiring import Services

FEATURE = "feeds"
REVISION = "duka-feed-revision"


@get(
    "/feeds/{token:str}/{file:str}",
    permission="public",
    feature=FEATURE,
    sync_to_thread=True,
    include_in_schema=False,
)
def get_feed_file(
    request: Request[Any, Any, State],
    token: FromPath[str],
    file: FromPath[str],
    since: Annotated[int | None, Parameter(ge=0, le=2**62, required=False)] = None,
) -> Response[Any]:
    """The file; of JSON feeds also what changed after the revision `since`."""
    services: Services = request.app.state.services
    tenant = addresses.tenant_of(token)
    try:
        if tenant is None:
            raise FeedNotFound()
        caller = Caller(tenant, SYSTEM)
        if not flags.of_tenant(services.work, tenant)(FEATURE).is_on:
            raise FeedNotFound()
        headers = request.headers
        ready = services.work.perform(
            caller,
            lambda ctx: fetching.find(
                ctx, token, headers.get("authorization", ""), headers.get("user-agent", "")
            ),
        )
        company = tenants.find_by_id(services.work, tenant)
        if company is None or not company.is_active:
            raise TenantSuspended()
        if file != f"products.{ready.format}":
            raise FeedNotFound()
        told = _headers(ready)
        if since is not None and ready.format == "json":
            lines = services.work.perform(caller, lambda ctx: fetching.since(ctx, ready, since))
            return Response(lines, media_type=MEDIA_TYPES["json"], headers=told)
        if _is_known(request, ready):
            return Response(b"", status_code=304, headers=told, media_type=MEDIA_TYPES[ready.format])
        body = services.work.perform(caller, lambda ctx: fetching.file(ctx, ready.id))
    except Unauthenticated as refusal:
        answer = problem(request, refusal)
        answer.headers["WWW-Authenticate"] = 'Basic realm="feed", charset="UTF-8"'
        return answer
    except Refusal as refusal:
        return problem(request, refusal)
    if "gzip" in headers.get("accept-encoding", "").lower():
        packed = {**told, "content-encoding": "gzip"}
        return Response(body, media_type=MEDIA_TYPES[ready.format], headers=packed)
    return Response(gzip.decompress(body), media_type=MEDIA_TYPES[ready.format], headers=told)


def _headers(ready: Ready) -> dict[str, str]:
    return {
        "etag": f'W/"{ready.etag}"',
        "last-modified": format_datetime(ready.made_at, usegmt=True),
        "cache-control": "private, max-age=60",
        "vary": "accept-encoding",
        "x-robots-tag": "noindex",
        REVISION: str(ready.revision),
    }


def _is_known(request: Request[Any, Any, State], ready: Ready) -> bool:
    """If-None-Match is heard before If-Modified-Since (RFC 9110, 13.2.2)."""
    asked = request.headers.get("if-none-match")
    if asked is not None:
        return asked.strip() == "*" or ready.etag in asked
    try:
        seen = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return seen.tzinfo is not None and ready.made_at.replace(microsecond=0) <= seen


HANDLERS = [get_feed_file]

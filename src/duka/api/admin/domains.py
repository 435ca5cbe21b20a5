"""Domains of a store: added, proved, served."""

from typing import Any

import msgspec
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, uuid
from duka.control import domains, hosts
from duka.control.domains import Domain
from duka.control.proving import HttpFile
from duka.kernel.context import Context
from duka.stores import rules
from duka.stores.errors import HostInvalid
from duka.stores.service import domains as served

TAGS = ["Admin: stores"]


class DomainChoice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The primary host name is the one that the others lead to; only one that is verified can be it."""

    is_primary: bool = False


@get("/stores/{store_id:str}/domains", permission="stores:read", sync_to_thread=False, tags=TAGS)
def admin_list_domains(call: NamedDependency[Call], store_id: FromPath[str]) -> list[Domain]:
    """The store's host names, the primary one first, and what proves each."""
    target = uuid("store", store_id)
    return call.read(lambda ctx: domains.list_domains(ctx, target))


@put("/stores/{store_id:str}/domains/{host:str}", permission="stores:write", sync_to_thread=True, tags=TAGS)
def admin_set_domain(
    call: NamedDependency[Call], store_id: FromPath[str], host: FromPath[str], data: JSONBody[DomainChoice]
) -> Response[Domain]:
    """Adds a host name of your own: it serves the store once it is verified. Of a verified one: makes it the primary one."""
    target, name = uuid("store", store_id), _host(host)
    platform = hosts.own(call.services.config.base_url)

    def act(ctx: Context) -> Domain:
        return domains.get(ctx, target, domains.claim(ctx, target, name, platform))

    if not data.is_primary:
        answer: Response[Any] = call.write(act)
        return answer
    made = domains.make_primary(call.services.work, call.caller, target, rules.host(name) or "")
    return Response(made)


@post(
    "/stores/{store_id:str}/domains/{host:str}/check",
    permission="stores:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_check_domain(
    call: NamedDependency[Call], store_id: FromPath[str], host: FromPath[str]
) -> Response[Domain]:
    """Asks the host now whether it shows the token at `challenge_url`: verified, or failed and why."""
    proof = HttpFile(is_local=call.services.config.is_webhook_local)
    name = rules.host(_host(host)) or ""
    return Response(
        domains.check(call.services.work, call.caller, uuid("store", store_id), name, proof), status_code=200
    )


@delete(
    "/stores/{store_id:str}/domains/{host:str}",
    permission="stores:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_remove_domain(call: NamedDependency[Call], store_id: FromPath[str], host: FromPath[str]) -> None:
    """The store is no longer served at that host name."""
    served.remove_domain(call.services.work, call.caller, uuid("store", store_id), _host(host))


def _host(text: str) -> str:
    """Refuses `HostInvalid` for what no host name can be."""
    if len(text) > 260:
        raise HostInvalid(host=text[:100])
    return text


HANDLERS = [admin_list_domains, admin_set_domain, admin_check_domain, admin_remove_domain]

"""Domains of merchants' stores, by operators."""

from typing import Annotated

import msgspec
from litestar import Response, delete, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import uuid
from duka.api.control.call import ControlCall
from duka.control import details, domains, hosts
from duka.control.details import TenantDetails
from duka.stores import rules
from duka.stores.errors import HostInvalid

TAGS = ["Control: merchants"]


class DomainOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The store that it is to lead to."""

    store_id: Annotated[str, msgspec.Meta(max_length=80)]


@put("/tenants/{tenant:str}/domains/{host:str}", permission="tenants:write", sync_to_thread=True, tags=TAGS)
def control_verify_domain(
    call: NamedDependency[ControlCall], tenant: FromPath[str], host: FromPath[str], data: JSONBody[DomainOf]
) -> Response[TenantDetails]:
    """Serves a store at this host name from now on, proved by your word: look yourself whose it is."""
    target, work = uuid("ten", tenant), call.services.work
    platform = hosts.own(call.services.config.base_url)
    domains.operator_adds(work, call.caller, target, uuid("store", data.store_id), _host(host), platform)
    return Response(details.get(work, call.caller, target))


@delete(
    "/tenants/{tenant:str}/domains/{host:str}",
    permission="tenants:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def control_remove_domain(
    call: NamedDependency[ControlCall], tenant: FromPath[str], host: FromPath[str]
) -> None:
    """Neither served there nor claimed any more."""
    name = rules.host(_host(host)) or ""
    domains.operator_removes(call.services.work, call.caller, uuid("ten", tenant), name)


def _host(text: str) -> str:
    """Refuses `HostInvalid` for what no host name can be."""
    if len(text) > 260:
        raise HostInvalid(host=text[:100])
    return text


HANDLERS = [control_verify_domain, control_remove_domain]

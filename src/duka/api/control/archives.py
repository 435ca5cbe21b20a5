"""Whole companies: to an archive, and deleted for good with a certificate."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import uuid
from duka.api.control.call import ControlCall
from duka.control import archives, certificates, deleting, deletions
from duka.control.archives import Address, Archive
from duka.control.deletions import Certificate, Deletion
from duka.identity.sealing import keyring

TAGS = ["Control: archives and deletion"]
PDF = "application/pdf"
Slug = Annotated[str, msgspec.Meta(max_length=63)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=r"\S")]


class DeletionInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`slug` is the merchant's short name, typed again. `reason` is on the certificate."""

    slug: Slug
    reason: Words


class BeginInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`skip_because`: why not to wait until it is due; on the certificate too."""

    slug: Slug
    skip_because: Annotated[str, msgspec.Meta(max_length=500)] = ""


def addresses(call: ControlCall) -> Address:
    config = call.services.config
    return archives.addresses(keyring(config), config.base_url)


@post(
    "/tenants/{tenant:str}/exports",
    permission="tenants:export",
    sync_to_thread=True,
    tags=TAGS,
    status_code=202,
)
def control_start_tenant_export(
    call: NamedDependency[ControlCall], tenant: FromPath[str]
) -> Response[Archive]:
    """Everything of the merchant in one file, made by a job. Keys at providers are not in it (the command line can)."""
    made = archives.start(call.services.work, call.caller, uuid("ten", tenant))
    return Response(made, status_code=202)


@get("/tenants/{tenant:str}/exports", permission="tenants:read", sync_to_thread=True, tags=TAGS)
def control_list_tenant_exports(call: NamedDependency[ControlCall], tenant: FromPath[str]) -> list[Archive]:
    """The latest 50. The address of a file works for 15 minutes, for whoever holds it."""
    return archives.list_of(call.services.work, call.caller, uuid("ten", tenant), addresses(call))


@get("/deletions", permission="tenants:read", sync_to_thread=True, tags=TAGS)
def control_list_deletions(call: NamedDependency[ControlCall]) -> list[Deletion]:
    """Merchants that are being deleted or were: the latest 100."""
    return deletions.list_recent(call.services.work, call.caller)


@get("/tenants/{tenant:str}/deletion", permission="tenants:read", sync_to_thread=True, tags=TAGS)
def control_get_tenant_deletion(call: NamedDependency[ControlCall], tenant: FromPath[str]) -> Deletion:
    """How the deletion stands, also once the merchant is gone."""
    return deletions.get(call.services.work, call.caller, tenant)


@post(
    "/tenants/{tenant:str}/deletion",
    permission="tenants:delete",
    sync_to_thread=True,
    tags=TAGS,
    status_code=201,
)
def control_ask_tenant_deletion(
    call: NamedDependency[ControlCall], tenant: FromPath[str], data: JSONBody[DeletionInput]
) -> Response[Deletion]:
    """The first of two steps, for a closed merchant. Nothing is deleted yet."""
    work = call.services.work
    asked = deleting.ask(work, call.caller, uuid("ten", tenant), data.slug, data.reason)
    return Response(asked, status_code=201)


@post(
    "/tenants/{tenant:str}/deletion/begin",
    permission="tenants:delete",
    sync_to_thread=True,
    tags=TAGS,
    status_code=202,
)
def control_begin_tenant_deletion(
    call: NamedDependency[ControlCall], tenant: FromPath[str], data: JSONBody[BeginInput]
) -> Response[Deletion]:
    """The second step, after the waiting time or with a reason to skip it. There is no way back."""
    call.require_recent()
    work = call.services.work
    begun = deleting.begin(work, call.caller, uuid("ten", tenant), data.slug, data.skip_because)
    return Response(begun, status_code=202)


@post(
    "/tenants/{tenant:str}/deletion/cancel",
    permission="tenants:delete",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def control_cancel_tenant_deletion(
    call: NamedDependency[ControlCall], tenant: FromPath[str]
) -> Response[Deletion]:
    """As long as it has not begun."""
    return Response(deleting.cancel(call.services.work, call.caller, uuid("ten", tenant)))


@get("/tenants/{tenant:str}/deletion/certificate", permission="tenants:read", sync_to_thread=True, tags=TAGS)
def control_get_deletion_certificate(
    call: NamedDependency[ControlCall], tenant: FromPath[str]
) -> Certificate:
    """Canonical JSON as one text, and its SHA-256."""
    return deletions.certificate(call.services.work, call.caller, tenant)


@get(
    "/tenants/{tenant:str}/deletion/certificate.pdf",
    permission="tenants:read",
    sync_to_thread=True,
    tags=TAGS,
    media_type=PDF,
)
def control_get_deletion_certificate_pdf(
    call: NamedDependency[ControlCall], tenant: FromPath[str]
) -> Response[bytes]:
    """The same on paper."""
    found = deletions.certificate(call.services.work, call.caller, tenant)
    named = {"content-disposition": 'attachment; filename="certificate-of-deletion.pdf"'}
    return Response(certificates.pdf(found), media_type=PDF, headers=named)


HANDLERS = [
    control_start_tenant_export,
    control_list_tenant_exports,
    control_list_deletions,
    control_get_tenant_deletion,
    control_ask_tenant_deletion,
    control_begin_tenant_deletion,
    control_cancel_tenant_deletion,
    control_get_deletion_certificate,
    control_get_deletion_certificate_pdf,
]

"""Pictures: short-lived addresses for originals; renditions are public under /media."""

from typing import Annotated

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.params import Parameter

from duka.api.call import Call
from duka.media import queries as media


class SignedUrl(msgspec.Struct, frozen=True):
    url: str
    expires_at: str


@get("/media/signed-url", permission="media:read", sync_to_thread=True, tags=["Media"])
def get_signed_url(
    call: NamedDependency[Call], path: Annotated[str, Parameter(min_length=1, max_length=300)]
) -> SignedUrl:
    """An address of one file of this tenant that works for a few minutes; of all widths of a picture with `*.webp`, where a
    CDN or this installation serves them. It is the CDN's, the bucket's or this installation's own."""
    services = call.services
    found = media.signed_url(services.work, call.caller, services.storage, services.config, path)
    return SignedUrl(found.url, found.expires_at)


HANDLERS = [get_signed_url]

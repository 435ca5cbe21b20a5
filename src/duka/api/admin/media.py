"""Uploading pictures."""

from typing import Annotated

from litestar import post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body

from duka.api.call import Call
from duka.media import queries, service
from duka.media.types import Image


@post(
    "/media",
    permission="media:write",
    sync_to_thread=True,
    tags=["Admin: media"],
    status_code=201,
    is_upload=True,
)
def admin_upload(
    call: NamedDependency[Call], data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)]
) -> Image:
    """One picture (JPEG, PNG, WebP, AVIF or GIF, at most 20 MB), told by its content and not by its name."""
    services = call.services
    media_id = service.upload(services.work, call.caller, services.storage, data.file.read(), data.filename)
    return call.read(lambda ctx: queries.image(ctx, media_id))


HANDLERS = [admin_upload]

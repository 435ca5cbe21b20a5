"""The renditions of pictures: public, never changed, so kept by whoever carries them."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from duka.media.errors import MediaNotFound


@get(
    "/media/{tenant:str}/{media:str}/{file:str}",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
)
def get_rendition(
    request: Request[Any, Any, Any], tenant: FromPath[str], media: FromPath[str], file: FromPath[str]
) -> Response[bytes]:
    """One width of one picture."""
    data = request.app.state.services.storage.get(f"{tenant}/{media}/{file}")
    if data is None:
        raise MediaNotFound()
    return Response(
        data,
        media_type="image/webp",
        headers={
            "Cache-Control": "public, max-age=31536000, immutable",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Access-Control-Allow-Origin": "*",
        },
    )


HANDLERS = [get_rendition]

"""The renditions of pictures: public, never changed, so kept by whoever carries them."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from duka.media.errors import MediaNotFound
from duka.media.signing import verify
from duka.wiring import Services


@get(
    "/media/{tenant:str}/{media:str}/{file:str}",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
)
def get_rendition(
    request: Request[Any, Any, Any], tenant: FromPath[str], media: FromPath[str], file: FromPath[str]
) -> Response[bytes]:
    """One width of one picture. An address with a signature works as long as that says, and is kept no longer."""
    services: Services = request.app.state.services
    path, query = f"{tenant}/{media}/{file}", request.query_params
    is_signed = "signature" in query or "expires" in query
    if is_signed:
        now = services.work.clock()
        verify(services.config, path, query.get("expires", ""), query.get("signature", ""), now)
    data = services.storage.get(path)
    if data is None:
        raise MediaNotFound()
    return Response(
        data,
        media_type="image/webp",
        headers={
            "Cache-Control": "private, no-store" if is_signed else "public, max-age=31536000, immutable",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Access-Control-Allow-Origin": "*",
        },
    )


HANDLERS = [get_rendition]

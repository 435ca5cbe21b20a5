"""Where archives are fetched: `/archives/…`, an address that is signed and ends after minutes."""

from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.params import FromPath, Parameter
from litestar.response import File

from duka.api.problems import problem
from duka.control import archives
from duka.identity.sealing import keyring
from duka.kernel.errors import Refusal
from duka.wiring import Services

HEADERS = {"cache-control": "private, no-store", "x-robots-tag": "noindex"}


@get(
    "/archives/{tenant:str}/{archive:str}", permission="public", sync_to_thread=True, include_in_schema=False
)
def get_archive_file(
    request: Request[Any, Any, State],
    tenant: FromPath[str],
    archive: FromPath[str],
    expires: Annotated[str, Parameter(max_length=20)] = "",
    signature: Annotated[str, Parameter(max_length=100)] = "",
) -> File | Response[Any]:
    """The file, in a stream."""
    services: Services = request.app.state.services
    folder = services.config.data / "archives"
    try:
        path, name = archives.file_of(
            services.work, keyring(services.config), folder, tenant, archive, expires, signature
        )
    except Refusal as refusal:
        return problem(request, refusal)
    return File(path, filename=name, media_type="application/zip", headers=HEADERS)


HANDLERS = [get_archive_file]

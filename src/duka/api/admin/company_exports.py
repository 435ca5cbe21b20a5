"""Everything of one's own company in one file, for its owners."""

from litestar import Response, get, post
from litestar.di import NamedDependency

from duka.api.call import Call
from duka.control import archives
from duka.control.archives import Archive
from duka.identity.sealing import keyring

TAGS = ["Admin: imports and exports"]


@post("/company-exports", permission="exports:run", sync_to_thread=True, tags=TAGS, status_code=202)
def admin_start_company_export(call: NamedDependency[Call]) -> Response[Archive]:
    """All rows and pictures of the company, made by a job. Owners only; three a day."""
    call.require_recent()
    return call.write(archives.start_own, status=202)


@get("/company-exports", permission="exports:run", sync_to_thread=False, tags=TAGS)
def admin_list_company_exports(call: NamedDependency[Call]) -> list[Archive]:
    """The latest 50. The address of a file works for 15 minutes, for whoever holds it."""
    config = call.services.config
    address = archives.addresses(keyring(config), config.base_url)
    return call.read(lambda ctx: archives.list_own(ctx, address))


HANDLERS = [admin_start_company_export, admin_list_company_exports]

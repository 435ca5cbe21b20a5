"""Pages that a merchant writes, as shoppers read them. Which there are says `GET /store`."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath

from duka.api.call import Call
from duka.stores.pages import queries
from duka.stores.pages.types import StorePage


@get("/pages/{slug:str}", permission="stores:read", sync_to_thread=False, tags=["Store"])
def get_page(call: NamedDependency[Call], slug: FromPath[str]) -> StorePage:
    """A page by its address in any language, in yours: its `slug` is the address there."""
    return call.read(lambda ctx: queries.by_slug(ctx, call.store, slug))


HANDLERS = [get_page]

"""Which features this merchant has."""

from litestar import get
from litestar.di import NamedDependency

from duka.api.call import Call
from duka.flags import queries
from duka.flags.types import Feature


@get("/features", permission="stores:read", sync_to_thread=False, tags=["Admin: session"])
def admin_list_features(call: NamedDependency[Call]) -> list[Feature]:
    """What is switched on and off, and by whom. What is off answers 403, and the console hides it."""
    return call.read(queries.features)


HANDLERS = [admin_list_features]

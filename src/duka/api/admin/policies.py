"""The policies of the platform, as they bind this company."""

from litestar import get
from litestar.di import NamedDependency

from duka.api.call import Call
from duka.policies import queries
from duka.policies.types import PolicyView

TAGS = ["Admin: settings"]


@get("/policies", permission="settings:read", sync_to_thread=False, tags=TAGS)
def admin_list_policies(call: NamedDependency[Call]) -> list[PolicyView]:
    """What binds this company, where it binds, and who decided it."""
    return call.read(queries.list_policies)


HANDLERS = [admin_list_policies]

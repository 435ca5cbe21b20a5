"""What operators may hold. Their people, invitations and roles are at `/api/tenants/control/admin`, as a merchant's are."""

from litestar import get
from litestar.di import NamedDependency

from duka.access.operator_roles import OPERATORS
from duka.access.types import Permission
from duka.api.admin.staff import in_words
from duka.api.control.call import ControlCall
from duka.kernel.context import Context


@get("/permissions", permission="staff:read", sync_to_thread=False)
def control_list_permissions(call: NamedDependency[ControlCall]) -> list[Permission]:
    """Every permission that an operator may hold, in groups and in words."""

    def ask(ctx: Context) -> list[Permission]:
        ctx.require("staff:read")
        return in_words(ctx, OPERATORS)

    return call.read(ask)


HANDLERS = [control_list_permissions]

"""Who works here, what they may do, and the company's own roles."""

from collections.abc import Collection
from typing import Annotated, Any

from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.access import queries as access
from duka.access import service as roles
from duka.access import words
from duka.access.inputs import NewRole, RoleChange
from duka.access.roles import GRANTABLE
from duka.access.types import Permission, PermissionGroup, Role
from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.staff import inviting, queries, service
from duka.staff.inputs import Dismissal, GrantsChange, NewInvitation, StaffChange
from duka.staff.types import Person, StaffMember
from duka.wiring import PERMISSIONS

TAGS = ["Admin: staff"]
Text = Annotated[str | None, Parameter(max_length=100, required=False)]


@get("/permissions", permission="stores:read", sync_to_thread=False, tags=TAGS)
def admin_list_permissions(call: NamedDependency[Call]) -> list[Permission]:
    """Every permission that a role or key may hold, in groups and in words."""

    def ask(ctx: Context) -> list[Permission]:
        ctx.require("stores:read")
        return in_words(ctx, GRANTABLE)

    return call.read(ask)


def in_words(ctx: Context, permissions: Collection[str]) -> list[Permission]:
    """These permissions in the groups of the caller's company, in the caller's language."""
    return [
        Permission(
            name,
            PermissionGroup(group, words.group_name(group, ctx.locale, ctx.tenant)),
            words.permission_words(name, PERMISSIONS[name], ctx.locale),
            ctx.may(name),
        )
        for group in words.groups(ctx.tenant)
        for name in sorted(permissions)
        if words.group_of(name, ctx.tenant) == group
    ]


@get("/roles", permission="staff:read", sync_to_thread=False, tags=TAGS)
def admin_list_roles(call: NamedDependency[Call]) -> list[Role]:
    """The built-in roles and the company's own."""
    return call.read(access.list_roles)


@post(
    "/roles",
    permission="roles:write",
    feature="custom_roles",
    sync_to_thread=True,
    tags=TAGS,
    status_code=201,
)
def admin_create_role(call: NamedDependency[Call], data: JSONBody[NewRole]) -> Response[dict[str, str]]:
    """A role of the company's own. Nobody puts into it what they don't hold."""
    call.require_recent()
    answer: Response[Any] = call.write(
        lambda ctx: {"id": ids.public("role", roles.create_role(ctx, data))}, status=201
    )
    return answer


@patch(
    "/roles/{role:str}",
    permission="roles:write",
    feature="custom_roles",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_update_role(
    call: NamedDependency[Call], role: FromPath[str], data: JSONBody[RoleChange], if_match: IfMatch = None
) -> None:
    """Name, description, permissions, for everybody who has the role. Needs If-Match with the version that you saw."""
    call.require_recent()
    version = version_of(if_match)
    call.write(lambda ctx: roles.update_role(ctx, uuid("role", role), data, version))


@delete(
    "/roles/{role:str}",
    permission="roles:write",
    feature="custom_roles",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_delete_role(call: NamedDependency[Call], role: FromPath[str]) -> None:
    """Refused while somebody has the role."""
    call.write(lambda ctx: roles.delete_role(ctx, uuid("role", role)))


@get("/staff", permission="staff:read", sync_to_thread=False, tags=TAGS)
def admin_list_staff(
    call: NamedDependency[Call],
    status: Annotated[str | None, Parameter(pattern="^(invited|active|dismissed)$", required=False)] = None,
    role: Text = None,
    q: Text = None,
    cursor: Annotated[str | None, Parameter(max_length=300, required=False)] = None,
    limit: Annotated[int | None, Parameter(ge=1, le=100, required=False)] = None,
) -> Page[StaffMember]:
    """Who works or worked here, and who is invited, by name. `role` is a built-in role's name or `role_…`."""
    return call.read(
        lambda ctx: queries.list_staff(
            ctx, status=status, role=role, text=q or None, cursor=cursor, limit=limit
        )
    )


@post("/staff", permission="staff:write", sync_to_thread=True, tags=TAGS, status_code=201)
def admin_invite_staff(
    call: NamedDependency[Call], data: JSONBody[NewInvitation]
) -> Response[dict[str, str]]:
    """Invite somebody by e-mail. Nobody grants what they don't hold, nor where they don't."""
    call.require_recent()
    base_url = call.services.config.base_url

    def act(ctx: Context) -> dict[str, str]:
        return {"id": ids.public("staff", inviting.invite(ctx, data, base_url))}

    answer: Response[Any] = call.write(act, status=201)
    return answer


@get("/staff/{staff:str}", permission="staff:read", sync_to_thread=False, tags=TAGS)
def admin_get_staff(call: NamedDependency[Call], staff: FromPath[str]) -> Person:
    """Somebody, with all that they may do, and whether you may change it."""
    return call.read(lambda ctx: queries.get_person(ctx, uuid("staff", staff)))


@patch("/staff/{staff:str}", permission="staff:write", sync_to_thread=True, tags=TAGS, status_code=204)
def admin_update_staff(
    call: NamedDependency[Call], staff: FromPath[str], data: JSONBody[StaffChange], if_match: IfMatch = None
) -> None:
    """Another name. Needs If-Match with the version that you saw."""
    version = version_of(if_match)
    call.write(lambda ctx: service.rename(ctx, uuid("staff", staff), data.name, version))


@put("/staff/{staff:str}/grants", permission="staff:write", sync_to_thread=True, tags=TAGS, status_code=204)
def admin_set_grants(
    call: NamedDependency[Call], staff: FromPath[str], data: JSONBody[GrantsChange], if_match: IfMatch = None
) -> None:
    """All roles that somebody has, and where. Nobody changes their own. Needs If-Match with the version that you saw."""
    call.require_recent()
    version = version_of(if_match)
    call.write(lambda ctx: service.set_grants(ctx, uuid("staff", staff), data.grants, version))


@post("/staff/{staff:str}/dismiss", permission="staff:write", sync_to_thread=True, tags=TAGS, status_code=204)
def admin_dismiss_staff(call: NamedDependency[Call], staff: FromPath[str], data: JSONBody[Dismissal]) -> None:
    """They are logged out everywhere and have no rights any more. An owner remains."""
    call.write(lambda ctx: service.dismiss(ctx, uuid("staff", staff), revoke_keys=data.revoke_keys))


@delete(
    "/staff/{staff:str}/sessions", permission="staff:write", sync_to_thread=True, tags=TAGS, status_code=204
)
def admin_end_staff_sessions(call: NamedDependency[Call], staff: FromPath[str]) -> None:
    """Log somebody out everywhere; they can log in again."""
    call.write(lambda ctx: service.end_sessions(ctx, uuid("staff", staff)))


@post(
    "/staff/{staff:str}/invitation", permission="staff:write", sync_to_thread=True, tags=TAGS, status_code=204
)
def admin_resend_invitation(call: NamedDependency[Call], staff: FromPath[str]) -> None:
    """A new letter with a new link; the earlier link is dead."""
    base_url = call.services.config.base_url
    call.write(lambda ctx: inviting.resend(ctx, uuid("staff", staff), base_url))


@delete(
    "/staff/{staff:str}/invitation", permission="staff:write", sync_to_thread=True, tags=TAGS, status_code=204
)
def admin_withdraw_invitation(call: NamedDependency[Call], staff: FromPath[str]) -> None:
    """The link is dead and the rights are gone."""
    call.write(lambda ctx: inviting.withdraw(ctx, uuid("staff", staff)))


HANDLERS = [
    admin_list_permissions,
    admin_list_roles,
    admin_create_role,
    admin_update_role,
    admin_delete_role,
    admin_list_staff,
    admin_invite_staff,
    admin_get_staff,
    admin_update_staff,
    admin_set_grants,
    admin_dismiss_staff,
    admin_end_staff_sessions,
    admin_resend_invitation,
    admin_withdraw_invitation,
]

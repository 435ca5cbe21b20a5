"""Built-in roles against the vocabulary, and a company's own."""

from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
from tests import make
from tests.people import Shop

import duka
from duka.access import operator_words, queries, service, words
from duka.access.errors import (
    NobodyGrantsMore,
    OwnRoleStays,
    RoleEmpty,
    RoleInUse,
    RoleNameInvalid,
    RoleNameTaken,
    RoleNotFound,
    UnknownPermission,
)
from duka.access.inputs import GrantInput, NewRole, RoleChange
from duka.access.operator_roles import OPERATOR_ROLES, OPERATORS
from duka.access.roles import GRANTABLE, OWNER, ROLES, SHOPPER
from duka.access.types import Role
from duka.control import permissions as control_permissions
from duka.kernel.errors import Forbidden, VersionConflict
from duka.kernel.ids import public
from duka.kernel.work import Caller, Work
from duka.tenants.types import PLATFORM


def create(work: Work, caller: Caller, *permissions: str, name: str = "Picker") -> UUID:
    new = NewRole(name, list(permissions) or ["orders:read"])
    return work.perform(caller, lambda ctx: service.create_role(ctx, new))


def change(work: Work, caller: Caller, role: UUID, version: int = 1, **fields: object) -> None:
    given = RoleChange(**fields)  # type: ignore[arg-type]
    work.perform(caller, lambda ctx: service.update_role(ctx, role, given, version))


def listed(work: Work, caller: Caller) -> dict[str, Role]:
    return {role.name: role for role in work.perform(caller, queries.list_roles)}


def test_roles_know_every_permission_of_every_module_and_no_other() -> None:
    modules = sorted(Path(next(iter(duka.__path__))).glob("*/permissions.py"))
    known = {name for path in modules for name in import_module(f"duka.{path.parent.name}.permissions").NAMES}
    assert len(modules) > 5
    assert known == OWNER | OPERATORS, "each permission is held by an owner, and none that no module has"
    of_operators = set(control_permissions.NAMES)
    assert not OWNER & of_operators, "no merchant holds what is an operator's"
    assert OPERATORS - of_operators <= {"account:manage", "audit:read", "staff:read", "staff:write"}
    assert OWNER >= SHOPPER and all(held <= OWNER for held in ROLES.values())
    assert not any(name.endswith(":write") for name in ROLES["read-only"])
    assert ROLES["owner"] - ROLES["manager"] >= {"keys:write", "roles:write"}


def test_every_permission_has_a_group_and_is_told_in_french() -> None:
    assert {p for p in GRANTABLE if words.group_of(p) is None} == set()
    assert set(words.PERMISSIONS_IN_FRENCH) == GRANTABLE
    for role in ROLES:
        for locale in ("en", "fr-SN"):
            assert words.role_name(role, locale) and words.role_description(role, locale)


def test_every_permission_of_operators_has_a_group_and_is_told_in_french() -> None:
    listed = OPERATORS - {"account:manage"}
    assert {p for p in listed if words.group_of(p, PLATFORM) is None} == set()
    assert set(operator_words.PERMISSIONS_IN_FRENCH) == listed
    for locale in ("en", "fr-SN"):
        for role in OPERATOR_ROLES:
            assert words.role_name(role, locale, PLATFORM) != role
            assert words.role_description(role, locale, PLATFORM)


def test_a_role_is_made_told_and_granted(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    role = create(work, owner, "orders:read", "orders:write")
    make.staff(work, shop.tenant, public("role", role))
    found = listed(work, owner)
    picker = found["Picker"]
    assert (picker.permissions, picker.people, picker.is_builtin) == (
        ["orders:read", "orders:write"],
        1,
        False,
    )
    assert found["Owner"].people == 1 and found["Owner"].is_builtin
    manager = make.staff(work, shop.tenant, "manager")
    seen = listed(work, manager)
    assert seen["Picker"].may_grant and not seen["Owner"].may_grant and seen["Manager"].may_grant


def test_who_is_limited_may_grant_within_their_limits(work: Work, shop: Shop) -> None:
    limited = make.staff(work, shop.tenant, GrantInput("manager", [public("store", shop.store)]))
    seen = listed(work, limited)
    assert seen["Customer service"].may_grant and not seen["Owner"].may_grant


def test_a_role_is_checked(work: Work, shop: Shop, other_shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    role = create(work, owner)
    for name in ("", "  ", "x" * 61, "a\x07b"):
        with pytest.raises(RoleNameInvalid):
            create(work, owner, name=name)
    with pytest.raises(RoleNameTaken):
        create(work, owner, name=" PICKER ")
    second = create(work, owner, name="Packer")
    with pytest.raises(RoleNameTaken):
        change(work, owner, second, name="picker")
    for permissions, refusal in (
        ([], RoleEmpty),
        (["king:rule"], UnknownPermission),
        (["account:manage"], UnknownPermission),
    ):
        with pytest.raises(refusal):
            change(work, owner, role, permissions=permissions)
    with pytest.raises(VersionConflict):
        change(work, owner, role, 9, name="Other")
    with pytest.raises(RoleNotFound):
        change(work, make.staff(work, other_shop.tenant), role, name="Other")
    with pytest.raises(Forbidden):
        create(work, make.staff(work, shop.tenant, "manager"), name="Mine")
    change(work, owner, role, name="Picker of the depot", description=" Picks. ")
    assert listed(work, owner)["Picker of the depot"].description == "Picks."


def test_a_changed_role_changes_what_people_may_do(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    role = create(work, owner, "orders:read")
    bob = make.staff(work, shop.tenant, public("role", role)).actor.id
    assert bob is not None
    change(work, owner, role, permissions=["inventory:read"])
    (held,) = work.perform(owner, lambda ctx: queries.grants_of(ctx, bob))
    assert held.permissions == {"inventory:read"}


def test_permissions_that_the_program_forgot_are_ignored(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    role = create(work, owner, "orders:read")
    bob = make.staff(work, shop.tenant, public("role", role)).actor.id
    assert bob is not None
    work.perform(
        owner,
        lambda ctx: ctx.db.run(
            "update roles set permissions = permissions || '{faxes:send,account:manage}' where tenant_id = %(tenant)s"
        ),
    )
    (held,) = work.perform(owner, lambda ctx: queries.grants_of(ctx, bob))
    assert held.permissions == {"orders:read"} and listed(work, owner)["Picker"].permissions == [
        "orders:read"
    ]


def test_a_role_that_is_used_stays_and_says_by_whom(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    role = create(work, owner)
    make.staff(work, shop.tenant, public("role", role), name="Bob Beech")
    with pytest.raises(RoleInUse) as refusal:
        work.perform(owner, lambda ctx: service.delete_role(ctx, role))
    assert refusal.value.fields["people"] == "Bob Beech"
    unused = create(work, owner, name="Unused")
    work.perform(owner, lambda ctx: service.delete_role(ctx, unused))
    with pytest.raises(RoleNotFound):
        work.perform(owner, lambda ctx: service.delete_role(ctx, unused))
    assert "Unused" not in listed(work, owner) and "Picker" in listed(work, owner)


def test_editing_a_role_is_granting_it(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    editors = create(work, owner, "roles:write", "orders:read", name="Editors")
    editor = make.staff(work, shop.tenant, public("role", editors))
    weak, strong = (
        create(work, owner, "orders:read", name="Weak"),
        create(work, owner, "payments:write", name="Strong"),
    )
    with pytest.raises(OwnRoleStays):
        change(work, editor, editors, name="Mine")
    with pytest.raises(NobodyGrantsMore):
        change(work, editor, weak, permissions=["orders:read", "payments:write"])
    with pytest.raises(NobodyGrantsMore):
        change(work, editor, strong, permissions=["orders:read"])
    with pytest.raises(NobodyGrantsMore):
        work.perform(editor, lambda ctx: service.delete_role(ctx, strong))
    with pytest.raises(NobodyGrantsMore):
        create(work, editor, "payments:write", name="New")
    change(work, editor, weak, name="Weaker")


def test_roles_belong_to_the_whole_company(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    editors = create(work, owner, "roles:write", "orders:read", name="Editors")
    limited = make.staff(
        work, shop.tenant, GrantInput(public("role", editors), [public("store", shop.store)])
    )
    with pytest.raises(Forbidden):
        create(work, limited, "orders:read", name="Mine")


def test_the_list_takes_three_statements(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    for n in range(5):
        make.staff(work, shop.tenant, public("role", create(work, owner, name=f"R{n}")))
    work.perform(owner, queries.list_roles)
    assert work.last_statements <= 3

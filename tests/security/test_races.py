"""Two at once: whatever the order, a company keeps an owner, a letter lets one in, and a role that is gone is nobody's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from tests import make
from tests.people import PASSWORD, Shop

from duka.access import service as roles
from duka.access.inputs import GrantInput
from duka.identity import one_time
from duka.kernel.context import Context
from duka.kernel.errors import Refusal
from duka.kernel.ids import parse
from duka.kernel.work import Caller, Work
from duka.staff import inviting, service
from duka.staff.errors import InvitationOver
from duka.staff.inputs import NewInvitation

ROUNDS = 5


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Each act's refusal by name, or "" where it was done."""

    def run(act: Callable[[], object]) -> str:
        try:
            act()
        except Refusal as refusal:
            return type(refusal).__name__
        return ""

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def who(caller: Caller) -> UUID:
    assert caller.actor.id is not None
    return caller.actor.id


def owners(work: Work, shop: Shop) -> int:
    sql = """select count(*) from grants g join staff s on s.tenant_id = g.tenant_id and s.id = g.staff_id
             where g.tenant_id = %(tenant)s and s.tenant_id = %(tenant)s and g.role = 'owner' and s.is_active"""
    return int(work.perform(Caller(shop.tenant.id), lambda ctx: ctx.db.value(sql)))


def take(work: Work, caller: Caller, other: Caller, how: str) -> None:
    def act(ctx: Context) -> None:
        if how == "dismiss":
            service.dismiss(ctx, who(other))
        else:
            service.set_grants(ctx, who(other), [GrantInput("support")], 1)

    work.perform(caller, act)


@pytest.mark.parametrize("how", ["dismiss", "demote"])
def test_two_owners_cannot_remove_each_other(work: Work, how: str) -> None:
    for _ in range(ROUNDS):
        shop = make.shop(work)
        ann, ben = make.staff(work, shop.tenant), make.staff(work, shop.tenant)

        found = at_once(partial(take, work, ann, ben, how), partial(take, work, ben, ann, how))
        assert sorted(found)[0] == "" and sorted(found)[1] == "OwnersOnly", found
        assert owners(work, shop) == 1


def invited(work: Work, owner: Caller) -> tuple[UUID, str]:
    """Somebody, and the secret in their letter."""
    new = NewInvitation("bob@acorn.example", [GrantInput("support")])
    bob = work.perform(owner, lambda ctx: inviting.invite(ctx, new, "https://shop.example"))
    sql = "select text from mails where tenant_id = %(tenant)s order by created_at desc limit 1"
    text: str = work.perform(owner, lambda ctx: ctx.db.value(sql))
    return bob, text.partition("/console/account/join#token=")[2].split()[0]


def test_a_letter_lets_one_in(work: Work) -> None:
    for _ in range(ROUNDS):
        shop = make.shop(work)
        owner = make.staff(work, shop.tenant)
        _, token = invited(work, owner)
        found = at_once(*[partial(inviting.accept, work, token, f"Bob {n}", PASSWORD) for n in range(4)])
        assert sorted(found) == ["", *["InvitationOver"] * 3]


def test_withdrawing_and_accepting_do_not_both_happen(work: Work) -> None:
    for _ in range(ROUNDS):
        shop = make.shop(work)
        owner = make.staff(work, shop.tenant)
        bob, token = invited(work, owner)
        found = at_once(
            partial(inviting.accept, work, token, "Bob", PASSWORD),
            partial(work.perform, owner, partial(inviting.withdraw, staff_id=bob)),
        )
        assert sorted(found) in (["", "InvitationOver"], ["", "NotInvited"]), found


def test_a_role_is_not_deleted_under_somebody_who_gets_it(work: Work) -> None:
    for _ in range(ROUNDS):
        shop = make.shop(work)
        owner, second = make.staff(work, shop.tenant), make.staff(work, shop.tenant)
        bob = make.staff(work, shop.tenant, "read-only")
        role = make.role(work, shop.tenant, "orders:read")
        found = at_once(
            partial(work.perform, owner, partial(roles.delete_role, role_id=parse("role", role))),
            partial(
                work.perform,
                second,
                partial(service.set_grants, staff_id=who(bob), grants=[GrantInput(role)], version=1),
            ),
        )
        assert sorted(found) in (["", "RoleInUse"], ["", "UnknownRole"]), found


def test_a_secret_of_another_purpose_is_no_invitation(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    text = work.perform(
        owner, lambda ctx: one_time.issue(ctx, "letter", "reset_password", who(owner), timedelta(hours=1))
    )
    with pytest.raises(InvitationOver):
        inviting.look(work, text)

"""Invitations: a letter with a link that works once, for whoever it was sent to, while its sender may send it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.conftest import Clock
from tests.people import PASSWORD, Shop

from duka.access.errors import NobodyGrantsElsewhere, OwnersOnly
from duka.access.inputs import GrantInput
from duka.access.queries import grants_of
from duka.identity import keys
from duka.identity.errors import (
    EmailInvalid,
    NameInvalid,
    PasswordNamesYou,
    PasswordTooCommon,
    PasswordTooShort,
)
from duka.identity.passwords import verify_password
from duka.identity.queries import authenticate
from duka.identity.sections import SECURITY
from duka.kernel.errors import Forbidden
from duka.kernel.ids import public
from duka.kernel.work import Caller, Work
from duka.settings import service as settings
from duka.staff import inviting, queries, service
from duka.staff.errors import (
    AlreadyInvited,
    EmailDomainRefused,
    InvitationOver,
    NotInvited,
    StaffEmailTaken,
    StaffNotFound,
)
from duka.staff.inputs import NewInvitation

BASE = "https://shop.example"
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
BOB = "bob@acorn.example"


def invite(work: Work, caller: Caller, *grants: GrantInput, email: str = BOB, **more: Any) -> UUID:
    new = NewInvitation(email, list(grants) or [GrantInput("support")], **more)
    return work.perform(caller, lambda ctx: inviting.invite(ctx, new, BASE))


def letters(work: Work, shop: Shop, to: str = BOB) -> list[str]:
    rows = work.perform(
        Caller(shop.tenant.id),
        lambda ctx: ctx.db.all(
            "select text from mails where tenant_id = %(tenant)s and recipient = %(to)s order by created_at, id",
            to=to,
        ),
    )
    return [row.text for row in rows]


def token(work: Work, shop: Shop, to: str = BOB) -> str:
    """From the newest letter."""
    found = re.search(r"https://shop.example/console/account/join#token=(\S+)", letters(work, shop, to)[-1])
    assert found
    return found[1]


def accept(work: Work, text: str, name: str = "Bob Beech", password: str = PASSWORD) -> str:
    return inviting.accept(work, text, name, password, "10.0.0.7 Firefox").email


def test_an_invitation_is_seen_and_accepted(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant, name="Alice Acorn")
    here = public("store", shop.store)
    bob = invite(work, owner, GrantInput("support", [here]), GrantInput("cashier", [here]), locale="fr")
    (letter,) = letters(work, shop)
    assert "Alice Acorn souhaite que vous travailliez" in letter and "Service client, Caisse" in letter
    shown = inviting.look(work, token(work, shop))
    assert (shown.email, shown.inviter, shown.roles) == (BOB, "Alice Acorn", ["Service client", "Caisse"])
    assert shown.company == shop.tenant.name and shown.password_length >= 8
    before = work.perform(owner, lambda ctx: queries.get_person(ctx, bob))
    assert (
        before.status == "invited" and before.invitation is not None and before.invitation.by == "Alice Acorn"
    )
    welcome = inviting.accept(work, token(work, shop), " Bob Beech ", PASSWORD, "10.0.0.7 Firefox")
    assert (welcome.tenant, welcome.email) == (shop.tenant.slug, BOB)
    after = work.perform(owner, lambda ctx: queries.get_person(ctx, bob))
    assert (after.status, after.name, after.invitation) == ("active", "Bob Beech", None)
    row = work.perform(
        owner,
        lambda ctx: ctx.db.one(
            "select password_hash, email_verified_at from staff where tenant_id = %(tenant)s and id = %(id)s",
            id=bob,
        ),
    )
    assert (
        row is not None and verify_password(PASSWORD, row.password_hash) and row.email_verified_at is not None
    )
    told = work.perform(
        owner,
        lambda ctx: ctx.db.one(
            "select actor, origin from audit_log where tenant_id = %(tenant)s and action = 'staff.joined' and object = %(o)s",
            o=bob.hex,
        ),
    )
    assert told is not None and (told.actor, told.origin) == (f"staff:{bob.hex}", "10.0.0.7 Firefox")


def test_a_link_works_once(work: Work, shop: Shop) -> None:
    invite(work, make.staff(work, shop.tenant))
    text = token(work, shop)
    accept(work, text)
    for _ in range(2):
        with pytest.raises(InvitationOver):
            accept(work, text, "Mallory", "quite another secret")
        with pytest.raises(InvitationOver):
            inviting.look(work, text)


def test_a_link_ends_after_seven_days_and_a_new_letter_kills_it(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    owner = make.staff(work, shop.tenant)
    bob = invite(work, owner)
    text = token(work, shop)
    clock.now = NOON + timedelta(days=7) - timedelta(seconds=1)
    assert inviting.look(work, text).email == BOB
    clock.now = NOON + timedelta(days=7)
    with pytest.raises(InvitationOver):
        accept(work, text)
    state = work.perform(owner, lambda ctx: queries.get_person(ctx, bob)).invitation
    assert state is not None and state.is_expired
    work.perform(owner, lambda ctx: inviting.resend(ctx, bob, BASE))
    second = token(work, shop)
    work.perform(owner, lambda ctx: inviting.resend(ctx, bob, BASE))
    for dead in (text, second):
        with pytest.raises(InvitationOver):
            accept(work, dead)
    assert accept(work, token(work, shop)) == BOB
    with pytest.raises(NotInvited):
        work.perform(owner, lambda ctx: inviting.resend(ctx, bob, BASE))


def test_a_link_is_its_companys_own(work: Work, shop: Shop, other_shop: Shop) -> None:
    invite(work, make.staff(work, shop.tenant))
    bob = invite(work, make.staff(work, other_shop.tenant))
    text = token(work, shop)
    stolen = text.replace(shop.tenant.id.hex, other_shop.tenant.id.hex)
    for wrong in (stolen, "", "x", "lt_x_y", text[:-1], text + "A", "st_" + text[3:]):
        with pytest.raises(InvitationOver):
            accept(work, wrong)
    # the same address works in both companies, with a password for each
    accept(work, text, password="six geese a-laying")
    accept(work, token(work, other_shop), password="seven swans a-swimming")
    assert work.perform(Caller(other_shop.tenant.id), lambda ctx: service.person(ctx, bob)).is_active
    with pytest.raises(StaffNotFound):
        work.perform(make.staff(work, shop.tenant), lambda ctx: inviting.withdraw(ctx, bob))


def test_a_withdrawn_invitation_is_dead_and_leaves_nobody(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    bob = invite(work, owner)
    text = token(work, shop)
    work.perform(owner, lambda ctx: inviting.withdraw(ctx, bob))
    with pytest.raises(InvitationOver):
        accept(work, text)
    with pytest.raises(StaffNotFound):
        work.perform(owner, lambda ctx: queries.get_person(ctx, bob))
    assert invite(work, owner) != bob


def test_somebody_who_left_is_invited_as_who_they_were(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    bob = invite(work, owner)
    accept(work, token(work, shop))
    work.perform(owner, lambda ctx: service.dismiss(ctx, bob))
    assert invite(work, owner, GrantInput("finance")) == bob
    work.perform(owner, lambda ctx: inviting.withdraw(ctx, bob))
    assert work.perform(owner, lambda ctx: queries.get_person(ctx, bob)).status == "dismissed"
    invite(work, owner, GrantInput("finance"))
    accept(work, token(work, shop), password="another one for bob")
    shown = work.perform(owner, lambda ctx: queries.get_person(ctx, bob))
    assert (shown.status, [g.role for g in shown.grants]) == ("active", ["finance"])


def test_an_invitation_is_checked(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    with pytest.raises(EmailInvalid):
        invite(work, owner, email="nobody")
    with pytest.raises(NameInvalid):
        invite(work, owner, name="a\nb")
    invite(work, owner)
    with pytest.raises(AlreadyInvited):
        invite(work, owner, email=BOB.upper())
    text = token(work, shop)
    for name, password, refusal in (
        (" ", PASSWORD, NameInvalid),
        ("Bob", "short", PasswordTooShort),
        ("Bob", "password1234", PasswordTooCommon),
        ("Bob Beech", "bobbeechacorn", PasswordNamesYou),
    ):
        with pytest.raises(refusal):
            accept(work, text, name, password)
    accept(work, text)
    with pytest.raises(StaffEmailTaken):
        invite(work, owner)


def test_only_addresses_of_the_companys_domains_where_it_says_so(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    security = {"invitation_domains": ["acorn.example"]}
    work.perform(Caller(shop.tenant.id), lambda ctx: settings.save(ctx, SECURITY, None, security, 0))
    with pytest.raises(EmailDomainRefused):
        invite(work, owner, email="bob@elsewhere.example")
    invite(work, owner)


def test_who_may_invite(work: Work, shop: Shop) -> None:
    second = public("store", make.store(work, shop.tenant))
    here = public("store", shop.store)
    limited = make.staff(work, shop.tenant, GrantInput("manager", [here]))
    with pytest.raises(Forbidden):
        invite(work, make.staff(work, shop.tenant, "support"))
    with pytest.raises(OwnersOnly):
        invite(work, make.staff(work, shop.tenant, "manager"), GrantInput("owner"))
    for stores in (None, [second], [here, second]):
        with pytest.raises(NobodyGrantsElsewhere):
            invite(work, limited, GrantInput("support", stores))
    invite(work, limited, GrantInput("support", [here]))


@pytest.mark.parametrize("left", ["dismissed", "demoted", "moved"])
def test_an_invitation_is_as_good_as_its_sender(work: Work, shop: Shop, left: str) -> None:
    owner, sender = make.staff(work, shop.tenant), make.staff(work, shop.tenant, "manager")
    bob = invite(work, sender)
    assert sender.actor.id is not None
    person, second = sender.actor.id, public("store", make.store(work, shop.tenant))
    acts: dict[str, Callable[[Any], None]] = {
        "dismissed": lambda ctx: service.dismiss(ctx, person),
        "demoted": lambda ctx: service.set_grants(ctx, person, [GrantInput("finance")], 1),
        "moved": lambda ctx: service.set_grants(ctx, person, [GrantInput("manager", [second])], 1),
    }
    work.perform(owner, acts[left])
    with pytest.raises(InvitationOver):
        accept(work, token(work, shop))
    work.perform(owner, lambda ctx: inviting.resend(ctx, bob, BASE))
    accept(work, token(work, shop))


def test_a_revoked_keys_invitation_is_dead(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    made = work.perform(owner, lambda ctx: keys.create_key(ctx, "secret", "HR", None))
    found = work.perform(owner, lambda ctx: keys.list_api_keys(ctx))[0]
    assert found.id == made.id
    credential = authenticate(work, made.key)
    assert credential is not None
    invite(work, credential.caller())
    assert inviting.look(work, token(work, shop)).inviter == "HR"
    work.perform(owner, lambda ctx: keys.revoke_api_key(ctx, UUID(hex=made.id.removeprefix("key_"))))
    with pytest.raises(InvitationOver):
        accept(work, token(work, shop))


def test_who_is_invited_holds_nothing_until_they_come(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    bob = invite(work, owner, GrantInput("finance"))
    row = work.perform(owner, lambda ctx: service.person(ctx, bob))
    assert not row.is_active
    assert work.perform(owner, lambda ctx: len(grants_of(ctx, bob))) == 1
    stored = work.perform(
        owner,
        lambda ctx: ctx.db.value(
            "select string_agg(t::text, '') from one_time_tokens t where tenant_id = %(tenant)s"
        ),
    )
    assert token(work, shop).rsplit("_", 1)[1] not in stored

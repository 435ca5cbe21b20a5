"""Somebody who works in a company, at its door: what the tests of logging in stand on."""

import re
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from tests.people import ALICE, PASSWORD, Shop

from duka.identity import logging_in, sessions, totp
from duka.identity.logging_in import Asker, Person
from duka.identity.sealing import Keyring
from duka.kernel.context import SYSTEM, Actor, Context
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.staff import service as staff

T = TypeVar("T")
KEYS = Keyring(("a secret of the tests",))
BASE_URL = "https://duka.example"


def address() -> str:
    """Of a network that no other test is in."""
    return f"2001:db8:{new_id().hex[-4:]}:{new_id().hex[-8:-4]}::1"


def asker(where: str = "", device: str = "", is_limited: bool = True) -> Asker:
    """Somebody at `where`, or at a place where nobody was before."""
    place = where or address()
    return Asker(place, f"{place} Firefox", device, BASE_URL, is_limited)


def own_email() -> str:
    """An address that no other test has."""
    return f"alice-{new_id().hex[-12:]}@acorn.example"


def hire(
    work: Work, shop: Shop, email: str = ALICE.email, password: str = PASSWORD, role: str = "owner"
) -> UUID:
    system = Caller(shop.tenant.id, SYSTEM)
    return work.perform(system, lambda ctx: staff.create_staff(ctx, email, ALICE.name, password, role))


def person(shop: Shop, staff_id: UUID) -> Caller:
    """Somebody who is logged in."""
    return Caller(
        shop.tenant.id,
        Actor("staff", staff_id, ALICE.name),
        frozenset({"account:manage"}),
        origin="192.0.2.1 Mobile",
    )


def knock(work: Work, email: str, password: str = PASSWORD, who: Asker | None = None) -> list[Person]:
    return logging_in.check_password(work, KEYS, who or asker(), email, password)


def enter(work: Work, shop: Shop, staff_id: UUID) -> str:
    """The cookie of a browser that is logged in."""
    return work.perform(person(shop, staff_id), lambda ctx: sessions.open_web(ctx, staff_id))


def set_up_totp(work: Work, shop: Shop, staff_id: UUID, code: Callable[[str], str]) -> str:
    """The secret of the app, once a code of it was shown."""
    who = person(shop, staff_id)
    secret = work.perform(who, lambda ctx: totp.begin(ctx, KEYS)).secret
    work.perform(who, lambda ctx: totp.confirm(ctx, KEYS, code(secret)))
    return secret


def as_system(work: Work, shop: Shop, act: Callable[[Context], T]) -> T:
    return work.perform(Caller(shop.tenant.id, SYSTEM), act)


def as_person(work: Work, who: Person, act: Callable[[Context], T]) -> T:
    """What somebody who is logged in does with their own account."""
    held = frozenset({"account:manage"})
    return work.perform(Caller(who.tenant, Actor("staff", who.id, who.name), held), act)


def letters(work: Work, shop: Shop) -> list[Any]:
    """All letters of the company, the newest first."""
    return as_system(
        work,
        shop,
        lambda ctx: ctx.db.all(
            "select * from mails where tenant_id = %(tenant)s order by created_at desc, id desc"
        ),
    )


def link_token(letter: Any) -> str:
    found = re.search(r"#token=(\S+)", letter.text)
    assert found is not None, letter.text
    return found[1]


def actions(work: Work, shop: Shop) -> list[str]:
    """What the trail says was done, in its order."""
    rows = as_system(
        work,
        shop,
        lambda ctx: ctx.db.all("select action from audit_log where tenant_id = %(tenant)s order by at, id"),
    )
    return [row.action for row in rows]

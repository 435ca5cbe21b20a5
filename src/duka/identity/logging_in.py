"""Logging in: a password, and a second factor where the account has one; or a passkey alone.

Nothing tells whether an e-mail address is known here: an unknown one costs a hash too, both are refused in the same words,
and the surface answers refusals no sooner than after `SLOWEST`.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from duka.identity import devices, one_time, passkeys, recovery, sessions, throttling, totp
from duka.identity.bearers import tenant_of
from duka.identity.directory import companies_of
from duka.identity.errors import LogInExpired, PasskeyRefused, WrongCode, WrongLogin
from duka.identity.notices import tell
from duka.identity.passkeys import Site
from duka.identity.passwords import hash_password, is_outdated, verify_password
from duka.identity.sealing import Keyring
from duka.kernel import trail
from duka.kernel.context import SYSTEM, Actor, Context
from duka.kernel.work import Caller, Work
from duka.tenants.types import PLATFORM

T = TypeVar("T")
SLOWEST = 0.3
"""Seconds after which a refusal is told, whatever it took to find out."""
STEP = "second_step"
STEP_LASTS = timedelta(minutes=10)


class Asker(msgspec.Struct, frozen=True):
    """Who stands at the door: from where (`origin`: address and program), with which device cookie. `is_limited` is off
    where the installation has no rate limits."""

    address: str
    origin: str
    device: str = ""
    base_url: str = ""
    is_limited: bool = True
    request_id: str = ""

    def caller(self, tenant: UUID, actor: Actor = SYSTEM) -> Caller:
        """Somebody in this tenant, on behalf of whoever stands at the door."""
        return Caller(tenant, actor, request_id=self.request_id, origin=self.origin)


class Person(msgspec.Struct, frozen=True):
    """Somebody who works in a company and showed the right password."""

    tenant: UUID
    id: UUID
    email: str
    name: str
    has_totp: bool
    has_passkey: bool = False

    @property
    def second_step(self) -> list[str]:
        """What they must show next, one of: code, passkey; nothing for those who are in. A merchant's people with a passkey
        alone may use it or their password; an operator's password never suffices."""
        if self.has_totp:
            return ["code", "passkey"]
        return ["passkey"] if self.has_passkey and self.tenant == PLATFORM else []

    def caller(self, asker: Asker) -> Caller:
        return asker.caller(self.tenant, Actor(sessions.audience(self.tenant), self.id, self.name))


class _Candidate(msgspec.Struct, frozen=True):
    person: Person
    password_hash: str


def check_password(
    work: Work, keys: Keyring, asker: Asker, email: str, password: str, tenant: UUID | None = None
) -> list[Person]:
    """Everybody with this address whose password it is: in `tenant`, or in all companies. Refuses `WrongLogin`,
    `TooManyTries`."""
    address = email.strip().lower().replace("\x00", "")
    device = devices.recognise(keys, asker.device, address)
    tries = throttling.log_in(address, asker.address, device) if asker.is_limited else []
    throttling.take(work, tries)
    tenants = [tenant] if tenant else companies_of(work, address)
    known = [found for one in tenants if (found := _find(work, one, address)) is not None]
    right = [found for found in known if verify_password(password, found.password_hash)]
    if not known:
        verify_password(password, None)
    if not right:
        for one in known:
            _note_failure(work, asker, one.person)
        raise WrongLogin()
    throttling.forgive(work, tries)
    for one in right:
        if is_outdated(one.password_hash):
            _renew_hash(work, one.person, password)
    return [one.person for one in right]


def begin_second_step(work: Work, asker: Asker, person: Person) -> str:
    """What the second factor must be shown with, for ten minutes and five tries."""

    def act(ctx: Context) -> str:
        return one_time.issue(ctx, "step", STEP, person.id, STEP_LASTS, email=person.email)

    return work.perform(person.caller(asker), act)


def second_step(
    work: Work,
    asker: Asker,
    step: str,
    show: Callable[[Context, UUID], None],
    enter: Callable[[Context, UUID], T],
) -> tuple[Person, T]:
    """Lets in whoever shows the second factor: `show` refuses those who cannot. Refuses `LogInExpired`, `TooManyTries`."""
    tenant = tenant_of(step, "step")
    if tenant is None:
        raise LogInExpired()
    claimed = work.perform(asker.caller(tenant), lambda ctx: one_time.try_with(ctx, step, STEP))
    found = _find_by_id(work, tenant, claimed.subject_id) if claimed else None
    if found is None:
        raise LogInExpired()
    tries = throttling.factor(found.id, asker.address) if asker.is_limited else []
    throttling.take(work, tries)

    def act(ctx: Context) -> T:
        show(ctx, found.id)
        if one_time.spend(ctx, step, STEP) is None:
            raise LogInExpired()
        return enter(ctx, found.id)

    try:
        entered = work.perform(found.caller(asker), act)
    except WrongCode:
        _note_failure(work, asker, found, "code")
        raise
    throttling.forgive(work, tries)
    return found, entered


def with_passkey(
    work: Work,
    keys: Keyring,
    asker: Asker,
    site: Site,
    answer: dict[str, Any],
    enter: Callable[[Context, UUID], T],
) -> tuple[Person, T]:
    """Lets in whoever holds the passkey. Refuses `PasskeyRefused`, `TooManyTries`."""
    tenant, person_id = passkeys.holder_of(answer)
    tries = throttling.factor(person_id, asker.address) if asker.is_limited else []
    throttling.take(work, tries)
    found = _find_by_id(work, tenant, person_id)
    if found is None:
        raise PasskeyRefused()

    def act(ctx: Context) -> T:
        passkeys.check(ctx, keys, site, person_id, answer)
        return enter(ctx, person_id)

    entered = work.perform(found.caller(asker), act)
    throttling.forgive(work, tries)
    return found, entered


def show_code(ctx: Context, keys: Keyring, base_url: str, person: UUID, code: str) -> None:
    """A code of the app, or a recovery code, which is told by letter. Refuses `WrongCode`."""
    if totp.check(ctx, keys, person, code):
        return
    if not recovery.spend(ctx, person, code):
        raise WrongCode()
    tell(ctx, person, "recovery_code_used", base_url)


def note_entry(ctx: Context, person: UUID, how: str) -> None:
    """The trail's entry of a log-in; `how` is web or api."""
    trail.note(ctx, "staff.logged_in", "staff", person, how=how)


def _find(work: Work, tenant: UUID, email: str) -> _Candidate | None:
    row = work.perform(
        Caller(tenant),
        lambda ctx: ctx.db.one(
            """select s.id, s.email, s.name, s.password_hash, f.staff_id is not null as has_totp,
                 exists (select from passkeys p where p.tenant_id = %(tenant)s and p.staff_id = s.id) as has_passkey
               from staff s
               left join totp_factors f on f.tenant_id = s.tenant_id and f.tenant_id = %(tenant)s and f.staff_id = s.id
                 and f.confirmed_at is not null
               where s.tenant_id = %(tenant)s and s.email = %(email)s and s.is_active""",
            email=email,
        ),
    )
    if row is None:
        return None
    person = Person(tenant, row.id, row.email, row.name, row.has_totp, row.has_passkey)
    return _Candidate(person, row.password_hash)


def _find_by_id(work: Work, tenant: UUID, person: UUID) -> Person | None:
    row = work.perform(
        Caller(tenant),
        lambda ctx: ctx.db.one(
            """select s.id, s.email, s.name from staff s
               where s.tenant_id = %(tenant)s and s.id = %(id)s and s.is_active""",
            id=person,
        ),
    )
    return Person(tenant, row.id, row.email, row.name, True) if row else None


def _renew_hash(work: Work, person: Person, password: str) -> None:
    renewed = hash_password(password)
    work.perform(
        Caller(person.tenant),
        lambda ctx: ctx.db.run(
            "update staff set password_hash = %(hash)s where tenant_id = %(tenant)s and id = %(id)s",
            hash=renewed,
            id=person.id,
        ),
    )


def _note_failure(work: Work, asker: Asker, person: Person, what: str = "password") -> None:
    work.perform(
        asker.caller(person.tenant, Actor("shopper")),
        lambda ctx: trail.note(ctx, "staff.log_in_failed", "staff", person.id, wrong=what),
    )

"""The verb: a company signs itself up."""

import hashlib
from uuid import UUID

import msgspec

from duka.identity import accounts, logging_in, sessions, throttling
from duka.identity.emails import normal_email
from duka.identity.logging_in import Asker, Person
from duka.identity.names import checked_name
from duka.identity.passwords import check_strength, verify_password
from duka.identity.sections import Security
from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row, Tx
from duka.kernel.text import slugify
from duka.kernel.work import Caller, Work
from duka.mail.rendering import language
from duka.registration import countries, opening
from duka.registration import plan as plans
from duka.registration.countries import Country
from duka.registration.errors import CompanyNameInvalid, CountryUnknown
from duka.staff import service as staff
from duka.tenants import service as tenants


class Registration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`locale`: of the owner and the shop; without it the country's. `store_name`: the company's when it is empty."""

    company: str
    name: str
    email: str
    password: str
    country: str
    locale: str = ""
    store_name: str = ""


def register(
    work: Work, asker: Asker, new: Registration, key: str = "", plan: str = ""
) -> tuple[Person, str]:
    """A tenant with its owner, who is logged in at once (the second value is their cookie), and a store that can sell:
    currency, language, time zone and tax as the country suggests, a location, cash on delivery, bank transfer, a flat
    shipping rate; on `plan`, and on trial for as long as that says. A letter asks to confirm the address.

    The same form within ten minutes (with the same `key`, if one is given) finds what the first one made. Refuses
    `CompanyNameInvalid`, `NameInvalid`, `EmailInvalid`, `CountryUnknown`, weak passwords, `TooManyTries`.
    """
    country, new = _checked(new)
    if asker.is_limited:
        throttling.take(work, throttling.sign_up(asker.address))
    words = f"{new.email}\0{new.company.casefold()}\0{country.code}\0{key}"

    def begin(tx: Tx, made: UUID) -> None:
        plans.begin(tx, made, plan, work.clock(), by="registration")

    tenant = tenants.register(
        work, hashlib.sha256(words.encode()).digest(), slugify(new.company), new.company, begin
    )
    owner = work.perform(Caller(tenant), lambda ctx: _owner(ctx, new.email))
    if owner is not None and (owner.has_totp or not verify_password(new.password, owner.password_hash)):
        # somebody else's form with these words, or no fresh sign-up any more: a company of its own
        anew = hashlib.sha256(ids.secret_token().encode()).digest()
        tenant, owner = tenants.register(work, anew, slugify(new.company), new.company, begin), None
    if owner is None:
        system = asker.caller(tenant)
        owner = work.perform(system, lambda ctx: _settle(ctx, new, country, asker.base_url))
    person = Person(tenant, owner.id, new.email, owner.name, False)

    def enter(ctx: Context) -> str:
        logging_in.note_entry(ctx, person.id, "web")
        return sessions.open_web(ctx, person.id)

    return person, work.perform(person.caller(asker), enter)


def _checked(new: Registration) -> tuple[Country, Registration]:
    company, store = new.company.strip(), new.store_name.strip() or new.company.strip()
    if not all(1 <= len(name) <= 200 and name.isprintable() for name in (company, store)):
        raise CompanyNameInvalid()
    name, email = checked_name(new.name), normal_email(new.email)
    country = countries.find(new.country)
    if country is None:
        raise CountryUnknown()
    check_strength(new.password, (name, email, company, store), Security().password_length)
    locale = language(new.locale) if new.locale else country.locale
    return country, Registration(company, name, email, new.password, country.code, locale, store)


def _settle(ctx: Context, new: Registration, country: Country, base_url: str) -> Row:
    """All of the company in one transaction. Whoever comes second waits, and finds it."""
    ctx.db.run("select pg_advisory_xact_lock(hashtextextended(%(tenant)s::text, 0))")
    owner = _owner(ctx, new.email)
    if owner is not None:
        return owner
    staff_id = staff.create_staff(ctx, new.email, new.name, new.password)
    ctx.db.run(
        """update staff set locale = %(locale)s, email_verified_at = null
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=staff_id,
        locale=new.locale,
    )
    opening.open_store(ctx, new.store_name, country, new.locale, new.email)
    accounts.send_verification(ctx, staff_id, base_url)
    trail.note(ctx, "company.registered", "tenant", ctx.tenant, company=new.company, country=country.code)
    return _owner(ctx, new.email)


def _owner(ctx: Context, email: str) -> Row | None:
    return ctx.db.one(
        """select id, name, password_hash, exists (
                    select from totp_factors f where f.tenant_id = %(tenant)s and f.staff_id = s.id) as has_totp
           from staff s where s.tenant_id = %(tenant)s and s.email = %(email)s and s.is_active""",
        email=email,
    )

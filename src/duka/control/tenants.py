"""Operators make a merchant: the company, its plan, its owner (by letter) and a first store, in one transaction."""

import hashlib
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from duka.access.inputs import GrantInput
from duka.control.deeds import Deed, on
from duka.control.within import within
from duka.identity.emails import normal_email
from duka.identity.names import checked_name
from duka.kernel.text import slugify
from duka.kernel.work import Caller, Work
from duka.mail.rendering import language
from duka.registration import countries, opening
from duka.registration import plan as plans
from duka.registration.errors import CountryUnknown
from duka.staff import inviting
from duka.staff.inputs import NewInvitation
from duka.tenants import service as tenants
from duka.tenants.errors import TenantSlugTaken

WRITE = "tenants:write"


class NewTenant(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`slug`: made of the company's name when it is empty. `country`: ISO 3166-1; it suggests currency, language, time zone,
    tax and shipping of the first store. `plan`: a handle, none without one. `trial_days`: the plan's own when it is left
    out, 0 for no trial."""

    company: Annotated[str, Meta(min_length=1, max_length=200)]
    owner_email: Annotated[str, Meta(min_length=3, max_length=254)]
    owner_name: Annotated[str, Meta(max_length=200)] = ""
    country: Annotated[str, Meta(min_length=2, max_length=2)]
    slug: Annotated[str, Meta(max_length=63)] = ""
    store_name: Annotated[str, Meta(max_length=200)] = ""
    locale: Annotated[str, Meta(max_length=10)] = ""
    plan: Annotated[str, Meta(max_length=40)] = ""
    trial_days: Annotated[int, Meta(ge=0, le=365)] | None = None


def create(work: Work, caller: Caller, new: NewTenant, base_url: str) -> UUID:
    """A merchant that can sell, whose owner is invited by letter. The same within ten minutes finds what the first one made.
    Refuses `TenantNameInvalid`, `TenantSlugInvalid`, `TenantSlugTaken`, `EmailInvalid`, `NameInvalid`, `CountryUnknown`,
    `PlanNotFound`, `PlanArchived`."""
    checked = _checked(new)
    with on(work, caller, None, WRITE) as deed:
        key = hashlib.sha256(b"operator\0" + msgspec.json.encode(checked)).digest()
        known = tenants.known_sign_up(deed.tx, key, deed.now)
        if known is not None:
            deed.entries += 1  # it was told when it was made
            return known
        tenant = tenants.enrol(
            deed.tx,
            key,
            deed.now,
            name=checked.company,
            wanted=slugify(checked.company),
            exactly=checked.slug,
        )
        plans.begin(
            deed.tx, tenant, checked.plan, deed.now, by=caller.actor.label, trial_days=checked.trial_days
        )
        settle(work, deed, tenant, checked, base_url)
        made = {"name": checked.company, "plan": checked.plan, "country": checked.country}
        deed.note("tenant.created", after=made, tenant=tenant)
    return tenant


def settle(work: Work, deed: Deed, tenant: UUID, new: NewTenant, base_url: str) -> None:
    """The first store, and the letter to the owner; in the deed's transaction. Refuses `CountryUnknown` and as `invite`."""
    country = countries.find(new.country)
    if country is None:
        raise CountryUnknown()
    locale = language(new.locale) if new.locale else country.locale
    with within(work, deed, tenant, locale) as ctx:
        opening.open_store(ctx, new.store_name or new.company, country, locale, new.owner_email)
        owner = NewInvitation(new.owner_email, [GrantInput("owner")], new.owner_name, locale)
        inviting.invite(ctx, owner, base_url)


def _checked(new: NewTenant) -> NewTenant:
    company = tenants.checked_name(new.company)
    slug = new.slug.strip()
    if slug in tenants.RESERVED:
        raise TenantSlugTaken(slug=slug)
    return msgspec.structs.replace(
        new,
        company=company,
        slug=slug,
        store_name=tenants.checked_name(new.store_name) if new.store_name.strip() else "",
        owner_email=normal_email(new.owner_email),
        owner_name=checked_name(new.owner_name) if new.owner_name.strip() else "",
        country=new.country.upper(),
    )

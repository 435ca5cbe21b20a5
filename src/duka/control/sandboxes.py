"""Sandboxes: places to try things, each a tenant of its own beside the merchant's.

It has a store as in the merchant's country, a few goods, the merchant's plan, and the merchant's owners with the passwords that
they have there. Nothing leaves it: no account of a real payment provider can be connected, letters and texts to customers stay
in the post office's log (those to its own people go out), search engines are told to stay away.
"""

from uuid import UUID

import msgspec

from duka.access.inputs import GrantInput
from duka.catalog.service.plain_products import PlainProduct, create_plain_products
from duka.control.deeds import Deed, on, require
from duka.control.within import within
from duka.identity.people import me
from duka.kernel import ids, money, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import Refusal
from duka.kernel.text import slugify
from duka.kernel.work import Caller, Work
from duka.pricing import service as pricing
from duka.pricing.inputs import NewPrice
from duka.registration import countries, opening
from duka.staff import granting
from duka.stores import service as stores
from duka.stores.inputs import PaymentMethod
from duka.tenants import service as tenants
from duka.tenants.errors import TenantStateRefused

WRITE = "sandboxes:write"
OPERATE = "tenants:write"
MOST = 3
NAME = {"en": "{name} (sandbox)", "fr": "{name} (bac à sable)"}
GOODS: dict[str, tuple[tuple[str, int], ...]] = {
    "en": (
        ("Try-out basket", 2400),
        ("Try-out coffee, 250 g", 890),
        ("Try-out shirt", 1990),
        ("Try-out mug", 1200),
    ),
    "fr": (
        ("Panier d’essai", 2400),
        ("Café d’essai, 250 g", 890),
        ("Chemise d’essai", 1990),
        ("Tasse d’essai", 1200),
    ),
}
"""Title and price in hundredths of a euro; elsewhere about as many of the smallest coins that are in use."""
WAYS = {
    "en": (
        ("sandbox", "Card (sandbox)"),
        ("sandbox_mobile", "Mobile money (sandbox)"),
        ("cash_on_delivery", "Cash on delivery"),
    ),
    "fr": (
        ("sandbox", "Carte (bac à sable)"),
        ("sandbox_mobile", "Mobile money (bac à sable)"),
        ("cash_on_delivery", "Paiement à la livraison"),
    ),
}


class TooManySandboxes(Refusal):
    """A company has {most} places to try things at most. Ask the platform to delete one that nobody needs."""


class SandboxOfSandbox(Refusal):
    """This is a place to try things itself. Make another one from the company that it belongs to."""


class Sandbox(msgspec.Struct, frozen=True):
    """A place to try things: its company and where it is in the console."""

    id: str
    slug: str
    name: str
    status: str


def list_mine(ctx: Context) -> list[Sandbox]:
    """Of the caller's company, the oldest first."""
    ctx.require(WRITE)
    rows = ctx.db.all(
        """select 'ten_' || replace(id::text, '-', ''), slug, name, status from tenants
           where sandbox_of = %(tenant)s and status <> 'closed' order by created_at, id"""
    )
    return [Sandbox(*row) for row in rows]


def create_mine(work: Work, caller: Caller, name: str = "") -> Sandbox:
    """By somebody of the merchant. Refuses `Forbidden`, `PeopleOnly`, and as `create`."""

    def check(ctx: Context) -> None:
        ctx.require_everywhere(WRITE)
        me(ctx)

    work.perform(caller, check)
    with on(work, caller, caller.tenant) as deed:
        return _create(work, deed, name)


def create(work: Work, caller: Caller, tenant: UUID, name: str = "") -> Sandbox:
    """By an operator. Refuses `Forbidden`, `TenantNotFound`, `TenantStateRefused` unless the merchant is active,
    `TooManySandboxes`, `SandboxOfSandbox`, `TenantNameInvalid`."""
    require(caller, OPERATE)
    with on(work, caller, tenant) as deed:
        return _create(work, deed, name)


def _create(work: Work, deed: Deed, name: str) -> Sandbox:
    merchant = deed.tenant
    assert merchant is not None
    if merchant.kind != "merchant":
        raise SandboxOfSandbox()
    if not merchant.is_active:
        raise TenantStateRefused(status=merchant.status)
    row = deed.tx.one(
        """select (select count(*) from tenants b where b.sandbox_of = t.id and b.status <> 'closed') as count,
                  s.country, s.default_locale
           from tenants t left join lateral (
             select s.country, s.default_locale from stores s where s.tenant_id = t.id order by s.created_at, s.id limit 1
           ) s on true
           where t.id = %(tenant)s""",
        tenant=merchant.id,
    )
    assert row is not None
    if row.count >= MOST:
        raise TooManySandboxes(most=MOST)
    country = countries.find(row.country or "") or countries.find("FR")
    assert country is not None
    locale = "fr" if (row.default_locale or "en").startswith("fr") else "en"
    called = name.strip() or NAME[locale].format(name=merchant.name)[:200]
    key = ids.secret_token().encode()
    slug = slugify(f"{merchant.slug}-sandbox")
    sandbox = tenants.enrol(
        deed.tx, key, deed.now, name=called, wanted=slug, kind="sandbox", sandbox_of=merchant.id
    )
    deed.tx.run(
        """insert into subscriptions (tenant_id, plan_id, version, since, changed_by)
           select %(sandbox)s, u.plan_id, u.version, %(now)s, %(by)s from subscriptions u where u.tenant_id = %(tenant)s""",
        tenant=merchant.id,
        sandbox=sandbox,
        now=deed.now,
        by=deed.caller.actor.label,
    )
    owners = deed.tx.all(
        """select s.email, s.name, s.password_hash, s.locale from staff s
           where s.tenant_id = %(tenant)s and s.is_active and (s.id = %(asking)s or exists (
             select from grants g where g.tenant_id = %(tenant)s and g.staff_id = s.id and g.role = 'owner'))""",
        tenant=merchant.id,
        asking=deed.caller.actor.id,
    )
    with within(work, deed, sandbox, locale) as ctx:
        for owner in owners:
            _join(ctx, owner)
        store = opening.open_store(ctx, called, country, locale)
        _fill(ctx, store, country.currency, locale)
    deed.note("tenant.sandbox_created", after={"name": called, "slug": slug})
    made = {"name": called, "sandbox_of": merchant.public_id}
    trail.note_from_above(
        deed.tx, sandbox, deed.now, "tenant.created", sandbox, after=made, actor=deed.caller.actor
    )
    told = deed.tx.one("select slug, name, status from tenants where id = %(tenant)s", tenant=sandbox)
    assert told is not None
    return Sandbox(ids.public("ten", sandbox), told.slug, told.name, told.status)


def _join(ctx: Context, owner: Row) -> None:
    """Somebody of the merchant, with the password that they have there, as an owner."""
    staff_id = ids.new_id()
    ctx.db.run(
        """insert into staff (tenant_id, id, email, name, password_hash, locale, created_at, joined_at, email_verified_at)
           values (%(tenant)s, %(id)s, %(email)s, %(name)s, %(hash)s, %(locale)s, %(now)s, %(now)s, %(now)s)""",
        id=staff_id,
        email=owner.email,
        name=owner.name,
        hash=owner.password_hash,
        locale=owner.locale,
        now=ctx.now,
    )
    granting.write(ctx, staff_id, granting.read(ctx, [GrantInput("owner")]))


def _fill(ctx: Context, store: UUID, currency: str, locale: str) -> None:
    """A few goods on sale, and ways to pay that move nothing."""
    goods = [
        PlainProduct(f"TRY-{number}", title, is_active=True, tracks_stock=False)
        for number, (title, _) in enumerate(GOODS[locale], 1)
    ]
    variants = create_plain_products(ctx, store, goods)
    scale = 10 ** money.EXPONENTS[currency]
    prices = {f"TRY-{number}": price for number, (_, price) in enumerate(GOODS[locale], 1)}
    pricing.set_prices(
        ctx,
        store,
        [
            NewPrice(
                ids.public("var", variant),
                base_minor=prices[sku] if scale == 100 else prices[sku] // 10 * scale,
            )
            for sku, variant in variants.items()
        ],
    )
    stores.set_payment_methods(
        ctx, store, [PaymentMethod(provider=code, name=name) for code, name in WAYS[locale]]
    )

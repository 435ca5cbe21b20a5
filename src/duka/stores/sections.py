"""The sections of settings about a company's shops.

Six are columns and tables that the crowd reads (`snapshots`), so the engine keeps only their versions; the others are
the engine's own.
"""

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta

from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.settings.types import Errors, Section, Truth
from duka.stores import rules, service, snapshots
from duka.stores.inputs import PaymentMethod, ShippingZone, StoreChange
from duka.stores.return_policy import ReturnSettings
from duka.stores.return_policy import check as check_returns
from duka.stores.service.rows import lock_store
from duka.stores.tax_rules import TaxRules
from duka.stores.tax_rules import check as check_tax_rules
from duka.stores.types import HOME, TaxRate

T = TypeVar("T")
Line = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=1000)]
Locale = Annotated[str, Meta(max_length=20)]
Amount = Annotated[int, Meta(ge=0, le=10**15)]
Address = Annotated[str, Meta(max_length=254)]


class Fields(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all shapes have in common: fields by name, none that is not known."""


class CompanySettings(Fields, frozen=True, kw_only=True):
    """Who stands behind the shops. `units`: metric or imperial, as staff read weights and lengths."""

    legal_name: Line = ""
    registration_number: Line = ""
    tax_number: Line = ""
    address: Text = ""
    email: Address = ""
    phone: Annotated[str, Meta(max_length=40)] = ""
    units: str = "metric"
    week_starts_on: Literal["monday", "saturday", "sunday"] = "monday"


class GeneralSettings(Fields, frozen=True, kw_only=True):
    """A store, its languages and how it is reached. `status` is active or closed. `locales` always holds the default
    one. `links`: name → https address."""

    name: Line = ""
    status: str = "active"
    default_locale: Locale = "en"
    locales: list[Locale] = []
    timezone: Annotated[str, Meta(max_length=60)] = "UTC"
    email: Address = ""
    phone: Annotated[str, Meta(max_length=40)] = ""
    address: Text = ""
    opening: Text = ""
    links: dict[str, Text] = {}


class SellingSettings(Fields, frozen=True, kw_only=True):
    """`stock_mode`: shared (from every active location) or dedicated. Goods in a checkout are held for
    `reservation_minutes`; carts live `cart_days`; `order_prefix` goes before the numbers of orders. `lowest_price`: is a reduced
    price compared with the lowest of the 30 days before? auto (where the law asks), always or never."""

    prices_include_tax: bool = True
    stock_mode: str = "shared"
    reservation_minutes: Annotated[int, Meta(ge=0, le=100_000)] = 15
    cart_days: Annotated[int, Meta(ge=0, le=100_000)] = 30
    lowest_price: str = "auto"
    order_prefix: Annotated[str, Meta(max_length=40)] = ""


class PaymentMethodSettings(Fields, frozen=True, kw_only=True):
    """A way to pay, for orders within these totals (minor units; none: any). `translations`: locale → name and
    description. What a provider needs to know in secret is not here."""

    provider: Annotated[str, Meta(max_length=40)]
    name: Line
    description: Annotated[str, Meta(max_length=2000)] = ""
    translations: dict[str, dict[str, str]] = {}
    min_total_minor: Amount | None = None
    max_total_minor: Amount | None = None
    is_active: bool = True


class PaymentSettings(Fields, frozen=True, kw_only=True):
    """The ways to pay, in the order of the checkout."""

    methods: list[PaymentMethodSettings] = []


class ShippingSettings(Fields, frozen=True, kw_only=True):
    """The shipping zones with their rates, in this order."""

    zones: list[ShippingZone] = []


class TaxSettings(Fields, frozen=True, kw_only=True):
    """The tax rates by place and class."""

    rates: list[TaxRate] = []


class NotificationSettings(Fields, frozen=True, kw_only=True):
    """Who is told. No recipients: everybody who may see orders, or stock. `sender_name` and `reply_to` are those of
    letters to customers; empty: the store's own."""

    order_in_app: bool = True
    order_email: bool = True
    order_recipients: list[Address] = []
    stock_in_app: bool = True
    stock_email: bool = False
    stock_recipients: list[Address] = []
    sender_name: Annotated[str, Meta(max_length=80)] = ""
    reply_to: Address = ""


class AppearanceSettings(Fields, frozen=True, kw_only=True):
    """A store's look: see `stores.types.Theme`. Pictures are media ids; `home` names the parts of the home page in
    their order; `words`: locale → tagline, announcement, banner_title, banner_text."""

    preset: Line = "boutique"
    accent: Line = "#7a3b2e"
    ink: Line = "#1f1b16"
    paper: Line = "#fffdf9"
    heading_font: Line = "serif"
    body_font: Line = "sans"
    radius: Line = "soft"
    density: Line = "airy"
    logo: Line | None = None
    banner: Line | None = None
    favicon: Line | None = None
    home: list[Line] = msgspec.field(default_factory=lambda: list(HOME))
    words: dict[str, dict[str, str]] = {}


class PolicySettings(Fields, frozen=True, kw_only=True):
    """`texts`: locale → shipping_policy, returns_policy, refund_policy, privacy_policy, terms, about, each HTML that is
    made clean."""

    texts: dict[str, dict[str, str]] = {}


def _addresses(fields: dict[str, list[str]], errors: Errors) -> None:
    for name, given in fields.items():
        if any(address and not rules.EMAIL.fullmatch(address) for address in given):
            errors[name] = "write addresses like shop@example.com"


def _check_company(value: CompanySettings, errors: Errors) -> None:
    _addresses({"email": [value.email]}, errors)
    for name in ("legal_name", "registration_number", "tax_number", "phone"):
        rules.line(name, getattr(value, name), errors, least=0)
    rules.paragraph("address", value.address, errors, 1000)


def _check_notifications(value: NotificationSettings, errors: Errors) -> None:
    recipients = {name: getattr(value, name) for name in ("order_recipients", "stock_recipients")}
    _addresses({**recipients, "reply_to": [value.reply_to]}, errors)
    rules.line("sender_name", value.sender_name, errors, least=0, most=80)


def _columns(
    section: str, change: Callable[[Any, dict[str, dict[str, str]], set[str]], StoreChange]
) -> Truth:
    """A section that is columns of `stores`: `change(value, texts that are there, languages)` says what to write."""

    def load(ctx: Context, store_id: UUID) -> dict[str, Any]:
        return snapshots.load_store(ctx, store_id)[section]

    def save(ctx: Context, store_id: UUID, value: Any) -> None:
        row = ctx.db.one(
            "select version, texts, locales from stores where tenant_id = %(tenant)s and id = %(id)s",
            id=store_id,
        )
        assert row is not None  # its lock is held
        wanted = change(value, row.texts, set(row.locales))
        _named(
            lambda: service.update(ctx, store_id, wanted, row.version),
            {"theme.": "", "contact.": "", "texts.": "words."}
            if section == "appearance"
            else {"contact.": ""},
        )

    return Truth(load, save, lock_store)


def _named(act: Callable[[], object], names: dict[str, str]) -> None:
    """`act`, whose refusals name the fields of the verb, told in the names of the section."""
    try:
        act()
    except InvalidInput as refusal:
        told = refusal.fields["errors"]
        assert isinstance(told, dict)
        renamed = {}
        for field, words in told.items():
            old = next((old for old in names if field.startswith(old)), "")
            renamed[names.get(old, "") + field.removeprefix(old)] = words
        raise InvalidInput(renamed) from None


def _general(value: GeneralSettings, texts: dict[str, dict[str, str]], _: set[str]) -> StoreChange:
    contact = {name: getattr(value, name) for name in ("email", "phone", "address", "opening", "links")}
    return StoreChange(
        name=value.name,
        status=value.status,
        default_locale=value.default_locale,
        locales=value.locales,
        timezone=value.timezone,
        contact=contact,
    )


def _selling(value: SellingSettings, texts: dict[str, dict[str, str]], _: set[str]) -> StoreChange:
    return StoreChange(**msgspec.structs.asdict(value))


def _said(
    given: dict[str, dict[str, str]],
    names: tuple[str, ...],
    texts: dict[str, dict[str, str]],
    locales: set[str],
) -> dict[str, dict[str, str]]:
    """The texts of these names as `given`, and no others of theirs; the other names stay. A language that the store no
    longer offers is left alone, unless something new is said in it."""
    wanted = {}
    for locale in {**texts, **given}:
        before = texts.get(locale, {})
        said = {**before, **dict.fromkeys(names, ""), **given.get(locale, {})}
        if {n: t for n, t in said.items() if t} != {n: t for n, t in before.items() if t} and (
            locale in locales or locale in given
        ):
            wanted[locale] = said
    return wanted


def _appearance(
    value: AppearanceSettings, texts: dict[str, dict[str, str]], locales: set[str]
) -> StoreChange:
    look = msgspec.structs.asdict(value)
    words = look.pop("words")
    return StoreChange(theme=look, texts=_said(words, snapshots.WORDS, texts, locales))


def _policies(value: PolicySettings, texts: dict[str, dict[str, str]], locales: set[str]) -> StoreChange:
    return StoreChange(texts=_said(value.texts, snapshots.POLICIES, texts, locales))


def _save_payments(ctx: Context, store_id: UUID, value: PaymentSettings) -> None:
    methods = [PaymentMethod(**msgspec.structs.asdict(method)) for method in value.methods]
    _named(lambda: service.set_payment_methods(ctx, store_id, methods), {"payment_methods": "methods"})


def _save_shipping(ctx: Context, store_id: UUID, value: ShippingSettings) -> None:
    service.set_shipping(ctx, store_id, value.zones)


def _save_taxes(ctx: Context, store_id: UUID, value: TaxSettings) -> None:
    _named(lambda: service.set_tax_rates(ctx, store_id, value.rates), {"tax_rates": "rates"})


COMPANY = Section(
    name="company",
    title="Company",
    about="Legal name, registration, address, units",
    shape=CompanySettings,
    scope="company",
    check=_check_company,
)
GENERAL = Section(
    name="general",
    title="Store details",
    about="Name, contact, languages, time zone, open or closed",
    shape=GeneralSettings,
    scope="store",
    truth=_columns("general", _general),
)
SELLING = Section(
    name="selling",
    title="Orders and stock",
    about="Prices with or without tax, where stock comes from, how long carts are kept, order numbers",
    shape=SellingSettings,
    scope="store",
    truth=_columns("selling", _selling),
)
PAYMENTS = Section(
    name="payments",
    title="Payments",
    about="Ways to pay, their texts and limits",
    shape=PaymentSettings,
    scope="store",
    truth=Truth(snapshots.load_payments, _save_payments, lock_store),
)
SHIPPING = Section(
    name="shipping",
    title="Shipping",
    about="Zones, rates and pickup",
    shape=ShippingSettings,
    scope="store",
    truth=Truth(snapshots.load_shipping, _save_shipping, lock_store),
)
TAXES = Section(
    name="taxes",
    title="Taxes",
    about="Rates by country, region and class of goods",
    shape=TaxSettings,
    scope="store",
    truth=Truth(snapshots.load_taxes, _save_taxes, lock_store),
)
TAX_RULES = Section(
    name="tax_rules",
    title="Tax rules",
    about="Rounding, business customers and their VAT numbers, who pays without tax",
    shape=TaxRules,
    scope="both",
    check=check_tax_rules,
)
NOTIFICATIONS = Section(
    name="notifications",
    title="Notifications",
    about="Who is told of new orders and low stock, and the sender of letters",
    shape=NotificationSettings,
    scope="both",
    check=_check_notifications,
)
APPEARANCE = Section(
    name="appearance",
    title="Appearance",
    about="Preset, colours, fonts, logo, banner and the home page",
    shape=AppearanceSettings,
    scope="store",
    truth=_columns("appearance", _appearance),
)
POLICIES = Section(
    name="policies",
    title="Policies",
    about="Shipping, returns, refunds, privacy and terms, in each language",
    shape=PolicySettings,
    scope="store",
    truth=_columns("policies", _policies),
)
RETURNS = Section(
    name="returns",
    title="Returns and refunds",
    about="How long goods may come back, for which reasons, who pays, and what is given for them",
    shape=ReturnSettings,
    scope="both",
    check=check_returns,
)
SECTIONS: tuple[Section[Any], ...] = (
    COMPANY,
    GENERAL,
    APPEARANCE,
    PAYMENTS,
    SHIPPING,
    TAXES,
    TAX_RULES,
    SELLING,
    POLICIES,
    RETURNS,
    NOTIFICATIONS,
)

"""The first store of a company: it can sell at once, as its country suggests."""

from uuid import UUID

from duka.kernel.context import Context
from duka.kernel.text import slugify
from duka.registration import countries
from duka.registration.countries import Country
from duka.stores import service as stores
from duka.stores.inputs import NewLocation, NewStore, PaymentMethod, ShippingRate, ShippingZone
from duka.stores.types import TaxRate

WORDS = {
    "en": {
        "location": "Main location",
        "cash": "Cash on delivery",
        "transfer": "Bank transfer",
        "zone": "At home",
        "rate": "Standard delivery",
    },
    "fr": {
        "location": "Emplacement principal",
        "cash": "Paiement à la livraison",
        "transfer": "Virement bancaire",
        "zone": "Dans le pays",
        "rate": "Livraison standard",
    },
}


def open_store(ctx: Context, name: str, country: Country, locale: str, email: str = "") -> UUID:
    """With a location, cash on delivery, bank transfer and a flat shipping rate; currency, time zone and tax are the
    country's. `email` is whom buyers may write to."""
    words = WORDS[locale]
    locales = [locale, *(each for each in WORDS if each != locale)]
    store = stores.create(
        ctx,
        NewStore(
            slug=slugify(name)[:63].strip("-"),
            name=name,
            currency=country.currency,
            country=country.code,
            default_locale=locale,
            locales=locales,
            timezone=country.timezone,
            prices_include_tax=country.tax is not None,
            contact={"email": email} if email else {},
        ),
    )
    stores.add_location(
        ctx, NewLocation(code="main", name=words["location"], address={"country": country.code})
    )
    if country.tax is not None:
        tax = country.tax
        rate = TaxRate(country.code, "", "", "standard", "vat", tax.name, tax.rate_ppm, 0, False)
        stores.set_tax_rates(ctx, store, [rate])
    price = countries.shipping_minor(country.currency)
    delivery = ShippingRate(code="standard", name=words["rate"], price_minor=price or 0)
    stores.set_shipping(
        ctx, store, [ShippingZone(name=words["zone"], countries=[country.code], rates=[delivery])]
    )
    stores.set_payment_methods(
        ctx,
        store,
        [
            PaymentMethod(provider="cash_on_delivery", name=words["cash"]),
            PaymentMethod(provider="bank_transfer", name=words["transfer"]),
        ],
    )
    return store

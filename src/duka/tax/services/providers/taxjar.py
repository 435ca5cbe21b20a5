"""TaxJar: sales tax by address, for the United States, and VAT and GST elsewhere.

`POST /v2/taxes` (https://developers.taxjar.com/api/reference/#post-calculate-sales-tax-for-an-order). It answers with the rates
of state, county, city and districts for each line item and for shipping, with how much of the amount each of them taxes: that
share is counted into the rate, so that what is exempt below a price, or taxed above one only, comes out right for that price.
Where the seller has no nexus no tax is due, and there is no breakdown.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec

from duka.kernel.money import exponent
from duka.tax.errors import TaxServiceRefused
from duka.tax.rules import MILLION, Rate
from duka.tax.services import wire
from duka.tax.services.types import (
    Account,
    Checked,
    Document,
    Place,
    Quoted,
    TaxProvider,
    TaxProviderField,
)

LIVE, TEST = "https://api.taxjar.com", "https://api.sandbox.taxjar.com"
_LEVELS = (
    ("state", "State tax", "state_sales_tax_rate", "state_taxable_amount"),
    ("state", "State tax", "state_tax_rate", "state_taxable_amount"),
    ("county", "County tax", "county_tax_rate", "county_taxable_amount"),
    ("city", "City tax", "city_tax_rate", "city_taxable_amount"),
    ("district", "District tax", "special_tax_rate", "special_district_taxable_amount"),
    ("district", "District tax", "special_tax_rate", "special_taxable_amount"),
    ("vat", "VAT", "country_tax_rate", "country_taxable_amount"),
    ("gst", "GST", "gst_tax_rate", "gst_taxable_amount"),
    ("pst", "PST", "pst_tax_rate", "pst_taxable_amount"),
    ("qst", "QST", "qst_tax_rate", "qst_taxable_amount"),
)
"""(code, name, field of the rate, field of the amount that it taxes). Shipping and older answers use other names."""


class TaxJar:
    about = TaxProvider(
        code="taxjar",
        name="TaxJar",
        about="Sales tax in the United States by address and kind of goods; GST in Canada and Australia.",
        countries=("US", "CA", "AU"),
        fields=(
            TaxProviderField(name="token", label="API token", is_secret=True, is_required=True),
            TaxProviderField(name="from_zip", label="Postal code that you ship from", is_required=True),
            TaxProviderField(name="from_state", label="State that you ship from", is_required=True),
            TaxProviderField(name="from_city", label="Town that you ship from"),
            TaxProviderField(
                name="from_country",
                label="Country that you ship from",
                about="Two letters; empty: the store's",
            ),
        ),
    )

    def __init__(self, seconds: float = wire.ANSWER_SECONDS) -> None:
        """`seconds`: how long an answer may take."""
        self._seconds = seconds

    def quote(self, account: Account, document: Document) -> list[Quoted]:
        places = exponent(document.currency)
        items = [
            {
                "id": str(n),
                "quantity": item.quantity,
                "unit_price": _amount(item.unit_price_minor, places),
                **_code(account.tax_codes.get(item.tax_class, "")),
            }
            for n, item in enumerate(document.items)
        ]
        answer = wire.ask(
            "quote",
            "POST",
            f"{_base(account)}/v2/taxes",
            json_body={
                **_end("from", _sender(account)),
                **_end("to", document.recipient),
                "shipping": _amount(document.shipping_minor, places),
                "line_items": items,
            },
            headers=_headers(account),
            seconds=self._seconds,
        )
        if answer.status != 200:
            raise TaxServiceRefused(why=_why(answer.json))
        tax = answer.json.get("tax")
        if not isinstance(tax, dict):
            raise TaxServiceRefused(why="an answer that nobody understands")
        return _quoted(document, tax, places)

    def check(self, account: Account) -> Checked:
        answer = wire.ask(
            "check",
            "GET",
            f"{_base(account)}/v2/categories",
            headers=_headers(account),
            seconds=self._seconds,
        )
        if answer.status == 200:
            return Checked(True, "TaxJar accepts the token.")
        if answer.status in (401, 403):
            return Checked(False, "TaxJar does not accept this token.")
        return Checked(False, _why(answer.json))


def _quoted(document: Document, tax: dict[str, Any], places: int) -> list[Quoted]:
    told = tax.get("breakdown") or {}
    where = tax.get("jurisdictions") or {}
    lines = {str(line.get("id")): line for line in told.get("line_items") or ()}
    found = []
    for n, item in enumerate(document.items):
        line = lines.get(str(n), {})
        amount = _amount_of(item.unit_price_minor * item.quantity, places)
        found.append(Quoted(item=item, rates=_rates(line, amount, where), tax_minor=_minor(line, places)))
    freight = (told.get("shipping") or {}) if tax.get("freight_taxable") else {}
    amount = _amount_of(document.shipping_minor, places)
    found.append(Quoted(item=None, rates=_rates(freight, amount, where), tax_minor=_minor(freight, places)))
    return found


def _rates(told: dict[str, Any], amount: Decimal, where: dict[str, Any]) -> tuple[Rate, ...]:
    """Each level's rate, of the share of the amount that it taxes."""
    rates: dict[str, Rate] = {}
    area = "-".join(str(where[part]).lower() for part in ("country", "state") if where.get(part))
    for priority, (level, name, rate_field, taxed_field) in enumerate(_LEVELS):
        if level in rates or not (rate := told.get(rate_field)):
            continue
        taxed = Decimal(told.get(taxed_field, told.get("taxable_amount", amount)) or 0)
        share = min(taxed / amount, Decimal(1)) if amount else Decimal(1)
        ppm = int((Decimal(rate) * share * MILLION).to_integral_value(ROUND_HALF_UP))
        place = where.get(level) or where.get("state") or where.get("country") or ""
        if 0 < ppm <= MILLION:
            code = "-".join(part for part in (area, level) if part)
            rates[level] = Rate(f"{name} ({place})" if place else name, code, ppm, priority=priority)
    return tuple(rates.values())


def _minor(told: dict[str, Any], places: int) -> int:
    collected = Decimal(told.get("tax_collectable") or 0).scaleb(places)
    return int(collected.to_integral_value(ROUND_HALF_UP))


def _amount_of(minor: int, places: int) -> Decimal:
    return Decimal(minor).scaleb(-places)


def _amount(minor: int, places: int) -> msgspec.Raw:
    """A JSON number that was never a float."""
    return msgspec.Raw(str(_amount_of(minor, places)).encode())


def _code(tax_code: str) -> dict[str, str]:
    return {"product_tax_code": tax_code} if tax_code else {}


def _sender(account: Account) -> Place:
    return Place(
        country=account.settings.get("from_country") or account.sender.country,
        region=account.settings.get("from_state", ""),
        postal_code=account.settings.get("from_zip", ""),
        city=account.settings.get("from_city", ""),
    )


def _end(name: str, place: Place) -> dict[str, str]:
    fields = {
        "country": place.country,
        "zip": place.postal_code,
        "state": place.region,
        "city": place.city,
        "street": place.line1,
    }
    return {f"{name}_{field}": value for field, value in fields.items() if value}


def _base(account: Account) -> str:
    return account.base_url or (TEST if account.mode == "test" else LIVE)


def _headers(account: Account) -> dict[str, str]:
    return {"authorization": f"Bearer {account.secrets.get('token', '')}"}


def _why(told: Any) -> str:
    detail = told.get("detail") or told.get("error") if isinstance(told, dict) else ""
    return str(detail or "no reason given")[:200]

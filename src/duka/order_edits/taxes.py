"""Pure: an edited order keeps the taxes that were agreed: its relief, its service's rates, and its rounding."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec

from duka.carts.terms import Terms
from duka.carts.types import TaxLine
from duka.order_edits.types import Offer
from duka.orders.revisions import Contents
from duka.pricing.rules import LineTotals, rounded_together
from duka.tax.rules import Rate
from duka.tax.taxing import Place
from duka.tax.taxing import agreed as agreed_taxing


def agreed(terms: Terms, before: Contents) -> Terms:
    """Today's terms with what was agreed of the order's taxes."""
    address = before.shipping_address
    place = (address.country, address.region, address.postal_code)
    sold = {
        line.tax_class: sold_rates(line.taxes, terms.tax_rates(line.tax_class, *place))
        for line in before.lines
    }
    taxing = agreed_taxing(
        before.tax,
        terms.selling.tax_rules,
        includes_tax=before.prices_include_tax,
        place=place,
        sold=sold,
    )
    return msgspec.structs.replace(terms, taxing=taxing)


def asked(offers: Mapping[UUID, Offer], terms: Terms, place: Place) -> dict[UUID, Offer]:
    """What is on offer at the prices that this buyer is asked."""
    return {
        variant: offer
        if offer.price_minor is None
        else msgspec.structs.replace(
            offer, price_minor=terms.price(offer.price_minor, offer.tax_class, *place)
        )
        for variant, offer in offers.items()
    }


def sold_rates(taxes: Sequence[TaxLine], known: Sequence[Rate]) -> tuple[Rate, ...]:
    """The rates that a line was sold with. Whether one is compound is known of those that still hold."""
    by_key = {(rate.code, rate.ppm): rate for rate in known}
    return tuple(
        by_key.get((tax.code, tax.rate_ppm), Rate(tax.name, tax.code, tax.rate_ppm, priority=n))
        for n, tax in enumerate(taxes)
    )


def rounded(
    before: Contents,
    lines: Sequence[LineTotals],
    rates: Sequence[tuple[Rate, ...]],
    shipping: LineTotals | None,
) -> tuple[Sequence[LineTotals], LineTotals | None]:
    """The figures as the order's taxes are rounded: as they are, or together for the whole document."""
    if before.tax.rounding == "line":
        return lines, shipping
    carried = (
        [TaxLine(p.rate_code, p.name, p.ppm, p.amount_minor) for p in shipping.parts] if shipping else []
    )
    known = [rate for applied in rates for rate in applied]
    return rounded_together(
        lines, rates, shipping, sold_rates(carried, known), prices_include_tax=before.prices_include_tax
    )

"""Why no tax is charged. Pure.

**TaxExemption**: the merchant keeps one for the customer or for a group of theirs, with a reason and a certificate.

**Reverse charge**: seller and buyer are businesses in two member states of the EU, and the goods go to another one than the
seller's: the buyer accounts for the tax (Directive 2006/112/EC, Art. 138 for goods, Art. 196 for services; Art. 226 (11) and
(11a) ask invoices to say so). A number that is not known to be valid gives none, unless the merchant trusts its form until it
was checked.
"""

import msgspec

from duka.stores.tax_rules import TaxRules
from duka.tax import vat_numbers
from duka.tax.types import Buyer, Reason

TEXTS = {
    "en": "Reverse charge: the buyer accounts for VAT (Directive 2006/112/EC, Art. 196; goods: Art. 138).",
    "fr": "Autoliquidation : TVA due par le preneur (directive 2006/112/CE, art. 196 ; biens : art. 138).",
}
EXEMPT_TEXTS = {"en": "Exempt from tax: {reason}", "fr": "Exonéré de taxe : {reason}"}


class Relief(msgspec.Struct, frozen=True):
    """`classes` empty: all."""

    reason: Reason
    note: str
    classes: tuple[str, ...] = ()
    certificate_number: str = ""

    def covers(self, tax_class: str) -> bool:
        return not self.classes or tax_class in self.classes


def reliefs(
    buyer: Buyer, rules: TaxRules, seller_country: str, country: str, locale: str, *, is_fetched: bool = False
) -> tuple[Relief, ...]:
    """What relieves this buyer's goods that go to `country` of tax: widest first. `is_fetched`: they are picked up from the
    seller, so that they go nowhere."""
    found = [
        Relief(
            "exempt", _words(EXEMPT_TEXTS, locale).format(reason=e.reason), e.classes, e.certificate_number
        )
        for e in buyer.exempt
        if not e.countries or country in e.countries
    ]
    if not is_fetched and is_reverse_charged(buyer, rules, seller_country, country):
        found.append(Relief("reverse_charge", rules.reverse_charge_text or _words(TEXTS, locale)))
    return tuple(sorted(found, key=lambda relief: bool(relief.classes)))


def is_reverse_charged(buyer: Buyer, rules: TaxRules, seller_country: str, country: str) -> bool:
    there = vat_numbers.country(buyer.vat_number)
    if not rules.reverse_charge or not {seller_country, country, there} <= vat_numbers.EU:
        return False
    return seller_country not in (country, there) and counts(buyer, rules)


def counts(buyer: Buyer, rules: TaxRules) -> bool:
    """Whether the number may be relied on. One of which nothing is known is unchecked."""
    if not buyer.vat_number:
        return False
    state = buyer.known.state if buyer.known else "unchecked"
    return state == "valid" or (state == "unchecked" and rules.trusts_unchecked)


def _words(texts: dict[str, str], locale: str) -> str:
    return texts.get(locale.partition("-")[0], texts["en"])

from datetime import UTC, datetime

import pytest

from duka.stores.tax_rules import TaxRules
from duka.tax import vat_numbers
from duka.tax.relief import reliefs
from duka.tax.rules import Rate
from duka.tax.taxing import CARRIED, Taxing, agreed, taxing
from duka.tax.types import CARRIAGE, Answer, Asked, Buyer, Exempt, Known, OrderTax

VAT = (Rate("TVA", "tva", 200_000),)
SALES = (Rate("State tax (NY)", "us-ny-state", 40_000),)
PARIS, BERLIN, OSLO = ("FR", "", "75001"), ("DE", "", "10115"), ("NO", "", "0150")
NEW_YORK = ("US", "NY", "10001")
GERMAN = Buyer(vat_number="DE136695976", known=Known("valid", "WAPI1", datetime(2026, 11, 1, tzinfo=UTC)))
BUSINESS = TaxRules(reverse_charge=True)


def of(
    buyer: Buyer, rules: TaxRules = BUSINESS, place: tuple[str, str, str] = BERLIN, **more: bool
) -> Taxing:
    return taxing(buyer, rules, seller_country="FR", includes_tax=True, place=place, locale="en", **more)


@pytest.mark.parametrize(
    ("number", "is_right"),
    [
        ("FR40303265045", True),
        ("FR40303265046", False),
        ("DE136695976", True),
        ("EL094259216", True),
        ("gr 094 259 216", True),
        ("CHE-116.281.710 MWST", True),
        ("XX12", False),
        ("12345", False),
        ("", False),
    ],
)
def test_the_form_of_numbers(number: str, is_right: bool) -> None:
    assert vat_numbers.is_well_formed(vat_numbers.clean(number)) is is_right


def test_greece_writes_itself_otherwise() -> None:
    assert vat_numbers.country(vat_numbers.clean("GR094259216")) == "GR"


def test_a_business_of_another_member_state_accounts_for_the_tax_itself() -> None:
    told = of(GERMAN).told([("standard", 100)], ["standard"])
    assert (told.reason, told.country, told.prices) == ("reverse_charge", "DE", "net")
    assert "Art. 196" in told.note
    assert (told.vat_number, told.consultation_number) == ("DE136695976", "WAPI1")
    assert of(GERMAN).rates("standard", BERLIN, VAT, ("standard", 100)) == ()


@pytest.mark.parametrize(
    ("buyer", "rules", "place", "is_fetched"),
    [
        (GERMAN, TaxRules(), BERLIN, False),  # the store does not do it
        (GERMAN, BUSINESS, PARIS, False),  # the goods stay in the seller's state
        (GERMAN, BUSINESS, OSLO, False),  # they leave the Union
        (GERMAN, BUSINESS, BERLIN, True),  # the buyer fetches them
        (Buyer(vat_number="FR40303265045", known=Known("valid")), BUSINESS, BERLIN, False),
        (Buyer(vat_number="DE136695976", known=Known("invalid")), BUSINESS, BERLIN, False),
        (Buyer(vat_number="DE136695976", known=Known("unchecked")), BUSINESS, BERLIN, False),
        (Buyer(vat_number="DE136695976"), BUSINESS, BERLIN, False),
        (Buyer(), BUSINESS, BERLIN, False),
    ],
)
def test_everybody_else_is_taxed(
    buyer: Buyer, rules: TaxRules, place: tuple[str, str, str], is_fetched: bool
) -> None:
    found = of(buyer, rules, place, is_fetched=is_fetched)
    assert found.rates("standard", place, VAT, ("standard", 100)) == VAT
    assert found.told([("standard", 100)], ["standard"]).reason == ""


def test_a_merchant_may_trust_what_is_not_checked_yet() -> None:
    unchecked = Buyer(vat_number="DE136695976", known=Known("unchecked"))
    trusting = TaxRules(reverse_charge=True, trusts_unchecked=True)
    assert of(unchecked, trusting).told([], ["standard"]).reason == "reverse_charge"


def test_an_exemption_holds_for_its_countries_and_classes() -> None:
    buyer = Buyer(exempt=(Exempt("School", "C-1", ("FR",), ("books",)),))
    here, there = of(buyer, place=PARIS), of(buyer)
    assert here.rates("books", PARIS, VAT, ("books", 1)) == ()
    assert here.rates("standard", PARIS, VAT, ("standard", 1)) == VAT
    assert there.rates("books", BERLIN, VAT, ("books", 1)) == VAT
    told = here.told([], ["standard", "books"])
    assert (told.note, told.certificate_number, told.classes) == (
        "Exempt from tax: School",
        "C-1",
        ("books",),
    )
    assert here.told([], ["standard"]).reason == ""


def test_the_words_are_the_orders_language_and_may_be_the_merchants() -> None:
    assert "Autoliquidation" in reliefs(GERMAN, BUSINESS, "FR", "DE", "fr-FR")[0].note
    own = TaxRules(reverse_charge=True, reverse_charge_text="Steuerschuldnerschaft des Leistungsempfängers")
    assert reliefs(GERMAN, own, "FR", "DE", "de")[0].note == "Steuerschuldnerschaft des Leistungsempfängers"


def test_who_owes_no_tax_pays_the_net_or_what_is_shown() -> None:
    shown = TaxRules(reverse_charge=True, exempt_prices="shown")
    assert of(GERMAN).price(12_000, "standard", BERLIN, VAT, ("standard", 12_000)) == 10_000
    assert of(GERMAN, shown).price(12_000, "standard", BERLIN, VAT, ("standard", 12_000)) == 12_000
    assert of(Buyer()).price(12_000, "standard", BERLIN, VAT, ("standard", 12_000)) == 12_000
    on_top = taxing(GERMAN, BUSINESS, seller_country="FR", includes_tax=False, place=BERLIN, locale="en")
    assert on_top.price(12_000, "standard", BERLIN, VAT, ("standard", 12_000)) == 12_000
    assert on_top.told([], ["standard"]).prices == ""


def asking(*answers: Answer) -> Taxing:
    buyer = Buyer(asked=Asked("taxjar", ("US",)), answers=answers)
    return taxing(buyer, TaxRules(), seller_country="US", includes_tax=False, place=NEW_YORK, locale="en")


def test_what_a_service_answered_counts_before_the_stores_own_rates() -> None:
    found = asking(Answer("standard", 500, SALES, is_fresh=True), Answer(CARRIAGE, 0, (), is_fresh=True))
    assert found.rates("standard", NEW_YORK, VAT, ("standard", 500)) == SALES
    assert found.rates("standard", NEW_YORK, VAT, CARRIED) == ()
    assert found.rates("standard", PARIS, VAT, ("standard", 500)) == VAT  # asked for another place
    told = found.told([("standard", 500), CARRIED], ["standard"])
    assert (told.source, told.service) == ("service", "taxjar")
    assert found.missing([("standard", 500), CARRIED]) == []


def test_an_older_answer_or_one_for_another_price_is_a_kept_one() -> None:
    old = asking(Answer("standard", 500, SALES, is_fresh=False))
    other = asking(Answer("standard", 900, SALES, is_fresh=True))
    for found in (old, other):
        assert found.rates("standard", NEW_YORK, VAT, ("standard", 500)) == SALES
        assert found.told([("standard", 500)], ["standard"]).source == "kept"
        assert found.missing([("standard", 500)]) == [("standard", 500)]


def test_without_an_answer_the_stores_own_rates_hold() -> None:
    found = asking(Answer("standard", 500, SALES, is_fresh=True))
    assert found.rates("food", NEW_YORK, VAT, ("food", 100)) == VAT
    told = found.told([("standard", 500), ("food", 100)], ["standard", "food"])
    assert (told.source, told.service) == ("own", "")
    assert found.missing([("standard", 500), ("food", 100)]) == [("food", 100)]


def test_nobody_is_asked_about_other_countries_or_half_an_address() -> None:
    buyer = Buyer(asked=Asked("taxjar", ("US",)))
    for place in (PARIS, ("US", "NY", "")):
        found = taxing(buyer, TaxRules(), seller_country="US", includes_tax=False, place=place, locale="en")
        assert found.missing([("standard", 500)]) == []


def test_what_was_agreed_holds_on_in_its_country() -> None:
    sold = OrderTax(reason="reverse_charge", note="RC", country="DE", prices="net", rounding="document")
    found = agreed(sold, TaxRules(), includes_tax=True, place=BERLIN, sold={})
    assert found.rates("standard", BERLIN, VAT, ("standard", 1)) == ()
    assert found.rates("standard", ("DE", "", "80331"), VAT, ("standard", 1)) == ()
    assert found.rates("standard", PARIS, VAT, ("standard", 1)) == VAT
    assert found.rules.rounding == "document"
    told = OrderTax(source="kept", service="taxjar")
    again = agreed(told, TaxRules(), includes_tax=False, place=NEW_YORK, sold={"standard": SALES})
    assert again.rates("standard", NEW_YORK, VAT, ("standard", 77)) == SALES

from uuid import UUID

import pytest
from tests.catalog.merchant import Merchant

from duka.catalog import service as catalog
from duka.catalog.errors import ProductArchived
from duka.catalog.inputs import NewVariant, OptionInput, OptionTexts
from duka.kernel.errors import InvalidInput
from duka.pricing import service as pricing

SIZE = OptionInput("Size", ["S", "M"])
COLOR = OptionInput("Color", ["Red", "Blue"])


def set_options(merchant: Merchant, id: UUID, *options: OptionInput) -> None:
    merchant.do(lambda ctx: catalog.set_options(ctx, id, options))


def active(merchant: Merchant, id: UUID) -> dict[str, UUID]:
    return {v.title: v.id for v in merchant.variants(id) if v.is_active}


def test_the_only_variant_becomes_the_first(acorn: Merchant) -> None:
    id = acorn.make("Dress", sku="D", weight_grams=300)
    (single,) = acorn.variants(id)
    set_options(acorn, id, SIZE)
    small, medium = acorn.variants(id)
    assert (small.id, small.sku, small.title) == (single.id, "D", "S")
    assert (medium.sku, medium.title, medium.weight_grams) == ("DRESS-M", "M", 300)
    assert acorn.product(id).options == [{"name": "Size", "values": ["S", "M"], "translations": {}}]
    (event,) = acorn.heard("product.updated")
    assert event.payload["changed"] == ["options", "variants"]
    assert "dress-m" in acorn.product(id).search_text


def test_another_option_or_value_keeps_what_was_there(acorn: Merchant) -> None:
    id = acorn.make("Dress", options=[SIZE])
    before = active(acorn, id)
    set_options(acorn, id, SIZE, COLOR)
    after = active(acorn, id)
    assert list(after) == ["S / Red", "S / Blue", "M / Red", "M / Blue"]
    assert (after["S / Red"], after["M / Red"]) == (before["S"], before["M"])
    set_options(acorn, id, OptionInput("Size", ["XS", "S", "M"]), COLOR)
    assert {title: active(acorn, id)[title] for title in after} == after
    assert list(active(acorn, id))[:2] == ["XS / Red", "XS / Blue"]


def test_what_goes_is_deactivated_and_comes_back(acorn: Merchant) -> None:
    id = acorn.make("Dress", options=[SIZE], sold=True)
    before = active(acorn, id)
    for title, price in (("S", 100), ("M", 200)):
        acorn.do(lambda ctx, t=title, p=price: pricing.set_price(ctx, acorn.store, before[t], p))  # type: ignore[misc]
    set_options(acorn, id, OptionInput("Size", ["M"]))
    assert active(acorn, id) == {"M": before["M"]} and len(acorn.variants(id)) == 2
    assert acorn.one("select price_minor from store_products where tenant_id = %(tenant)s").price_minor == 200
    set_options(acorn, id, SIZE)
    assert active(acorn, id) == before
    assert acorn.one("select price_minor from store_products where tenant_id = %(tenant)s").price_minor == 100


def test_a_variant_deactivated_by_hand_stays_so(acorn: Merchant) -> None:
    variants = [NewVariant("A", option_values=["S"], is_active=False), NewVariant("B", option_values=["M"])]
    id = acorn.make("Dress", options=[SIZE], variants=variants)
    set_options(acorn, id, OptionInput("Size", ["S", "M", "L"]))
    assert list(active(acorn, id)) == ["M", "L"]


def test_options_can_be_renamed_swapped_and_removed(acorn: Merchant) -> None:
    id = acorn.make("Dress", options=[SIZE, COLOR])
    before = active(acorn, id)
    set_options(acorn, id, COLOR, SIZE)
    assert active(acorn, id) == {" / ".join(reversed(t.split(" / "))): v for t, v in before.items()}
    set_options(acorn, id, OptionInput("Couleur", ["Red", "Blue"]), OptionInput("Taille", ["S", "M"]))
    assert set(active(acorn, id).values()) == set(before.values())
    set_options(acorn, id)
    assert active(acorn, id) == {"": before["S / Red"]}


def test_values_may_swap_between_variants(acorn: Merchant) -> None:
    one, two = OptionInput("First", ["x", "y"]), OptionInput("Second", ["x", "y"])
    id = acorn.make("Swap", options=[one, two])
    before = active(acorn, id)
    set_options(acorn, id, two, one)
    after = active(acorn, id)
    assert after["x / y"] == before["y / x"] and after["y / x"] == before["x / y"]


def test_the_same_again_changes_nothing(acorn: Merchant) -> None:
    id = acorn.make("Dress", options=[SIZE, COLOR])
    before = acorn.everything()
    set_options(acorn, id, SIZE, COLOR)
    assert acorn.everything() == before
    set_options(acorn, id, OptionInput("Size", ["S", "M"], {"fr": OptionTexts("Taille")}), COLOR)
    assert acorn.product(id).version == 2


def test_too_much_is_refused_and_nothing_moves(acorn: Merchant) -> None:
    id = acorn.make("Dress", options=[SIZE])
    archived = acorn.make("Gone", status="archived")
    before = acorn.everything()
    for options in (
        [OptionInput(str(n), ["x"]) for n in range(4)],
        [OptionInput("n", [str(n) for n in range(251)])],
        [SIZE, SIZE],
        [OptionInput("Size", ["a\x00"])],
    ):
        with pytest.raises(InvalidInput):
            set_options(acorn, id, *options)
    with pytest.raises(ProductArchived):
        set_options(acorn, archived, SIZE)
    assert acorn.everything() == before

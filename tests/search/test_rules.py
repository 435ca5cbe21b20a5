"""Synonyms, pinned products and weights: what a merchant decides about searches."""

import msgspec
import pytest
from tests import make
from tests.catalog.crowd_data import Market, open_market
from tests.search.searching import found, owner, public_id, say

from duka.catalog.queries.words import words_of
from duka.kernel import ids
from duka.kernel.errors import Forbidden, VersionConflict
from duka.kernel.work import Caller, Work
from duka.search import queries, service
from duka.search.errors import (
    PinnedAlready,
    PinnedProductNotFound,
    PinsNotFound,
    SearchTextNeeded,
    SynonymsNeedWords,
    SynonymsNotFound,
)
from duka.search.inputs import PinsChange, PinsInput, SynonymsChange, SynonymsInput
from duka.search.rules import PinRule, SynonymRule, ready
from duka.search.sections import SEARCH, SearchSettings
from duka.settings import service as settings


def test_two_way_synonyms_find_each_other_and_one_way_ones_only_one_way(market: Market) -> None:
    sofa, couch, laptop, notebook = say(market, "sofa", "couch", "laptop", "notebook")
    owner(market, lambda ctx: service.create_synonyms(ctx, SynonymsInput(["Sofa", "COUCH"])))
    owner(
        market,
        lambda ctx: service.create_synonyms(ctx, SynonymsInput(["notebook", "laptop"], is_one_way=True)),
    )
    assert found(market, "sofa") == [sofa, couch]
    assert found(market, "couch") == [couch, sofa]
    assert found(market, "notebook") == [notebook, laptop]
    assert found(market, "laptop") == [laptop]


def test_synonyms_of_a_language_hold_there(market: Market) -> None:
    bonnet, hat = say(market, "bonnet", "hat")
    owner(market, lambda ctx: service.create_synonyms(ctx, SynonymsInput(["bonnet", "hat"], locale="fr")))
    assert found(market, "hat", locale="fr") == [hat, bonnet]
    assert found(market, "hat", locale="en") == [hat]


def test_synonyms_of_several_words(market: Market) -> None:
    joined, apart, other = say(market, "tshirt white", "tee shirt white", "shirt white")
    owner(market, lambda ctx: service.create_synonyms(ctx, SynonymsInput(["tshirt", "tee shirt"])))
    assert set(found(market, "white tshirt")) == {joined, apart}
    assert set(found(market, "white tee shirt")) == {joined, apart}
    assert set(found(market, "shirt")) == {apart, other}


def test_changing_and_deleting_synonyms(market: Market) -> None:
    sofa, settee = say(market, "sofa", "settee")
    made = owner(market, lambda ctx: service.create_synonyms(ctx, SynonymsInput(["sofa", "couch"])))
    change = SynonymsChange(words=["sofa", "settee"])
    owner(market, lambda ctx: service.update_synonyms(ctx, made, change, 1))
    assert found(market, "sofa") == [sofa, settee]
    with pytest.raises(VersionConflict):
        owner(market, lambda ctx: service.update_synonyms(ctx, made, change, 1))
    listed = owner(market, lambda ctx: queries.list_synonyms(ctx, text="set")).items
    assert [(s.id, s.words, s.version) for s in listed] == [(ids.public("syn", made), ["sofa", "settee"], 2)]
    owner(market, lambda ctx: service.delete_synonyms(ctx, made))
    assert found(market, "sofa") == [sofa]
    with pytest.raises(SynonymsNotFound):
        owner(market, lambda ctx: service.delete_synonyms(ctx, made))


@pytest.mark.parametrize("words", [["sofa", " SOFA "], ["sofa", "!!"], ["?", "!"]])
def test_synonyms_need_two_different_words(market: Market, words: list[str]) -> None:
    with pytest.raises(SynonymsNeedWords):
        owner(market, lambda ctx: service.create_synonyms(ctx, SynonymsInput(words)))
    assert owner(market, queries.list_synonyms).items == []


def test_strangers_see_and_change_nothing(market: Market, work: Work) -> None:
    made = owner(market, lambda ctx: service.create_synonyms(ctx, SynonymsInput(["sofa", "couch"])))
    other = open_market(work, 1)
    assert owner(other, queries.list_synonyms).items == []
    with pytest.raises(SynonymsNotFound):
        owner(other, lambda ctx: service.update_synonyms(ctx, made, SynonymsChange(locale="fr"), 1))
    with pytest.raises(PinsNotFound):
        owner(other, lambda ctx: queries.pins(ctx, made))
    with pytest.raises(Forbidden):
        market.ask(queries.list_synonyms)
    with pytest.raises(Forbidden):
        market.ask(lambda ctx: service.create_synonyms(ctx, SynonymsInput(["a1", "b2"])))


def test_what_is_pinned_goes_before_all(market: Market) -> None:
    gift, lamp, shade = say(market, "gift card", "lamp", "lamp shade")
    new = PinsInput(text="Lamps!", products=[public_id(market, gift), public_id(market, shade)])
    made = owner(market, lambda ctx: service.create_pins(ctx, new))
    assert found(market, "lamps") == [gift, shade, lamp]
    assert set(found(market, "lamp")) == {lamp, shade}
    with pytest.raises(PinnedAlready):
        owner(market, lambda ctx: service.create_pins(ctx, new))
    owner(
        market, lambda ctx: service.update_pins(ctx, made, PinsChange(products=[public_id(market, shade)]), 1)
    )
    assert found(market, "lamps") == [shade, lamp]
    pins = owner(market, queries.list_pins).items
    assert [(p.text, [x.id for x in p.products], p.version) for p in pins] == [
        ("lamps", [public_id(market, shade)], 2)
    ]
    owner(market, lambda ctx: service.delete_pins(ctx, made))
    assert set(found(market, "lamps")) == {lamp, shade}


def test_what_is_pinned_must_be_there_and_shown(market: Market) -> None:
    gift, lamp = say(market, "gift card", "lamp")
    pinned = public_id(market, gift)
    with pytest.raises(PinnedProductNotFound):
        owner(
            market,
            lambda ctx: service.create_pins(ctx, PinsInput("lamp", [ids.public("prod", ids.new_id())])),
        )
    with pytest.raises(SearchTextNeeded):
        owner(market, lambda ctx: service.create_pins(ctx, PinsInput("??", [pinned])))
    owner(market, lambda ctx: service.create_pins(ctx, PinsInput("lamp", [pinned])))
    market.change(
        "update products set status = 'archived' where tenant_id = %(tenant)s and slug = %(slug)s", slug=gift
    )
    assert found(market, "lamp") == [lamp]


def test_sales_and_stock_rank_as_the_settings_say(market: Market) -> None:
    first, second, third = say(market, "lamp", "lamp", "lamp")
    market.change(
        """update store_products s set sold = 1000 from products p where s.tenant_id = %(tenant)s
             and p.tenant_id = %(tenant)s and p.id = s.product_id and p.slug = %(slug)s""",
        slug=second,
    )
    assert found(market, "lamp")[0] == second
    market.change(
        """update stock_levels k set on_hand = 0 from variants v, products p where k.tenant_id = %(tenant)s
             and v.tenant_id = %(tenant)s and v.stock_item_id = k.item_id and p.tenant_id = %(tenant)s
             and p.id = v.product_id and p.slug = %(slug)s""",
        slug=second,
    )
    assert found(market, "lamp")[-1] == second
    save = {"sold_out": "as_found"}
    owner(market, lambda ctx: settings.save(ctx, SEARCH, None, save, 0))
    assert found(market, "lamp")[0] == second
    assert {first, third} == set(found(market, "lamp")[1:])


def test_typing_is_forgiven_unless_the_settings_say_otherwise(market: Market) -> None:
    (lamp,) = say(market, "lantern")
    assert found(market, "lanten") == [lamp]
    owner(market, lambda ctx: settings.save(ctx, SEARCH, None, {"forgives_typing": False}, 0))
    assert found(market, "lanten") == []
    assert found(market, "lant") == [lamp]


def test_rules_made_ready() -> None:
    rules = ready(
        SearchSettings(sales_weight=3, sold_out="last"),
        [SynonymRule("", ["sofa", "couch", "day bed"], False), SynonymRule("fr", ["pull", "sweater"], True)],
        [PinRule("", "sofa", ["a"]), PinRule("fr", "sofa", ["b"])],
    )
    english = rules.tuning(words_of("Sofa"), "en-GB")
    assert english.same == {"sofa": ["couch"]}
    assert english.phrases == {"sofa": ["day bed"]}
    assert (english.sales, english.sold_out, english.pinned) == (3, 20_000, ("a",))
    french = rules.tuning(words_of("pull"), "fr")
    assert french.same == {"pull": ["sweater"]}
    assert rules.tuning(words_of("sofa"), "fr").pinned == ("b",)
    assert rules.tuning(words_of("sweater"), "fr").same == {}


def test_those_who_are_limited_to_a_store_change_nothing_of_the_company(work: Work) -> None:
    shop = make.shop(work)
    key = Caller(shop.tenant.id, permissions=frozenset({"products:read"}))
    with pytest.raises(Forbidden):
        work.perform(
            msgspec.structs.replace(key, actor=shop.shopper.actor),
            lambda ctx: service.create_pins(ctx, PinsInput("x", ["prod_" + "0" * 32])),
        )

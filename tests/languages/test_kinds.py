"""Every kind of text is written through its owner, and read where it is shown."""

from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.languages.conftest import Bilingual
from tests.people import Shop

from duka.access.inputs import GrantInput
from duka.catalog import service as catalog
from duka.catalog.collections import queries as collections
from duka.catalog.collections import service as collecting
from duka.catalog.collections.types import CollectionTexts, NewCollection
from duka.catalog.errors import SlugTaken
from duka.catalog.inputs import NewProduct
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden, InvalidInput
from duka.kernel.work import Caller, Work
from duka.languages import queries, writing
from duka.languages.errors import IsOriginal, MessageLanguageUnknown, PlaceholdersDiffer
from duka.languages.types import NewText
from duka.mail import merchants
from duka.mail.merchants import WordingInput
from duka.stores import queries as stores
from duka.stores import service as selling
from duka.stores.errors import PageNotFound, PageSlugTaken
from duka.stores.inputs import PaymentMethod, ShippingRate, ShippingZone, StoreChange
from duka.stores.pages import queries as page_queries
from duka.stores.pages import service as pages
from duka.stores.pages.types import NewPage, PageChange, PageTexts


def the_only(b: Bilingual, kind: str) -> str:
    found = b.do(lambda ctx: queries.list_things(ctx, "fr", kind)).items
    assert len(found) == 1
    return found[0].id


def texts(b: Bilingual, kind: str, thing: str) -> dict[str, str]:
    found = b.do(lambda ctx: queries.texts(ctx, "fr", kind, thing))
    return {text.field: text.text for text in found.texts if text.text}


def shopper(b: Bilingual, locale: str) -> Caller:
    return make.shopper(b.shop.tenant, b.shop.store, locale)


def test_a_store_its_policies_and_words(bilingual: Bilingual) -> None:
    store = ids.public("store", bilingual.shop.store)
    own = {"en": {"terms": "<p>Pay first.</p>", "tagline": "Made by hand"}}
    bilingual.do(lambda ctx: selling.update(ctx, bilingual.shop.store, StoreChange(texts=own), 1))
    bilingual.say("store", store, terms="<p>Payez d’abord.</p>")
    assert texts(bilingual, "store", store) == {"terms": "<p>Payez d’abord.</p>"}
    seen = bilingual.work.perform(
        shopper(bilingual, "fr"), lambda ctx: stores.store(ctx, bilingual.shop.store)
    )
    assert (seen.texts.terms, seen.texts.tagline) == ("<p>Payez d’abord.</p>", "Made by hand")
    with pytest.raises(IsOriginal):
        bilingual.say("store", store, "en", terms="x")


def test_ways_to_send_and_to_pay(bilingual: Bilingual) -> None:
    zone = ShippingZone(
        name="Home", countries=["FR"], rates=[ShippingRate(code="c", name="Courier", price_minor=500)]
    )
    method = PaymentMethod(provider="bank_transfer", name="Bank transfer", description="In three days.")

    def act(ctx: Context) -> None:
        selling.set_shipping(ctx, bilingual.shop.store, [zone])
        selling.set_payment_methods(ctx, bilingual.shop.store, [method])

    bilingual.do(act)
    bilingual.say("shipping", the_only(bilingual, "shipping"), name="Coursier")
    bilingual.say("payment", the_only(bilingual, "payment"), name="Virement")
    assert texts(bilingual, "shipping", the_only(bilingual, "shipping")) == {"name": "Coursier"}
    seen = bilingual.work.perform(
        shopper(bilingual, "fr"), lambda ctx: stores.store(ctx, bilingual.shop.store)
    )
    assert [(m.name, m.description) for m in seen.payment_methods] == [("Virement", "In three days.")]


def test_messages_keep_what_is_filled_in(bilingual: Bilingual) -> None:
    kinds = bilingual.do(lambda ctx: [t.kind for t in merchants.list_templates(ctx) if t.channel == "email"])
    kind = kinds[0]
    words = WordingInput(subject="Hello from {{ store }}", body="Dear all,\n\n=> Look: {{ store_link }}")
    bilingual.do(lambda ctx: merchants.save(ctx, "email", kind, "en", words, 0))
    thing = the_only(bilingual, "message")
    for lost in ("Chers tous,", "Chers tous,\n\n=> Voir: {{ store_link }} {{ store }}"):
        with pytest.raises(PlaceholdersDiffer):
            bilingual.say("message", thing, body=lost)
    with pytest.raises(MessageLanguageUnknown):
        bilingual.say("message", thing, "ar", subject="{{ store }}")
    body = "Chers tous,\n\n=> Voir: {{ store_link }}"
    bilingual.say("message", thing, subject="Bonjour de {{ store }}", body=body)
    assert texts(bilingual, "message", thing)["subject"] == "Bonjour de {{ store }}"
    said = bilingual.do(lambda ctx: merchants.template(ctx, "email", kind, "fr"))
    assert said.is_own and said.body.startswith("Chers tous")


def test_collections_have_addresses_in_each_language(bilingual: Bilingual) -> None:
    def make_two(ctx: Context) -> tuple[UUID, UUID]:
        new = NewCollection("Summer", kind="manual", translations={"fr": CollectionTexts("Été", slug="ete")})
        return collecting.create(ctx, new), collecting.create(ctx, NewCollection("Winter", kind="manual"))

    summer, winter = bilingual.do(make_two)
    french = bilingual.work.perform(shopper(bilingual, "fr"), lambda ctx: collections.by_slug(ctx, "summer"))
    assert (french.slug, french.title) == ("ete", "Été")
    assert french.slugs == {"en": "summer", "fr": "ete", "ar": "summer"}
    with pytest.raises(SlugTaken):
        bilingual.say("collection", ids.public("coll", winter), slug="ete")
    with pytest.raises(SlugTaken):
        bilingual.say("collection", ids.public("coll", winter), "ar", slug="summer")
    bilingual.say("collection", ids.public("coll", summer), slug="")
    french = bilingual.work.perform(shopper(bilingual, "fr"), lambda ctx: collections.by_slug(ctx, "summer"))
    assert french.slug == "summer"


def test_a_slug_is_one_things_in_all_languages(bilingual: Bilingual) -> None:
    other = bilingual.do(lambda ctx: catalog.create_product(ctx, NewProduct("Chat")))
    with pytest.raises(SlugTaken):
        bilingual.say("product", bilingual.product, slug="chat")
    with pytest.raises(InvalidInput):
        bilingual.say("product", bilingual.product, slug="Not A Slug")
    bilingual.say("product", ids.public("prod", other), slug="gato")
    with pytest.raises(SlugTaken):
        bilingual.say("product", bilingual.product, "ar", slug="gato")
    assert texts(bilingual, "product", bilingual.product) == {}


def test_pages(bilingual: Bilingual, other_shop: Shop, work: Work) -> None:
    store = bilingual.shop.store
    about = bilingual.do(
        lambda ctx: pages.create(ctx, store, NewPage("Shipping", translations={"fr": PageTexts("Envoi")}))
    )
    page = bilingual.do(lambda ctx: page_queries.for_staff(ctx, about))
    assert (page.slug, page.is_visible, page.position) == ("shipping-2", False, 0), "shipping is a policy's"
    second = bilingual.do(lambda ctx: pages.create(ctx, store, NewPage("Care", slug="care")))
    with pytest.raises(PageSlugTaken):
        bilingual.do(lambda ctx: pages.create(ctx, store, NewPage("Care", slug="care")))
    with pytest.raises(PageSlugTaken):
        bilingual.say("page", page.id, slug="care")
    with pytest.raises(InvalidInput):
        bilingual.do(lambda ctx: pages.create(ctx, store, NewPage("", slug="About Us")))
    bilingual.do(lambda ctx: pages.update(ctx, second, PageChange(position=0, is_visible=True), 1))
    listed = bilingual.do(lambda ctx: page_queries.list_for_staff(ctx, store))
    assert [p.title for p in listed] == ["Care", "Shipping"]
    with pytest.raises(PageNotFound):
        work.perform(other_shop.caller, lambda ctx: page_queries.for_staff(ctx, about))
    with pytest.raises(PageNotFound):
        work.perform(other_shop.caller, lambda ctx: pages.delete(ctx, about))
    with pytest.raises(PageNotFound):
        work.perform(shopper(bilingual, "fr"), lambda ctx: page_queries.by_slug(ctx, store, "shipping-2"))
    bilingual.do(lambda ctx: pages.delete(ctx, second))
    again = bilingual.do(lambda ctx: pages.create(ctx, store, NewPage("Care", slug="care")))
    assert again != second


def test_who_works_in_one_store_translates_goods_only(bilingual: Bilingual) -> None:
    role = make.role(
        bilingual.work, bilingual.shop.tenant,
        "products:read", "products:write", "categories:read", "settings:read", "settings:write",
    )  # fmt: skip
    place = ids.public("store", bilingual.shop.store)
    person = make.staff(bilingual.work, bilingual.shop.tenant, GrantInput(role, [place]))
    seen = bilingual.work.perform(person, queries.overview)
    kinds: set[Any] = {state.kind for language in seen.languages for state in language.kinds}
    assert "product" in kinds and not kinds & {"store", "page", "shipping", "payment", "message"}
    with pytest.raises(Forbidden):
        bilingual.work.perform(
            person, lambda ctx: writing.write(ctx, "fr", "store", place, {"terms": NewText("x")})
        )


def test_the_language_of_the_originals_can_be_said(bilingual: Bilingual) -> None:
    bilingual.do(lambda ctx: writing.set_source(ctx, "fr"))
    assert bilingual.do(queries.overview).source == "fr"
    with pytest.raises(IsOriginal):
        bilingual.say("product", bilingual.product, title="Robe")
    bilingual.say("product", bilingual.product, "en", title="Dress")

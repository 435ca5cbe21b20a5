"""How far things are translated follows whoever writes, and knows what became outdated."""

from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.people import Shop

from duka.catalog import service as catalog
from duka.catalog.inputs import (
    AttributeTexts,
    ImageInput,
    NewAttribute,
    NewProduct,
    OptionInput,
    ProductChange,
    ProductTexts,
)
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden
from duka.kernel.work import Work
from duka.languages import queries, writing
from duka.languages.errors import (
    IsOriginal,
    LanguageUnknown,
    OriginalChanged,
    TextChanged,
    TextNotFound,
    ThingNotFound,
)
from duka.languages.types import NewText, ThingTexts


def dress(ctx: Context, **given: Any) -> UUID:
    return catalog.create_product(
        ctx,
        NewProduct(
            title="Wax dress",
            description="<p>Long.</p>",
            options=[OptionInput("Size/fit", ["S", "L"])],
            **given,
        ),
    )


def public(product: UUID) -> str:
    return ids.public("prod", product)


def texts(work: Work, shop: Shop, product: UUID, locale: str = "fr") -> ThingTexts:
    return work.perform(shop.caller, lambda ctx: queries.texts(ctx, locale, "product", public(product)))


def write(work: Work, shop: Shop, product: UUID, locale: str = "fr", **said: str | NewText) -> None:
    given = {field: NewText(t) if isinstance(t, str) else t for field, t in said.items()}
    work.perform(shop.caller, lambda ctx: writing.write(ctx, locale, "product", public(product), given))


def states(found: ThingTexts) -> dict[str, str]:
    return {text.field: text.state for text in found.texts}


@pytest.fixture
def product(work: Work, shop: Shop) -> UUID:
    return work.perform(shop.caller, dress)


def test_every_text_of_a_product_stands_beside_its_translation(work: Work, shop: Shop, product: UUID) -> None:
    found = texts(work, shop, product)
    assert (found.title, found.source_locale, found.direction) == ("Wax dress", "en", "ltr")
    assert [text.field for text in found.texts] == [
        "title", "description", "slug", "options/Size~1fit", "options/Size~1fit/L", "options/Size~1fit/S",
    ]  # fmt: skip
    assert set(states(found).values()) == {"missing"}
    assert {text.format for text in found.texts} == {"line", "html", "slug"}


def test_a_text_is_written_where_it_is_read_and_says_by_whom(work: Work, shop: Shop, product: UUID) -> None:
    said = {"title": NewText("Robe en wax"), "options/Size~1fit/S": NewText("P")}
    work.perform(shop.caller, lambda ctx: writing.write(ctx, "fr", "product", public(product), said))
    found = {text.field: text for text in texts(work, shop, product).texts}
    assert (found["title"].text, found["title"].state, found["title"].by) == (
        "Robe en wax",
        "translated",
        "Alice",
    )
    assert found["title"].at is not None
    assert found["options/Size~1fit/S"].text == "P"
    assert found["description"].state == "missing"


def test_a_changed_original_makes_its_translation_outdated_and_no_other(
    work: Work, shop: Shop, product: UUID
) -> None:
    write(work, shop, product, title="Robe en wax", description="<p>Longue.</p>")
    work.perform(shop.caller, lambda ctx: _retitle(ctx, product, "Wax gown"))
    assert states(texts(work, shop, product))["title"] == "outdated"
    assert states(texts(work, shop, product))["description"] == "translated"
    confirmed = work.perform(
        shop.caller,
        lambda ctx: writing.confirm(ctx, "fr", "product", public(product), ["title", "description"]),
    )
    assert confirmed == 1
    assert states(texts(work, shop, product))["title"] == "translated"
    work.perform(shop.caller, lambda ctx: _retitle(ctx, product, "Wax dress"))
    assert states(texts(work, shop, product))["title"] == "outdated"


def _retitle(ctx: Context, product: UUID, title: str) -> None:
    version = ctx.db.value(
        "select version from products where tenant_id = %(tenant)s and id = %(id)s", id=product
    )
    catalog.update_product(ctx, product, ProductChange(title=title), version)


def test_whoever_writes_is_counted(work: Work, shop: Shop, product: UUID) -> None:
    """The editor of products knows nothing of this module."""
    change = ProductChange(translations={"fr": ProductTexts("Robe en wax")})
    work.perform(shop.caller, lambda ctx: catalog.update_product(ctx, product, change, 1))
    fr = _of_language(work, shop, "fr", "product")
    assert (fr.things, fr.texts, fr.translated, fr.outdated) == (1, 5, 1, 0)


def _of_language(work: Work, shop: Shop, locale: str, kind: str) -> Any:
    overview = work.perform(shop.caller, queries.overview)
    found = next(language for language in overview.languages if language.locale == locale)
    return next(state for state in found.kinds if state.kind == kind)


def test_things_are_listed_by_what_they_lack(work: Work, shop: Shop, product: UUID) -> None:
    new = NewProduct(title="Étoffe")
    other = work.perform(shop.caller, lambda ctx: catalog.create_product(ctx, new))
    write(work, shop, other, title="Étoffe de coton")

    def listed(state: Any, search: str = "") -> list[str]:
        found = work.perform(
            shop.caller, lambda ctx: queries.list_things(ctx, "fr", "product", state, search)
        )
        return [thing.title for thing in found.items]

    assert listed("all") == ["Étoffe", "Wax dress"]
    assert listed("missing") == ["Wax dress"]
    assert listed("complete") == ["Étoffe"]
    assert listed("all", "etof") == ["Étoffe"]
    first = work.perform(shop.caller, lambda ctx: queries.list_things(ctx, "fr", "product", limit=1))
    rest = work.perform(
        shop.caller, lambda ctx: queries.list_things(ctx, "fr", "product", cursor=first.next, limit=1)
    )
    assert [first.items[0].title, rest.items[0].title, rest.next] == ["Étoffe", "Wax dress", None]


def test_archived_goods_are_no_work(work: Work, shop: Shop, product: UUID) -> None:
    work.perform(shop.caller, lambda ctx: catalog.archive_product(ctx, product))
    assert work.perform(shop.caller, lambda ctx: queries.list_things(ctx, "fr", "product")).items == []


def test_what_somebody_did_not_see_is_not_written_over(work: Work, shop: Shop, product: UUID) -> None:
    seen = next(t for t in texts(work, shop, product).texts if t.field == "title").seen
    write(work, shop, product, title="Robe")
    with pytest.raises(TextChanged):
        write(work, shop, product, title=NewText("Une robe", seen))
    seen = next(t for t in texts(work, shop, product).texts if t.field == "title").seen
    work.perform(shop.caller, lambda ctx: _retitle(ctx, product, "Wax gown"))
    with pytest.raises(OriginalChanged):
        write(work, shop, product, title=NewText("Une robe", seen))
    assert next(t for t in texts(work, shop, product).texts if t.field == "title").text == "Robe"


def test_an_emptied_text_falls_back(work: Work, shop: Shop, product: UUID) -> None:
    write(work, shop, product, title="Robe")
    write(work, shop, product, title="")
    assert set(states(texts(work, shop, product)).values()) == {"missing"}


def test_refusals(work: Work, shop: Shop, other_shop: Shop, product: UUID) -> None:
    with pytest.raises(IsOriginal):
        write(work, shop, product, "en", title="x")
    with pytest.raises(LanguageUnknown):
        write(work, shop, product, "xx-XX", title="x")
    with pytest.raises(TextNotFound):
        write(work, shop, product, nothing="x")
    with pytest.raises(ThingNotFound):
        texts(work, other_shop, product)
    with pytest.raises(ThingNotFound):
        write(work, other_shop, product, title="x")
    reader = make.caller(shop.tenant, shop.store, "products:read")
    with pytest.raises(Forbidden):
        work.perform(
            reader, lambda ctx: writing.write(ctx, "fr", "product", public(product), {"title": NewText("x")})
        )
    assert set(states(texts(work, shop, product)).values()) == {"missing"}


def test_text_attributes_and_choices(work: Work, shop: Shop) -> None:
    def made(ctx: Context) -> tuple[UUID, UUID]:
        catalog.create_attribute(ctx, NewAttribute("care", "Care", "text"))
        colour = catalog.create_attribute(
            ctx,
            NewAttribute(
                "colour", "Colour", "choice", ["red", "a/b"], translations={"fr": AttributeTexts("Couleur")}
            ),
        )
        return colour, dress(ctx, attributes={"care": "Wash cold", "colour": "red"})

    colour, product = work.perform(shop.caller, made)
    said = {"name": NewText("Teinte"), "choices/a~1b": NewText("a et b")}
    work.perform(
        shop.caller, lambda ctx: writing.write(ctx, "fr", "attribute", ids.public("attr", colour), said)
    )
    found = work.perform(
        shop.caller, lambda ctx: queries.texts(ctx, "fr", "attribute", ids.public("attr", colour))
    )
    assert {text.field: text.text for text in found.texts} == {
        "name": "Teinte", "choices/a~1b": "a et b", "choices/red": "",
    }  # fmt: skip
    work.perform(
        shop.caller,
        lambda ctx: writing.write(
            ctx, "fr", "product", public(product), {"attributes/care": NewText("Laver à froid")}
        ),
    )
    care = next(t for t in texts(work, shop, product).texts if t.field == "attributes/care")
    assert (care.source, care.text, care.state) == ("Wash cold", "Laver à froid", "translated")


def test_what_stands_beside_a_picture(work: Work, shop: Shop, product: UUID) -> None:
    (image,) = work.perform(
        shop.caller,
        lambda ctx: catalog.set_images(
            ctx, product, [ImageInput(source_url="https://x.example/a.jpg", alt="A dress")]
        ),
    )
    name = ids.public("img", image)
    work.perform(
        shop.caller, lambda ctx: writing.write(ctx, "fr", "picture", name, {"alt": NewText("Une robe")})
    )
    found = work.perform(shop.caller, lambda ctx: queries.texts(ctx, "fr", "picture", name))
    assert [(t.source, t.text, t.most) for t in found.texts] == [("A dress", "Une robe", 300)]

from functools import partial
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests import make
from tests.people import Shop

from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import new_id
from duka.kernel.work import Work
from duka.stores import queries, service
from duka.stores.errors import StoreClosed, StoreNotFound, StoreSlugTaken
from duka.stores.inputs import NewStore, StoreChange
from duka.stores.types import Store

TEXTS = {
    "en": {"tagline": "Fresh", "terms": "<p onclick=x>Pay<script>alert(1)</script></p>"},
    "fr": {"tagline": "Frais"},
}


def seen(work: Work, shop: Shop, locale: str = "en", store: UUID | None = None) -> Store:
    caller = msgspec.structs.replace(shop.shopper, locale=locale)
    return work.perform(caller, lambda ctx: queries.store(ctx, store or shop.store))


def change(work: Work, shop: Shop, version: int = 1, **fields: Any) -> int:
    return work.perform(
        shop.caller, lambda ctx: service.update(ctx, shop.store, StoreChange(**fields), version)
    )


def test_a_store_speaks_the_callers_language_or_its_own(work: Work) -> None:
    shop = make.shop(work, locales=["fr"], texts=TEXTS)
    assert seen(work, shop, "fr-CI").texts.tagline == "Frais"
    assert seen(work, shop, "fr").locale == "fr"
    assert seen(work, shop, "sw").texts.tagline == "Fresh"
    assert seen(work, shop, "*").locale == "en"
    assert seen(work, shop, "fr").texts.terms == "<p>Pay</p>"
    assert work.last_statements == 3  # with what the company has, which is remembered


def test_everything_wrong_with_a_store_is_said_at_once(work: Work) -> None:
    new = NewStore(
        slug="Bad Slug",
        name=" ",
        currency="ABC",
        country="ZZ",
        default_locale="english",
        timezone="Mars/Base",
        stock_mode="some",
        reservation_minutes=0,
        cart_days=1000,
        theme={"preset": "neon", "accent": "red", "glow": True, "logo": "med_x"},
        contact={"email": "nobody", "fax": "1", "links": {"web": "javascript:alert(1)"}},
        texts={"fr": {"tagline": "x"}, "english": {"slogan": "x"}},
    )
    tenant = make.tenant(work)
    with pytest.raises(InvalidInput) as refused:
        work.perform(make.caller(tenant), lambda ctx: service.create(ctx, new))
    errors = refused.value.fields["errors"]
    assert isinstance(errors, dict) and set(errors) == {
        "slug", "name", "currency", "country", "default_locale", "timezone", "stock_mode", "cart_days",
        "reservation_minutes", "theme.preset", "theme.accent", "theme.glow", "theme.logo", "contact.email",
        "contact.fax", "contact.links.web", "texts.fr", "texts.english.slogan",
    }  # fmt: skip


def test_a_slug_is_free_in_another_tenant_and_taken_in_this(work: Work, shop: Shop, other_shop: Shop) -> None:
    slug = seen(work, shop).slug
    make.store(work, other_shop.tenant, slug=slug)
    with pytest.raises(StoreSlugTaken):
        make.store(work, shop.tenant, slug=slug)


def test_an_update_keeps_what_it_does_not_name(work: Work, shop: Shop) -> None:
    assert change(work, shop, name=" New name ", contact={"phone": "+33 1"}, theme={"accent": "#FFEE00"}) == 2
    change(
        work, shop, 2, contact={"email": "a@b.example"}, locales=["fr"], texts={"fr": {"tagline": "Frais"}}
    )
    store = seen(work, shop, "fr")
    assert (store.name, store.version, store.locales) == ("New name", 3, ["en", "fr"])
    assert (store.contact.phone, store.contact.email) == ("+33 1", "a@b.example")
    assert (store.theme.accent, store.theme.on_accent) == ("#ffee00", "#000000")
    assert store.texts.tagline == "Frais"


def test_a_stale_version_changes_nothing(work: Work, shop: Shop) -> None:
    change(work, shop, name="First")
    with pytest.raises(VersionConflict):
        change(work, shop, name="Second")
    assert seen(work, shop).name == "First"


def test_a_stranger_sees_and_changes_nothing(work: Work, shop: Shop, other_shop: Shop) -> None:
    stranger = make.caller(other_shop.tenant)
    with pytest.raises(StoreNotFound):
        work.perform(stranger, lambda ctx: service.update(ctx, shop.store, StoreChange(name="Mine"), 1))
    for ask in (queries.store, queries.selling):
        with pytest.raises(StoreNotFound):
            work.perform(stranger, partial(ask, store_id=shop.store))
    assert work.perform(stranger, lambda ctx: queries.find_store(ctx, seen(work, shop).id)) is None


def test_a_shopper_of_one_store_learns_nothing_of_another(work: Work, shop: Shop) -> None:
    other = make.store(work, shop.tenant)
    with pytest.raises(StoreNotFound):
        seen(work, shop, store=other)
    listed = work.perform(shop.shopper, queries.list_stores)
    assert [s.id for s in listed] == [f"store_{shop.store.hex}"]
    assert len(work.perform(shop.caller, queries.list_stores)) == 2


def test_without_permission_nothing_is_changed(work: Work, shop: Shop) -> None:
    with pytest.raises(Forbidden):
        work.perform(shop.shopper, lambda ctx: service.update(ctx, shop.store, StoreChange(name="Mine"), 1))


def test_a_closed_store_is_closed_to_shoppers_and_open_to_staff(work: Work, shop: Shop) -> None:
    change(work, shop, status="closed")
    with pytest.raises(StoreClosed):
        seen(work, shop)
    with pytest.raises(StoreClosed):
        work.perform(shop.shopper, lambda ctx: queries.selling(ctx, shop.store))
    assert work.perform(shop.caller, lambda ctx: queries.selling(ctx, shop.store)).status == "closed"


def test_a_foreign_picture_is_no_logo(work: Work, shop: Shop) -> None:
    with pytest.raises(InvalidInput):
        change(work, shop, theme={"logo": f"med_{new_id().hex}"})


def test_events_tell_of_the_store(work: Work, shop: Shop) -> None:
    change(work, shop, name="New", cart_days=3)
    rows = work.perform(
        shop.caller,
        lambda ctx: ctx.db.all(
            """select type, payload from events where tenant_id = %(tenant)s and aggregate_id = %(id)s
               order by id""",
            id=shop.store,
        ),
    )
    assert [row.type for row in rows] == ["store.created", "store.updated"]
    assert rows[1].payload["fields"] == ["cart_days", "name"]


def test_stores_are_found_by_slug_and_public_id(work: Work, shop: Shop) -> None:
    store = seen(work, shop)
    for text, found in (
        (store.slug, shop.store),
        (store.id, shop.store),
        ("nowhere", None),
        ("store_x", None),
    ):
        assert work.perform(shop.caller, partial(queries.find_store, text=text)) == found

"""Writing translations: through the verbs of those whose texts they are, which check them, announce the change and leave the
trail entry."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec

from duka.catalog import service as catalog
from duka.catalog.collections import service as collections
from duka.catalog.collections.types import CollectionChange, CollectionTexts
from duka.catalog.inputs import (
    AttributeChange,
    AttributeTexts,
    CategoryChange,
    CategoryTexts,
    OptionInput,
    ProductChange,
    ProductTexts,
)
from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.languages import kinds, placeholders, queries
from duka.languages.errors import (
    IsOriginal,
    MessageLanguageUnknown,
    OriginalChanged,
    TextChanged,
    TextNotFound,
    ThingNotFound,
)
from duka.languages.kinds import SLUG, Kind
from duka.languages.queries import Held
from duka.languages.types import NewText
from duka.mail import merchants, wording
from duka.mail.merchants import WordingInput
from duka.stores import service as stores
from duka.stores import snapshots
from duka.stores.inputs import PaymentMethod, ShippingZone, StoreChange
from duka.stores.pages import service as pages
from duka.stores.pages.types import PageChange, PageTexts

Texts = Mapping[str, str]
_TOLD = frozenset({"product", "category", "collection", "attribute", "page", "store"})
"""Kinds that the trail knows by the same name (`audit.things`)."""


def write(ctx: Context, locale: str, kind_name: str, thing: str, texts: Mapping[str, NewText]) -> None:
    """These texts of a thing in one language from now on; what is not named stays.

    Refuses `ThingNotFound`, `LanguageUnknown`, `IsOriginal`, `TextNotFound`, `TextChanged` and `OriginalChanged` (what was
    seen is there no more), `PlaceholdersDiffer`, and whatever the owner of the texts refuses, in terms of its own fields.
    """
    kind = kinds.require(ctx, kind_name, to_write=True)
    queries.known(ctx, locale)
    id = kinds.parse(kind, thing)
    if locale == queries.source_locale(ctx, kind.name, id):
        raise IsOriginal(locale=locale)
    found = queries.held(ctx, locale, kind, [id]).get(id)
    if found is None:
        raise ThingNotFound()
    for field, new in texts.items():
        _refuse_unseen(found, field, new.seen)
    put(ctx, locale, kind, found, {field: new.text for field, new in texts.items()})


def put(ctx: Context, locale: str, kind: Kind, thing: Held, texts: Texts) -> None:
    """The same for a thing that was looked at already. Refuses `TextNotFound`, `PlaceholdersDiffer` and what the owner
    refuses."""
    for field, text in texts.items():
        if field not in thing.sources and (field != SLUG or thing.slug is None):
            raise TextNotFound(field=field)
        if kind.name == "message" and text.strip():
            placeholders.require_same(thing.sources[field], text)
    ctx.db.run("select set_config('app.translator', %(name)s, true)", name=ctx.actor.name or ctx.actor.label)
    _WRITERS[kind.name](ctx, thing.id, locale, texts)


def confirm(ctx: Context, locale: str, kind_name: str, thing: str, fields: Sequence[str]) -> int:
    """The original changed, and these texts are right all the same: they are outdated no more. Returns how many there were.
    Refuses `ThingNotFound`, `LanguageUnknown`."""
    kind = kinds.require(ctx, kind_name, to_write=True)
    queries.known(ctx, locale)
    id = kinds.parse(kind, thing)
    if id not in queries.held(ctx, locale, kind, [id]):
        raise ThingNotFound()
    confirmed: int = ctx.db.value(
        "select confirm_texts(%(tenant)s, %(kind)s, %(id)s, %(locale)s, %(fields)s, %(by)s)",
        kind=kind.name,
        id=id,
        locale=locale,
        fields=list(fields),
        by=ctx.actor.name or ctx.actor.label,
    )
    if confirmed:
        told = (kind.name, id) if kind.name in _TOLD else ("tenant", ctx.tenant)
        trail.note(ctx, "translation.confirmed", *told, language=locale, thing=thing, fields=list(fields))
    return confirmed


def set_source(ctx: Context, locale: str) -> None:
    """Say in which language the originals are written, for all stores: nothing is translated by that, but texts fall back
    otherwise (`kernel.languages`). Refuses `LanguageUnknown`."""
    ctx.require_everywhere("settings:write")
    queries.known(ctx, locale)
    before = queries.source_locale(ctx)
    ctx.db.run(
        """update stores set source_locale = %(locale)s
           where tenant_id = %(tenant)s and source_locale <> %(locale)s""",
        locale=locale,
    )
    ctx.db.run(
        """select keep_text_states(%(tenant)s, 'message', array(
             select m.id from mail_templates m where m.tenant_id = %(tenant)s))"""
    )
    trail.note(
        ctx, "languages.source_set", "tenant", ctx.tenant, before={"source": before}, after={"source": locale}
    )


def _refuse_unseen(thing: Held, field: str, seen: str) -> None:
    now = queries.seen(thing, field)
    if not seen or seen == now or (field not in thing.sources and field != SLUG):
        return
    if seen[:16] != now[:16]:
        raise OriginalChanged()
    raise TextChanged(by=thing.marks.get(field, {}).get("by") or "Somebody")


def _row(ctx: Context, table: str, id: UUID) -> Row:
    """Refuses `ThingNotFound`."""
    row = ctx.db.one(_ROWS[table], id=id)
    if row is None:
        raise ThingNotFound()
    return row


_ROWS = {
    "products": "select version, translations, options from products where tenant_id = %(tenant)s and id = %(id)s",
    "categories": "select version, translations from categories where tenant_id = %(tenant)s and id = %(id)s",
    "collections": "select version, translations from collections where tenant_id = %(tenant)s and id = %(id)s",
    "attributes": "select translations from attributes where tenant_id = %(tenant)s and id = %(id)s",
    "pages": "select version, translations from pages where tenant_id = %(tenant)s and id = %(id)s",
    "stores": "select version, texts from stores where tenant_id = %(tenant)s and id = %(id)s",
    "shipping": """select z.store_id, z.name as zone, r.code from shipping_rates r
        join shipping_zones z on z.tenant_id = r.tenant_id and z.id = r.zone_id
       where r.tenant_id = %(tenant)s and z.tenant_id = %(tenant)s and r.id = %(id)s""",
    "payment": "select store_id, provider from payment_methods where tenant_id = %(tenant)s and id = %(id)s",
    "message": "select store_id, channel, kind from mail_templates where tenant_id = %(tenant)s and id = %(id)s",
}


def _merged(translations: Mapping[str, Any], locale: str, texts: Mapping[str, Any]) -> dict[str, Any]:
    return {**translations, locale: {**translations.get(locale, {}), **texts}}


def _product(ctx: Context, id: UUID, locale: str, texts: Texts) -> None:
    row = _row(ctx, "products", id)
    labels = {field: text for field, text in texts.items() if field.startswith("options/")}
    if labels:
        catalog.set_options(ctx, id, [_option(option, locale, labels) for option in row.options])
        row = _row(ctx, "products", id)
    said = row.translations.get(locale, {})
    values = {kinds.parts(field)[1]: text for field, text in texts.items() if field.startswith("attributes/")}
    own: dict[str, Any] = {field: text for field, text in texts.items() if "/" not in field}
    if values:
        own["attributes"] = {**said.get("attributes", {}), **values}
    if own:
        merged = msgspec.convert(_merged(row.translations, locale, own), dict[str, ProductTexts])
        catalog.update_product(ctx, id, ProductChange(translations=merged), row.version)


def _option(option: Mapping[str, Any], locale: str, labels: Texts) -> OptionInput:
    """The option with those of the labels that are its own."""
    name = kinds.part(option["name"])
    said = option["translations"].get(locale, {"name": "", "values": {}})
    values = {
        value: labels.get(f"options/{name}/{kinds.part(value)}", said["values"].get(value, ""))
        for value in option["values"]
    }
    words = {
        "name": labels.get(f"options/{name}", said["name"]),
        "values": {value: text for value, text in values.items() if text},
    }
    return msgspec.convert({**option, "translations": {**option["translations"], locale: words}}, OptionInput)


def _category(ctx: Context, id: UUID, locale: str, texts: Texts) -> None:
    row = _row(ctx, "categories", id)
    merged = msgspec.convert(_merged(row.translations, locale, texts), dict[str, CategoryTexts])
    catalog.update_category(ctx, id, CategoryChange(translations=merged), row.version)


def _collection(ctx: Context, id: UUID, locale: str, texts: Texts) -> None:
    row = _row(ctx, "collections", id)
    merged = msgspec.convert(_merged(row.translations, locale, texts), dict[str, CollectionTexts])
    collections.update(ctx, id, CollectionChange(translations=merged), row.version)


def _attribute(ctx: Context, id: UUID, locale: str, texts: Texts) -> None:
    row = _row(ctx, "attributes", id)
    said = row.translations.get(locale, {})
    choices = {kinds.parts(field)[1]: text for field, text in texts.items() if "/" in field}
    own = {
        "name": texts.get("name", said.get("name", "")),
        "choices": {**said.get("choices", {}), **choices},
    }
    merged = msgspec.convert(_merged(row.translations, locale, own), dict[str, AttributeTexts])
    catalog.update_attribute(ctx, id, AttributeChange(translations=merged))


def _picture(ctx: Context, id: UUID, locale: str, texts: Texts) -> None:
    catalog.say_of_image(ctx, id, locale, texts["alt"])


def _page(ctx: Context, id: UUID, locale: str, texts: Texts) -> None:
    row = _row(ctx, "pages", id)
    merged = msgspec.convert(_merged(row.translations, locale, texts), dict[str, PageTexts])
    pages.update(ctx, id, PageChange(translations=merged), row.version)


def _store(ctx: Context, id: UUID, locale: str, texts: Texts) -> None:
    row = _row(ctx, "stores", id)
    merged = {**row.texts.get(locale, {}), **texts}
    stores.update(ctx, id, StoreChange(texts={locale: merged}), row.version)


def _shipping(ctx: Context, id: UUID, locale: str, texts: Texts) -> None:
    row = _row(ctx, "shipping", id)
    zones = snapshots.load_shipping(ctx, row.store_id)["zones"]
    for zone in zones:
        for rate in zone["rates"]:
            if (zone["name"], rate["code"]) == (row.zone, row.code):
                rate["translations"] = _merged(rate["translations"], locale, texts)
    stores.set_shipping(ctx, row.store_id, msgspec.convert(zones, list[ShippingZone]))


def _payment(ctx: Context, id: UUID, locale: str, texts: Texts) -> None:
    row = _row(ctx, "payment", id)
    methods = snapshots.load_payments(ctx, row.store_id)["methods"]
    for method in methods:
        if method["provider"] == row.provider:
            method["translations"] = _merged(method["translations"], locale, texts)
    stores.set_payment_methods(ctx, row.store_id, msgspec.convert(methods, list[PaymentMethod]))


def _message(ctx: Context, id: UUID, locale: str, texts: Texts) -> None:
    """Both parts of a letter are said together: what is not written yet is ours."""
    if locale not in wording.LOCALES:
        raise MessageLanguageUnknown(known=", ".join(wording.LOCALES))
    row = _row(ctx, "message", id)
    place = (row.channel, row.kind, locale)
    before = merchants.template(ctx, *place, row.store_id)
    said = {"subject": before.subject, "body": before.body} | dict(texts)
    if not said["body"].strip():
        merchants.reset(ctx, *place, row.store_id)
        return
    words = WordingInput(subject=said["subject"], body=said["body"])
    merchants.save(ctx, *place, words, before.version, row.store_id)


_WRITERS: dict[str, Callable[[Context, UUID, str, Texts], None]] = {
    "product": _product,
    "picture": _picture,
    "category": _category,
    "collection": _collection,
    "attribute": _attribute,
    "page": _page,
    "store": _store,
    "shipping": _shipping,
    "payment": _payment,
    "message": _message,
}

"""What the demo says in two languages: addresses, pictures' texts, pages; and, on the farm, what is still to be said."""

from functools import partial
from typing import Any
from uuid import UUID

from duka.catalog import service as catalog
from duka.demo.catalogue.types import DemoCatalogue
from duka.demo.planting import Planted
from duka.kernel import ids
from duka.kernel.context import SYSTEM, Context
from duka.kernel.errors import Refusal
from duka.kernel.text import slugify
from duka.kernel.work import Caller
from duka.languages import writing
from duka.languages.types import NewText
from duka.stores.pages import service as pages
from duka.stores.pages.types import NewPage, PageTexts
from duka.wiring import Services

FARM = "linden-hill"
UNTOLD, HALF = 9, 3
"""On the farm every ninth product is not said in French at all, and every third lacks its longer texts."""

QUESTIONS = {
    "en": (
        "Questions and answers",
        """## When does my order arrive?
You see the days beside each way of delivery, before you pay. We write to you when it leaves us.

## Can I change my order?
Yes, until it is packed: open it from the letter that we sent you.

## How do I pay?
As you like best of what the checkout offers. We never see your card's number.

## Something is not as it should be
Write to us with a picture, and we put it right: [contact](../contact).
""",
    ),
    "fr": (
        "Questions fréquentes",
        """## Quand arrive ma commande ?
Les délais sont indiqués à côté de chaque mode de livraison, avant de payer. Nous vous écrivons au départ du colis.

## Puis-je modifier ma commande ?
Oui, tant qu’elle n’est pas emballée : ouvrez-la depuis notre lettre.

## Comment payer ?
Comme vous préférez, parmi ce que propose la caisse. Nous ne voyons jamais le numéro de votre carte.

## Quelque chose ne va pas
Écrivez-nous avec une photo, et nous arrangeons cela : [contact](../contact).
""",
    ),
}
SIZES = {
    "en": (
        "Size guide",
        "| | S | M | L |\n|---|---|---|---|\n| Bust (cm) | 84 | 92 | 100 |\n| Waist (cm) | 66 | 74 | 82 |\n",
    ),
    "fr": (
        "Guide des tailles",
        "| | S | M | L |\n|---|---|---|---|\n| Poitrine (cm) | 84 | 92 | 100 |\n| Taille (cm) | 66 | 74 | 82 |\n",
    ),
}
VISITS = {
    "en": (
        "Visit the farm",
        "Come and see us on **Saturdays from 9 to 13**. Dogs stay on the lead; children may feed the hens.",
    ),
    "fr": ("", ""),
}


def speak(services: Services, demo: DemoCatalogue, planted: Planted) -> int:
    """Returns how many pages there are. Done once, after the goods are planted."""
    work, (main, other) = services.work, demo.store.locales[:2]
    system = Caller(planted.tenant, SYSTEM, locale=main)
    things = work.perform(system, _things)
    for number, (kind, row) in enumerate(things):
        texts = _wanted(demo, kind, row, number, other)
        if texts:
            work.perform(system, partial(_say, kind=kind, id=row.id, other=other, texts=texts))
    if demo.store.code != FARM:
        work.perform(system, partial(_say_of_pictures, other=other))
    shown = (QUESTIONS, VISITS if demo.store.code == FARM else SIZES)
    for words in shown:
        work.perform(system, partial(pages.create, store_id=planted.store, new=_page(words, main, other)))
    return len(shown)


def _things(ctx: Context) -> list[tuple[str, Any]]:
    products = ctx.db.all(
        """select p.id, p.translations from products p where p.tenant_id = %(tenant)s order by p.slug"""
    )
    categories = ctx.db.all(
        "select c.id, c.translations from categories c where c.tenant_id = %(tenant)s order by c.slug"
    )
    return [*(("product", row) for row in products), *(("category", row) for row in categories)]


def _wanted(demo: DemoCatalogue, kind: str, row: Any, number: int, other: str) -> dict[str, str]:
    said = row.translations.get(other, {})
    if demo.store.code == FARM and kind == "product" and number % HALF == 0:
        fields = ("description", "seo_title", "seo_description")
        return dict.fromkeys((*fields, "title") if number % UNTOLD == 0 else fields, "")
    name = said.get("title") or said.get("name")
    return {"slug": slugify(name)} if name else {}


def _say(ctx: Context, kind: str, id: UUID, other: str, texts: dict[str, str]) -> None:
    """An address that something else has is left out."""
    prefix = "prod" if kind == "product" else "cat"
    said = {field: NewText(text) for field, text in texts.items()}
    try:
        with ctx.db.savepoint():
            writing.write(ctx, other, kind, ids.public(prefix, id), said)
    except Refusal:
        if "slug" not in texts:
            raise


def _say_of_pictures(ctx: Context, other: str) -> None:
    """What stands beside a product's picture is its title."""
    for row in ctx.db.all(
        """select i.id, p.translations #>> array[%(other)s, 'title'] as title from product_images i
             join products p on p.tenant_id = i.tenant_id and p.id = i.product_id
            where i.tenant_id = %(tenant)s and p.tenant_id = %(tenant)s order by i.id""",
        other=other,
    ):
        catalog.say_of_image(ctx, row.id, other, row.title or "")


def _page(words: dict[str, tuple[str, str]], main: str, other: str) -> NewPage:
    title, body = words[main] if words[main][0] else words[other]
    translated = PageTexts(*words[other], slug=slugify(words[other][0])) if words[other][0] else PageTexts()
    return NewPage(title=title, body=body, translations={other: translated}, is_visible=True)

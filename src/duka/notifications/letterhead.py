"""How a store's letters look: its logo, its colours as far as they can be read on white, its fonts, address and legal name."""

from collections.abc import Callable
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.mail.types import Letterhead
from duka.settings import queries as settings
from duka.stores import queries as stores
from duka.stores.sections import NOTIFICATIONS
from duka.stores.theme import as_text
from duka.stores.types import Store

WHITE = "#ffffff"
LOGO_WIDTH, LOGO_HEIGHT = 180, 64
SHOP = {"en": "Our shop", "fr": "Notre boutique"}
PRIVACY = {"en": "Privacy", "fr": "Vie privée"}
LEAST_WIDTH = 360


def heads(base_url: str) -> Callable[[Context, UUID | None, str], Letterhead]:
    """For `mail.sender`: the letterhead of a store, or the platform's own."""

    def act(ctx: Context, store: UUID | None, locale: str) -> Letterhead:
        return of_store(ctx, base_url, store, locale) if store else Letterhead()

    return act


def of_store(ctx: Context, base_url: str, store_id: UUID, locale: str) -> Letterhead:
    """Refuses `StoreNotFound`."""
    face = face_of(ctx, store_id, locale)
    url = address(ctx, base_url, store_id)
    wanted = settings.section(ctx, NOTIFICATIONS, store_id)
    logo, width = _logo(face, base_url)
    company = face.company
    legal = ", ".join(
        part
        for part in (company.legal_name, company.registration_number, company.tax_number)
        if part and part != face.name
    )
    return Letterhead(
        name=face.name,
        url=url,
        logo=logo,
        logo_width=width,
        accent=face.theme.accent,
        on_accent=face.theme.on_accent,
        accent_text=as_text(face.theme.accent, WHITE),
        ink=as_text(face.theme.ink, WHITE),
        heading_font=face.theme.heading_font,
        body_font=face.theme.body_font,
        radius=face.theme.radius,
        foot=tuple(
            line
            for line in (
                f"{face.name}, {_one_line(face.contact.address)}" if face.contact.address else face.name,
                legal,
            )
            if line
        ),
        links=(
            (SHOP.get(locale, SHOP["en"]), url),
            *(
                ((PRIVACY.get(locale, PRIVACY["en"]), f"{url}/pages/privacy"),)
                if face.texts.privacy_policy
                else ()
            ),
        ),
        sender_name=wanted.sender_name or face.name,
        reply_to=wanted.reply_to or face.contact.email,
    )


def face_of(ctx: Context, store_id: UUID, locale: str) -> Store:
    """The store in this language. Refuses `StoreNotFound`."""
    return stores.store(msgspec.structs.replace(ctx, locale=locale), store_id)


def address(ctx: Context, base_url: str, store_id: UUID) -> str:
    """Where the store is reached: its own host, or its path at this installation. Remembered for `cache_seconds`."""

    def load() -> str:
        row = ctx.db.one(
            """select t.slug as company, s.slug, (select d.host from domains d
                   where d.tenant_id = %(tenant)s and d.store_id = s.id order by not d.is_primary, d.host limit 1) as host
               from stores s join tenants t on t.id = %(tenant)s
               where s.tenant_id = %(tenant)s and s.id = %(store)s""",
            store=store_id,
        )
        if row is None:
            return base_url
        if row.host:
            return f"{urlsplit(base_url).scheme or 'https'}://{row.host}"
        return f"{base_url}/s/{row.company}/{row.slug}"

    return ctx.cache.get((ctx.tenant, "store_address", store_id), load)


def _logo(face: Store, base_url: str) -> tuple[str, int]:
    """Its whole address and how wide it is shown; twice as sharp where there is such a rendition."""
    logo = face.theme.logo
    if logo is None or not logo.widths or not logo.height:
        return "", 0
    sharp = next((width for width in logo.widths if width >= LEAST_WIDTH), logo.widths[-1])
    shown = min(LOGO_WIDTH, logo.width, LOGO_HEIGHT * logo.width // logo.height)
    folder = logo.url if "://" in logo.url else base_url + logo.url
    return f"{folder}/{sharp}.webp", max(shown, 24)


def _one_line(text: str) -> str:
    return ", ".join(line.strip() for line in text.splitlines() if line.strip())

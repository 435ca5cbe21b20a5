"""Appearances on trial: a look that only the holder of a link sees, for an hour."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.settings import limits
from duka.stores import bounds, rules, theme
from duka.stores.service.rows import as_json, lock_store
from duka.stores.service.settings import check_pictures

LASTS = timedelta(hours=1)


def save_draft(ctx: Context, store_id: UUID, look: dict[str, Any], words: dict[str, dict[str, str]]) -> str:
    """The secret of a link to the store with this look and these words, checked as if they were saved; the link before
    it ends. `look` names fields of the theme, those it leaves out are as they are. Nothing that shoppers see changes,
    so there is no entry in the audit trail. Refuses `StoreNotFound`, `InvalidInput`."""
    ctx.require("settings:write", store=store_id)
    lock_store(ctx, store_id)
    row = ctx.db.one(
        "select theme, locales from stores where tenant_id = %(tenant)s and id = %(id)s", id=store_id
    )
    assert row is not None  # its lock is held
    errors: dict[str, str] = {}
    limits.check(look, limits.of("appearance"), errors)
    kept = theme.check(look, row.theme, errors)
    bounds.check_look(bounds.of(ctx).theme, kept, row.theme, errors)
    said = rules.texts(words, list(row.locales), errors)
    check_pictures(ctx, kept, errors)
    if errors:
        raise InvalidInput({_named(field): what for field, what in errors.items()})
    token = ids.secret_token()
    ctx.db.run(
        """with old as (delete from appearance_drafts where tenant_id = %(tenant)s and expires_at < %(now)s)
           insert into appearance_drafts as d (tenant_id, id, store_id, staff_id, token_hash, appearance, expires_at)
           values (%(tenant)s, %(id)s, %(store)s, %(staff)s, %(hash)s, %(look)s::jsonb, %(until)s)
           on conflict (tenant_id, store_id, staff_id) do update set token_hash = excluded.token_hash,
             appearance = excluded.appearance, expires_at = excluded.expires_at
           where d.tenant_id = %(tenant)s""",
        id=ids.new_id(),
        store=store_id,
        staff=ctx.actor.id or store_id,
        hash=ids.token_hash(token),
        look=as_json({"theme": kept, "words": said}),
        now=ctx.now,
        until=ctx.now + LASTS,
    )
    return token


def _named(field: str) -> str:
    """In the words of the section."""
    return (
        "words" + field.removeprefix("texts") if field.startswith("texts") else field.removeprefix("theme.")
    )

"""The verbs of settings: save, restore, and remember what another module's verb changed."""

from typing import Any, TypeVar
from uuid import UUID

import msgspec

from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.settings import queries, rules
from duka.settings.errors import SettingsChangedMeanwhile, SettingsVersionNotFound
from duka.settings.events import SettingsChanged
from duka.settings.queries import Saved
from duka.settings.types import Errors, Resolved, Section, Values

T = TypeVar("T")
LONGEST_QUOTE = 1500
"""Bytes of one field's value in a refusal."""


def save(
    ctx: Context, section: Section[T], store_id: UUID | None, given: Values, version: int
) -> Resolved[T]:
    """What is decided at one place from now on, made from `version`.

    `given` names every field that is decided there: what it leaves out is inherited again. Where the truth is another
    module's, nothing is inherited, and what is left out stays as it is. Saving what is there already makes no version.
    Refuses `Forbidden`, `StoreNeeded`, `SettingsPlaceNotFound`, `SettingsChangedMeanwhile` with what differs, and
    `InvalidInput` with every mistake, those beyond the platform's limits among them.
    """
    where = queries.place(section, store_id)
    queries.require_change(ctx, section.write, where)
    return _save(ctx, section, where, given, version, restored=None)


def restore(
    ctx: Context, section: Section[T], store_id: UUID | None, old_version: int, version: int
) -> Resolved[T]:
    """An old version becomes the newest, as far as it is still understood and allowed. Refuses as `save` does, and
    `SettingsVersionNotFound`."""
    where = queries.place(section, store_id)
    queries.require_change(ctx, section.write, where)
    found = ctx.db.one(
        """select value from setting_versions
           where tenant_id = %(tenant)s and section = %(section)s and store_id is not distinct from %(store)s
             and version = %(version)s""",
        section=section.name,
        store=where,
        version=old_version,
    )
    if found is None:
        raise SettingsVersionNotFound()
    own, _, _ = rules.adopt(section, found.value)
    return _save(ctx, section, where, own, version, restored=old_version)


def remember(ctx: Context, name: str, store_id: UUID, before: Values, after: Values) -> None:
    """A verb of the module whose tables are the truth changed them: a version of the section, and the one before it
    when it is the first. The caller holds the store's lock, leaves the trail entry, and gives no secrets."""
    if before == after:
        return
    _write(ctx, name, store_id, after, None, before)


def _save(
    ctx: Context,
    section: Section[T],
    where: UUID | None,
    given: Values,
    version: int,
    restored: int | None,
) -> Resolved[T]:
    if section.truth is not None and where is not None:
        section.truth.lock(ctx, where)
    company, store = queries.last_saved(ctx, section.name, where)
    here = company if where is None else store
    present = section.truth.load(ctx, where) if section.truth is not None and where is not None else None
    if here.version != version:
        _refuse_conflict(section, here, given, present)
    below = present if present is not None else company.value if where is not None else {}
    errors: Errors = {}
    own = rules.checked(section, given, rules.adopt(section, below)[0], errors)
    if errors:
        raise InvalidInput(errors)
    if section.truth is not None and where is not None:
        section.truth.save(ctx, where, msgspec.convert({**below, **own}, section.shape))
        return queries.load(ctx, section, where)
    if own != here.value:
        _write(ctx, section.name, where, own, restored, None)
        _tell(ctx, section, where, here, own)
    return queries.load(ctx, section, where)


def _refuse_conflict(section: Section[Any], here: Saved, given: Values, present: Values | None) -> None:
    theirs = present if present is not None else rules.adopt(section, here.value)[0]
    differing = rules.changes(theirs, given)
    raise SettingsChangedMeanwhile(
        version=here.version,
        yours={c.field: _short(c.after) for c in differing if c.after_set},
        theirs={c.field: _short(c.before) for c in differing if c.before_set},
        changed_by=here.by or "Somebody",
        changed_at=here.at.isoformat() if here.at else None,
    )


def _short(value: Any) -> Any:
    """A value as a problem may quote it; what is long is read with the section."""
    return value if len(msgspec.json.encode(value)) <= LONGEST_QUOTE else "…"


def _write(
    ctx: Context,
    name: str,
    where: UUID | None,
    own: Values,
    restored: int | None,
    first: Values | None,
) -> None:
    """The next version; `first` is kept as version 0 when there was none."""
    written = ctx.db.run(
        """with known as (
             select max(version) as version from setting_versions
             where tenant_id = %(tenant)s and section = %(section)s and store_id is not distinct from %(store)s)
           insert into setting_versions (tenant_id, id, section, store_id, version, value, restored_from, actor,
                                         actor_name, at)
           select %(tenant)s, %(zero)s::uuid, %(section)s, %(store)s::uuid, 0, %(first)s::jsonb, null::int, 'system',
                  '', %(now)s::timestamptz from known where known.version is null and %(first)s::jsonb is not null
           union all
           select %(tenant)s, %(id)s::uuid, %(section)s, %(store)s::uuid, coalesce(known.version, 0) + 1,
                  %(own)s::jsonb, %(restored)s::int, %(actor)s, %(actor_name)s, %(now)s::timestamptz from known
           on conflict (tenant_id, section, store_id, version) do nothing""",
        section=name,
        store=where,
        zero=ids.new_id(),
        id=ids.new_id(),
        first=None if first is None else _as_json(first),
        own=_as_json(own),
        restored=restored,
        actor=ctx.actor.label,
        actor_name=ctx.actor.name,
        now=ctx.now,
    )
    if not written:
        raise SettingsChangedMeanwhile(
            version=None, yours=dict(own), theirs=None, changed_by="Somebody", changed_at=None
        )


def _tell(ctx: Context, section: Section[Any], where: UUID | None, before: Saved, own: Values) -> None:
    subject = where or ctx.tenant
    fields = [change.field for change in rules.changes(before.value, own)]
    fact = SettingsChanged(
        aggregate_id=subject, section=section.name, settings_version=before.version + 1, fields=fields
    )
    events.emit(ctx, fact)
    trail.note(
        ctx,
        fact.TYPE,
        "settings",
        subject,
        before=before.value,
        after=own,
        section=section.name,
        version=fact.settings_version,
    )


def _as_json(value: Values) -> str:
    return msgspec.json.encode(value).decode()

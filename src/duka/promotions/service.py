"""The verbs of promotions. Their codes are in `coding`."""

from collections.abc import Callable
from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.flags import queries as flags
from duka.kernel import events, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import VersionConflict
from duka.kernel.events import Event
from duka.kernel.ids import new_id, public
from duka.promotions import checks, coding, queries
from duka.promotions.active import FEATURE
from duka.promotions.errors import PromotionNeedsAdvanced, PromotionNotFound, PromotionOver, PromotionUsed
from duka.promotions.events import (
    PromotionActivated,
    PromotionCreated,
    PromotionEnded,
    PromotionPaused,
    PromotionUpdated,
)
from duka.promotions.inputs import NewPromotion, Promotion, PromotionChange
from duka.promotions.types import Definition

ADVANCED = "promotions_advanced"


def create(ctx: Context, new: NewPromotion) -> Promotion:
    """A draft: nobody gets it yet. Refuses `InvalidInput`, `PromotionNeedsAdvanced`, `CodeInvalid`, `CodeTaken`, `FeatureOff`."""
    _require(ctx)
    promotion_id = new_id()
    values = _values(new)
    _check(ctx, promotion_id, values)
    ctx.db.run(
        """insert into promotions (tenant_id, id, name, title, translations, needs_code, rules, priority, starts_at, ends_at,
                                   usage_limit, customer_limit, budget, created_by_name, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(name)s, %(title)s, %(translations)s::jsonb, %(needs_code)s, %(rules)s::jsonb,
                   %(priority)s, %(starts_at)s, %(ends_at)s, %(usage_limit)s, %(customer_limit)s, %(budget)s::jsonb,
                   %(by)s, %(now)s, %(now)s)""",
        id=promotion_id,
        by=ctx.actor.name,
        now=ctx.now,
        **_stored(values),
    )
    events.emit(ctx, PromotionCreated(aggregate_id=promotion_id, name=new.name))
    if new.codes:
        coding.add(ctx, promotion_id, new.codes)
    return queries.shown(queries.row_of(ctx, promotion_id))


def update(ctx: Context, promotion_id: UUID, change: PromotionChange, version: int) -> Promotion:
    """Changes what `change` names, also of one that is active: from now on. Refuses what `create` refuses, `PromotionNotFound`,
    `PromotionOver` and `VersionConflict`."""
    _require(ctx)
    row = _locked(ctx, promotion_id, version)
    if row.status == "ended":
        raise PromotionOver()
    before = _values(_as_new(row))
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    values = before | given
    if not values["title"]:
        values["title"] = values["name"]
    _check(ctx, promotion_id, values)
    ctx.db.run(
        """update promotions p set name = %(name)s, title = %(title)s, translations = %(translations)s::jsonb,
                  needs_code = %(needs_code)s, rules = %(rules)s::jsonb, priority = %(priority)s, starts_at = %(starts_at)s,
                  ends_at = %(ends_at)s, usage_limit = %(usage_limit)s, customer_limit = %(customer_limit)s,
                  budget = %(budget)s::jsonb, version = p.version + 1, updated_at = %(now)s
           where p.tenant_id = %(tenant)s and p.id = %(id)s""",
        id=promotion_id,
        now=ctx.now,
        **_stored(values),
    )
    _count_anew(ctx, promotion_id)
    changed = sorted(name for name in given if _json(values[name]) != _json(before[name]))
    if changed:
        events.emit(
            ctx, PromotionUpdated(aggregate_id=promotion_id, name=str(values["name"]), fields=changed)
        )
    return queries.shown(queries.row_of(ctx, promotion_id))


def activate(ctx: Context, promotion_id: UUID, version: int | None = None) -> Promotion:
    """From now on, or from its first day on. Twice is safe. Refuses `PromotionNotFound`, `PromotionOver`, `VersionConflict`,
    `PromotionNeedsAdvanced`, `FeatureOff`, and `InvalidInput` for what it names and is not there any more."""
    _require(ctx)
    row = _locked(ctx, promotion_id, version)
    values = _values(_as_new(row))
    _check(ctx, promotion_id, values)
    _count_anew(ctx, promotion_id)
    return _to(ctx, row, "active", lambda: PromotionActivated(aggregate_id=promotion_id, name=row.name))


def pause(ctx: Context, promotion_id: UUID, version: int | None = None) -> Promotion:
    """Nobody gets it until it is activated again. Twice is safe. Refuses `PromotionNotFound`, `PromotionOver`,
    `VersionConflict`."""
    _require(ctx)
    row = _locked(ctx, promotion_id, version)
    if row.status == "draft":
        return queries.shown(queries.row_of(ctx, promotion_id))
    return _to(ctx, row, "paused", lambda: PromotionPaused(aggregate_id=promotion_id, name=row.name))


def end(ctx: Context, promotion_id: UUID, version: int | None = None) -> Promotion:
    """Over for good. Twice is safe. Refuses `PromotionNotFound`, `VersionConflict`."""
    _require(ctx)
    row = _locked(ctx, promotion_id, version)
    if row.status == "ended":
        return queries.shown(queries.row_of(ctx, promotion_id))
    return _to(ctx, row, "ended", lambda: PromotionEnded(aggregate_id=promotion_id, name=row.name))


def duplicate(ctx: Context, promotion_id: UUID) -> Promotion:
    """A draft that says the same, without codes. Refuses `PromotionNotFound`."""
    _require(ctx)
    new = _as_new(queries.row_of(ctx, promotion_id))
    return create(ctx, msgspec.structs.replace(new, name=f"{new.name[:112]} (copy)"))


def delete(ctx: Context, promotion_id: UUID) -> None:
    """Gone for good, with its codes. Refuses `PromotionNotFound`, and `PromotionUsed` for one that orders used."""
    _require(ctx)
    row = _locked(ctx, promotion_id, None)
    gone = ctx.db.run(
        """delete from promotions p where p.tenant_id = %(tenant)s and p.id = %(id)s and not exists (
               select from promotion_uses u where u.tenant_id = %(tenant)s and u.promotion_id = p.id)""",
        id=promotion_id,
    )
    if not gone:
        raise PromotionUsed()
    trail.note(ctx, "promotion.deleted", "promotion", promotion_id, name=row.name)


def _require(ctx: Context) -> None:
    ctx.require_everywhere("promotions:write")
    flags.require(ctx, FEATURE)


def _locked(ctx: Context, promotion_id: UUID, version: int | None) -> Row:
    found = ctx.db.value(
        "select version from promotions where tenant_id = %(tenant)s and id = %(id)s for update",
        id=promotion_id,
    )
    if found is None:
        raise PromotionNotFound()
    if version is not None and found != version:
        raise VersionConflict()
    return queries.row_of(ctx, promotion_id)


def _to(ctx: Context, row: Row, status: str, event: Callable[[], Event]) -> Promotion:
    if row.status == "ended":
        raise PromotionOver()
    if row.status != status:
        ctx.db.run(
            """update promotions p set status = %(status)s, version = p.version + 1, updated_at = %(now)s
               where p.tenant_id = %(tenant)s and p.id = %(id)s""",
            id=row.id,
            status=status,
            now=ctx.now,
        )
        events.emit(ctx, event())
    return queries.shown(queries.row_of(ctx, row.id))


def _as_new(row: Row) -> NewPromotion:
    return NewPromotion(
        name=row.name,
        title=row.title,
        titles={locale: said["title"] for locale, said in row.translations.items()},
        needs_code=row.needs_code,
        rules=queries.RULES.decode(row.rules),
        priority=row.priority,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        usage_limit=row.usage_limit,
        customer_limit=row.customer_limit,
        budget=row.budget,
    )


def _values(new: NewPromotion) -> dict[str, object]:
    values = msgspec.structs.asdict(new)
    values.pop("codes")
    return values | {"name": new.name.strip(), "title": new.title.strip() or new.name.strip()}


def _stored(values: dict[str, object]) -> dict[str, object]:
    titles = values["titles"]
    assert isinstance(titles, dict)
    return {
        **{name: value for name, value in values.items() if name != "titles"},
        "translations": _json({locale: {"title": title} for locale, title in titles.items() if title}),
        "rules": _json(values["rules"]),
        "budget": _json(values["budget"]),
    }


def _check(ctx: Context, promotion_id: UUID, values: dict[str, object]) -> None:
    one = definition_of(promotion_id, values)
    checks.check(ctx, one)
    what = checks.why_advanced(one.rules, one.budget)
    if what and not flags.is_on(ctx, ADVANCED):
        raise PromotionNeedsAdvanced(what=what)


def definition_of(promotion_id: UUID, values: dict[str, object]) -> Definition:
    known = {name: values[name] for name in Definition.__struct_fields__ if name in values}
    return Definition(id=public("promo", promotion_id), **known)  # type: ignore[arg-type]


def _count_anew(ctx: Context, promotion_id: UUID) -> None:
    """What limits count is counted only while there are limits: so it is counted from the uses when they may have come."""
    ctx.db.run(
        """with uses as (
               select u.promotion_id, u.currency, u.amount_minor, u.buyers from promotion_uses u
               where u.tenant_id = %(tenant)s and u.promotion_id = %(id)s and u.given_back_at is null),
           each_one as (
               insert into promotion_buyers (tenant_id, promotion_id, buyer, used)
               select %(tenant)s, %(id)s, b.name, count(*) from uses, unnest(uses.buyers) b (name) group by b.name
               on conflict (tenant_id, promotion_id, buyer) do update set used = excluded.used)
           update promotions p set used = (select count(*) from uses),
                  spent = coalesce((select jsonb_object_agg(s.currency, s.minor) from (
                      select uses.currency, sum(uses.amount_minor) as minor from uses group by uses.currency) s), '{}')
           where p.tenant_id = %(tenant)s and p.id = %(id)s""",
        id=promotion_id,
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()

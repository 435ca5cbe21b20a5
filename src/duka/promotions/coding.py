"""The verbs of codes."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from duka.flags import queries as flags
from duka.kernel import events, trail
from duka.kernel.context import Context
from duka.kernel.ids import new_id, public
from duka.promotions import codes, queries
from duka.promotions.active import FEATURE
from duka.promotions.errors import (
    CodeNotFound,
    CodesNotNeeded,
    CodeTaken,
    PromotionNotFound,
    PromotionOver,
    TooManyCodes,
)
from duka.promotions.events import CodesCreated
from duka.promotions.inputs import CodeBatch

MOST = 200_000
MOST_AT_ONCE = 100_000


def add(ctx: Context, promotion_id: UUID, texts: Sequence[str], usage_limit: int | None = None) -> None:
    """These codes open the promotion, each `usage_limit` times at most. One that it has already is no error. Refuses
    `PromotionNotFound`, `PromotionOver`, `CodesNotNeeded`, `CodeInvalid`, `CodeTaken`, `TooManyCodes`."""
    wanted = sorted({codes.checked(text) for text in texts})
    name = _hold(ctx, promotion_id, len(wanted))
    ctx.db.run(
        """insert into promotion_codes (tenant_id, code, promotion_id, usage_limit, created_at)
           select %(tenant)s, c.code, %(promotion)s, %(limit)s, %(now)s from unnest(%(codes)s::text[]) c (code)
           on conflict (tenant_id, code) do nothing""",
        codes=wanted,
        promotion=promotion_id,
        limit=usage_limit,
        now=ctx.now,
    )
    taken = ctx.db.value(
        """select k.code from promotion_codes k where k.tenant_id = %(tenant)s and k.code = any(%(codes)s)
             and k.promotion_id <> %(promotion)s limit 1""",
        codes=wanted,
        promotion=promotion_id,
    )
    if taken is not None:
        raise CodeTaken(code=taken)
    events.emit(ctx, CodesCreated(aggregate_id=promotion_id, name=name, count=len(wanted)))


def create_batch(
    ctx: Context, promotion_id: UUID, count: int, prefix: str = "", usage_limit: int | None = 1
) -> CodeBatch:
    """`count` codes that nobody can guess, each usable `usage_limit` times: one statement writes them. Refuses what `add`
    refuses."""
    start = codes.prefix(prefix)
    name = _hold(ctx, promotion_id, count)
    batch = new_id()
    ctx.db.run(
        """insert into promotion_batches (tenant_id, id, promotion_id, prefix, count, usage_limit, created_by_name, created_at)
           values (%(tenant)s, %(batch)s, %(promotion)s, %(prefix)s, %(count)s, %(limit)s, %(by)s, %(now)s)""",
        batch=batch,
        promotion=promotion_id,
        prefix=start,
        count=count,
        limit=usage_limit,
        by=ctx.actor.name,
        now=ctx.now,
    )
    missing = count
    while missing:
        missing -= ctx.db.run(
            """insert into promotion_codes (tenant_id, code, promotion_id, batch_id, usage_limit, created_at)
               select %(tenant)s, c.code, %(promotion)s, %(batch)s, %(limit)s, %(now)s
               from unnest(%(codes)s::text[]) c (code)
               on conflict (tenant_id, code) do nothing""",
            codes=_drawn(missing, start),
            promotion=promotion_id,
            batch=batch,
            limit=usage_limit,
            now=ctx.now,
        )
    events.emit(ctx, CodesCreated(aggregate_id=promotion_id, name=name, count=count))
    return CodeBatch(public("cbat", batch), start, count, 0, usage_limit, ctx.actor.name, ctx.now.isoformat())


def switch(ctx: Context, promotion_id: UUID, text: str, *, is_disabled: bool) -> None:
    """Nobody can use the code any more, or again. Twice is safe. Refuses `PromotionNotFound` and `CodeNotFound`."""
    _require(ctx)
    queries.require_there(ctx, promotion_id)
    code = codes.normal(text)
    was = ctx.db.value(
        """select k.is_disabled from promotion_codes k
           where k.tenant_id = %(tenant)s and k.promotion_id = %(promotion)s and k.code = %(code)s for update""",
        promotion=promotion_id,
        code=code,
    )
    if was is None:
        raise CodeNotFound()
    ctx.db.run(
        """update promotion_codes k set is_disabled = %(disabled)s
           where k.tenant_id = %(tenant)s and k.promotion_id = %(promotion)s and k.code = %(code)s""",
        promotion=promotion_id,
        code=code,
        disabled=is_disabled,
    )
    trail.note(
        ctx,
        "promotion.code_switched",
        "promotion",
        promotion_id,
        before={code: "disabled" if was else "valid"},
        after={code: "disabled" if is_disabled else "valid"},
    )


def _drawn(count: int, start: str) -> list[str]:
    """Different codes from the system's generator."""
    found: set[str] = set()
    while len(found) < count:
        found.add(start + "".join(secrets.choice(codes.ALPHABET) for _ in range(codes.RANDOM)))
    return sorted(found)


def _hold(ctx: Context, promotion_id: UUID, more: int) -> str:
    """Locks it; its name."""
    _require(ctx)
    row = ctx.db.one(
        """select p.name, p.status, p.needs_code from promotions p
           where p.tenant_id = %(tenant)s and p.id = %(id)s for update""",
        id=promotion_id,
    )
    if row is None:
        raise PromotionNotFound()
    if row.status == "ended":
        raise PromotionOver()
    if not row.needs_code:
        raise CodesNotNeeded()
    has = ctx.db.value(
        "select count(*) from promotion_codes where tenant_id = %(tenant)s and promotion_id = %(id)s",
        id=promotion_id,
    )
    if has + more > MOST:
        raise TooManyCodes(most=MOST)
    return str(row.name)


def _require(ctx: Context) -> None:
    ctx.require_everywhere("promotions:write")
    flags.require(ctx, FEATURE)

"""Promotions as staff find and see them."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import InvalidInput
from duka.kernel.ids import public
from duka.promotions.checks import why_advanced
from duka.promotions.codes import normal
from duka.promotions.errors import PromotionNotFound
from duka.promotions.inputs import CodeBatch, Given, Promotion, PromotionCode, PromotionSummary, Use
from duka.promotions.types import Definition, Rules

STATES = ("draft", "scheduled", "active", "paused", "ended")
RULES = msgspec.json.Decoder(Rules)
_GIVEN = msgspec.json.Decoder(list[Given])

STATE: LiteralString = """case when p.status in ('active', 'paused') and p.ends_at <= %(now)s then 'ended'
    when p.status = 'active' and p.starts_at > %(now)s then 'scheduled' else p.status end"""
_COLUMNS: LiteralString = (
    """p.id, p.name, p.title, p.translations, p.status, p.needs_code, p.rules::text as rules, p.priority, p.starts_at,
       p.ends_at, p.usage_limit, p.customer_limit, p.budget, p.version, p.created_by_name, p.created_at, p.updated_at,
       (select count(*) from promotion_codes k where k.tenant_id = %(tenant)s and k.promotion_id = p.id) as codes,
       (select k.code from promotion_codes k where k.tenant_id = %(tenant)s and k.promotion_id = p.id
        order by k.code limit 1) as code,
       (select coalesce(json_agg(g), '[]')::text from (
           select u.currency, count(*) as orders, sum(u.amount_minor)::bigint as amount_minor from promotion_uses u
           where u.tenant_id = %(tenant)s and u.promotion_id = p.id and u.given_back_at is null
           group by u.currency order by u.currency) g) as given, """  # noqa: S608 - our own text
    + STATE
    + " as state"
)


def promotion(ctx: Context, promotion_id: UUID) -> Promotion:
    """Refuses `PromotionNotFound`. One statement."""
    ctx.require("promotions:read")
    return shown(row_of(ctx, promotion_id))


def row_of(ctx: Context, promotion_id: UUID) -> Row:
    """For the verbs, which asked for permission. Refuses `PromotionNotFound`."""
    row = ctx.db.one(
        "select " + _COLUMNS + " from promotions p where p.tenant_id = %(tenant)s and p.id = %(id)s",  # noqa: S608 - our own text
        id=promotion_id,
        now=ctx.now,
    )
    if row is None:
        raise PromotionNotFound()
    return row


def list_promotions(
    ctx: Context,
    *,
    state: str = "",
    text: str = "",
    needs_code: bool | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> paging.Page[PromotionSummary]:
    """The newest first; `text` is part of a name or title, or a whole code. One statement."""
    ctx.require("promotions:read")
    if state and state not in STATES:
        raise InvalidInput({"state": f"one of {', '.join(STATES)}"})
    size = paging.bounded(limit)
    at, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    rows = ctx.db.all(
        "select "  # noqa: S608 - our own text
        + _COLUMNS
        + """ from promotions p where p.tenant_id = %(tenant)s
             and (%(state)s = '' or """
        + STATE
        + """ = %(state)s)
             and (%(needs_code)s::boolean is null or p.needs_code = %(needs_code)s)
             and (%(text)s = '' or strpos(lower(p.name || ' ' || p.title), %(text)s) > 0
                  or %(code)s <> '' and exists (select from promotion_codes k where k.tenant_id = %(tenant)s
                                                and k.promotion_id = p.id and k.code = %(code)s))
             and (%(at)s::timestamptz is null or (p.created_at, p.id) < (%(at)s, %(last)s::uuid))
           order by p.created_at desc, p.id desc limit %(limit)s""",
        state=state,
        text=text.strip().lower().replace("\x00", "")[:100],
        code=normal(text),
        needs_code=needs_code,
        at=at,
        last=last,
        limit=size + 1,
        now=ctx.now,
    )
    more = paging.encode(rows[size - 1].created_at, rows[size - 1].id) if len(rows) > size else None
    return paging.Page([_summary(row) for row in rows[:size]], more)


def codes(
    ctx: Context,
    promotion_id: UUID,
    *,
    text: str = "",
    batch: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> paging.Page[PromotionCode]:
    """The codes of a promotion, in their order. Refuses `PromotionNotFound`. Two statements."""
    ctx.require("promotions:read")
    require_there(ctx, promotion_id)
    size = paging.bounded(limit)
    after = paging.decode(cursor, str)[0] if cursor else ""
    rows = ctx.db.all(
        """select k.code, k.usage_limit, k.is_disabled, k.batch_id, k.created_at,
                  case when k.usage_limit is not null then k.used else (
                      select count(*) from promotion_uses u where u.tenant_id = %(tenant)s and u.promotion_id = k.promotion_id
                        and u.code = k.code and u.given_back_at is null) end as used
           from promotion_codes k
           where k.tenant_id = %(tenant)s and k.promotion_id = %(promotion)s and k.code > %(after)s
             and (%(batch)s::uuid is null or k.batch_id = %(batch)s)
             and (%(text)s = '' or starts_with(k.code, %(text)s))
           order by k.code limit %(limit)s""",
        promotion=promotion_id,
        after=after,
        batch=batch,
        text="".join(letter for letter in text.upper() if letter.isalnum())[:40],
        limit=size + 1,
    )
    more = paging.encode(rows[size - 1].code) if len(rows) > size else None
    found = [
        PromotionCode(
            row.code,
            row.used,
            row.usage_limit,
            row.is_disabled,
            public("cbat", row.batch_id) if row.batch_id else None,
            row.created_at.isoformat(),
        )
        for row in rows[:size]
    ]
    return paging.Page(found, more)


def batches(ctx: Context, promotion_id: UUID) -> list[CodeBatch]:
    """The codes that were made together, the newest first: at most 100. Refuses `PromotionNotFound`."""
    ctx.require("promotions:read")
    require_there(ctx, promotion_id)
    rows = ctx.db.all(
        """select b.id, b.prefix, b.count, b.usage_limit, b.created_by_name, b.created_at,
                  (select count(distinct u.code) from promotion_uses u
                   join promotion_codes k on k.tenant_id = %(tenant)s and k.code = u.code and k.batch_id = b.id
                   where u.tenant_id = %(tenant)s and u.promotion_id = b.promotion_id and u.given_back_at is null) as used
           from promotion_batches b where b.tenant_id = %(tenant)s and b.promotion_id = %(promotion)s
           order by b.created_at desc, b.id desc limit 100""",
        promotion=promotion_id,
    )
    return [
        CodeBatch(
            public("cbat", row.id),
            row.prefix,
            row.count,
            row.used,
            row.usage_limit,
            row.created_by_name,
            row.created_at.isoformat(),
        )
        for row in rows
    ]


def csv_of(ctx: Context, promotion_id: UUID, batch: UUID | None = None) -> str:
    """All its codes as CSV: code, uses, limit, disabled. Refuses `PromotionNotFound`."""
    ctx.require("promotions:read")
    require_there(ctx, promotion_id)
    text = ctx.db.value(
        """select string_agg(k.code || ',' || k.used || ',' || coalesce(k.usage_limit::text, '') || ','
                             || case when k.is_disabled then 'yes' else 'no' end, E'\\n' order by k.code)
           from promotion_codes k where k.tenant_id = %(tenant)s and k.promotion_id = %(promotion)s
             and (%(batch)s::uuid is null or k.batch_id = %(batch)s)""",
        promotion=promotion_id,
        batch=batch,
    )
    return "code,uses,limit,disabled\n" + (f"{text}\n" if text else "")


def uses(ctx: Context, promotion_id: UUID, limit: int = 20) -> list[Use]:
    """The orders that used it last. Refuses `PromotionNotFound`."""
    ctx.require("promotions:read")
    require_there(ctx, promotion_id)
    rows = ctx.db.all(
        """select u.order_id, o.number, u.code, u.amount_minor, u.currency, u.at, u.given_back_at is not null as is_back
           from promotion_uses u join orders o on o.tenant_id = %(tenant)s and o.id = u.order_id
           where u.tenant_id = %(tenant)s and u.promotion_id = %(promotion)s order by u.at desc limit %(limit)s""",
        promotion=promotion_id,
        limit=limit,
    )
    return [
        Use(
            public("ord", row.order_id),
            row.number,
            row.code,
            row.amount_minor,
            row.currency,
            row.at.isoformat(),
            row.is_back,
        )
        for row in rows
    ]


def require_there(ctx: Context, promotion_id: UUID) -> None:
    if not ctx.db.value(
        "select exists (select from promotions where tenant_id = %(tenant)s and id = %(id)s)", id=promotion_id
    ):
        raise PromotionNotFound()


def definition(row: Row) -> Definition:
    """A promotion's row as it is judged."""
    return Definition(
        id=public("promo", row.id),
        title=row.title,
        titles={locale: said["title"] for locale, said in row.translations.items()},
        rules=RULES.decode(row.rules),
        needs_code=row.needs_code,
        priority=row.priority,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        usage_limit=row.usage_limit,
        customer_limit=row.customer_limit,
        budget=row.budget,
    )


def shown(row: Row) -> Promotion:
    rules, given = RULES.decode(row.rules), _GIVEN.decode(row.given)
    return Promotion(
        id=public("promo", row.id),
        name=row.name,
        title=row.title,
        titles={locale: said["title"] for locale, said in row.translations.items()},
        status=row.status,
        state=row.state,
        needs_code=row.needs_code,
        rules=rules,
        is_advanced=bool(why_advanced(rules, row.budget)),
        priority=row.priority,
        starts_at=_said(row.starts_at),
        ends_at=_said(row.ends_at),
        usage_limit=row.usage_limit,
        customer_limit=row.customer_limit,
        budget=row.budget,
        uses=sum(each.orders for each in given),
        given=given,
        codes=row.codes,
        code=row.code or "",
        version=row.version,
        created_by=row.created_by_name,
        created_at=row.created_at.isoformat(),
        updated_at=row.updated_at.isoformat(),
    )


def _summary(row: Row) -> PromotionSummary:
    given = _GIVEN.decode(row.given)
    return PromotionSummary(
        id=public("promo", row.id),
        name=row.name,
        title=row.title,
        state=row.state,
        needs_code=row.needs_code,
        code=row.code or "",
        codes=row.codes,
        rules=RULES.decode(row.rules),
        priority=row.priority,
        starts_at=_said(row.starts_at),
        ends_at=_said(row.ends_at),
        usage_limit=row.usage_limit,
        uses=sum(each.orders for each in given),
        given=given,
        version=row.version,
        created_at=row.created_at.isoformat(),
    )


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

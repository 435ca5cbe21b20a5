"""Addresses that get nothing, or no advertising: an address that does not exist, somebody who complained or asked to be left
alone. Staff can release them."""

from datetime import datetime
from uuid import UUID

import msgspec

from duka.kernel import ids, paging, trail
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.mail.errors import NotAnAddress, SuppressionNotFound

READ, WRITE = "messages:read", "messages:write"


class Suppression(msgspec.Struct, frozen=True):
    """`scope`: all, or marketing. `reason`: bounced, complained, opted_out, staff."""

    id: str
    channel: str
    address: str
    scope: str
    reason: str
    detail: str
    created_at: datetime


def suppress(
    ctx: Context, channel: str, address: str, reason: str, detail: str = "", scope: str = "all"
) -> None:
    """From now on. Twice is no mistake: what is known stays."""
    written: UUID | None = ctx.db.value(
        """insert into mail_suppressions (tenant_id, id, channel, address, scope, reason, detail, created_at)
           values (%(tenant)s, %(id)s, %(channel)s, lower(%(address)s), %(scope)s, %(reason)s, %(detail)s, %(now)s)
           on conflict (tenant_id, channel, address, scope) do nothing returning id""",
        id=ids.new_id(),
        channel=channel,
        address=address.strip(),
        scope=scope,
        reason=reason,
        detail=detail[:300],
        now=ctx.now,
    )
    if written is not None:
        trail.note(ctx, "mail.suppressed", "suppression", written, after={"reason": reason, "scope": scope})


def allow(ctx: Context, channel: str, address: str, *scopes: str) -> None:
    """Somebody wants messages again: what they themselves stopped (and nothing that bounced) counts no more."""
    ctx.db.run(
        """delete from mail_suppressions where tenant_id = %(tenant)s and channel = %(channel)s
           and address = lower(%(address)s) and reason = 'opted_out' and scope = any(%(scopes)s)""",
        channel=channel,
        address=address.strip(),
        scopes=list(scopes or ("all", "marketing")),
    )


def add(ctx: Context, channel: str, address: str) -> Suppression:
    """Staff suppress an address. Refuses `NotAnAddress`."""
    ctx.require_everywhere(WRITE)
    wanted = address.strip().lower()
    is_right = "@" in wanted[1:-1] if channel == "email" else wanted.lstrip("+").isdigit()
    if not is_right or any(letter.isspace() for letter in wanted):
        raise NotAnAddress(address=address)
    suppress(ctx, channel, wanted, "staff")
    row = ctx.db.one(
        f"{_ROWS} and s.channel = %(channel)s and s.address = %(address)s and s.scope = 'all'",
        channel=channel,
        address=wanted,
    )
    assert row is not None  # it was just written
    return _suppression(row)


def lift(ctx: Context, suppression: UUID) -> None:
    """The address gets messages again. Refuses `SuppressionNotFound`."""
    ctx.require_everywhere(WRITE)
    row = ctx.db.one(
        """delete from mail_suppressions where tenant_id = %(tenant)s and id = %(id)s
           returning channel, scope, reason""",
        id=suppression,
    )
    if row is None:
        raise SuppressionNotFound()
    trail.note(
        ctx,
        "mail.released",
        "suppression",
        suppression,
        before={"channel": row.channel, "scope": row.scope, "reason": row.reason},
    )


def is_suppressed(ctx: Context, channel: str, address: str) -> bool:
    """For all messages."""
    return bool(
        ctx.db.value(
            """select 1 from mail_suppressions where tenant_id = %(tenant)s and channel = %(channel)s
               and address = lower(%(address)s) and scope = 'all'""",
            channel=channel,
            address=address,
        )
    )


def list_suppressions(
    ctx: Context, *, channel: str = "", text: str = "", cursor: str | None = None, limit: int | None = None
) -> Page[Suppression]:
    """Newest first; `text` begins the address. 1 statement."""
    ctx.require_everywhere(READ)
    (before,) = paging.decode(cursor, UUID) if cursor else (None,)
    size = paging.bounded(limit)
    rows = ctx.db.all(
        f"""{_ROWS} and (%(channel)s = '' or s.channel = %(channel)s)
            and starts_with(s.address, lower(%(text)s)) and (%(before)s::uuid is null or s.id < %(before)s)
            order by s.id desc limit %(limit)s""",
        channel=channel,
        text=text.strip().replace("\x00", ""),
        before=before,
        limit=size + 1,
    )
    following = paging.encode(rows[size - 1].id) if len(rows) > size else None
    return Page([_suppression(row) for row in rows[:size]], following)


_ROWS = """select s.id, s.channel, s.address, s.scope, s.reason, s.detail, s.created_at
from mail_suppressions s where s.tenant_id = %(tenant)s"""


def _suppression(row: tuple[object, ...]) -> Suppression:
    id, *rest = row
    assert isinstance(id, UUID)
    return Suppression(ids.public("sup", id), *rest)  # type: ignore[arg-type] # the columns above, in order

"""The log: every message that was sent or is to be, by whatever channel, and what became of it."""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.paging import Page
from duka.mail import merchants, rendering, wording
from duka.mail.errors import MailNotFound
from duka.mail.types import Letterhead
from duka.mail.wording import EMAIL, fill, ours

READ = "messages:read"


class MessageSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the log. `about` is the public id of what it tells of; `cost_micro` in millionths of `cost_currency`."""

    id: str
    channel: str
    kind: str
    recipient: str
    locale: str
    subject: str
    status: str
    error: str
    about: str
    store_id: str | None
    customer_id: str | None
    attempts: int
    segments: int
    cost_micro: int | None
    cost_currency: str
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None


class MessageAttempt(msgspec.Struct, frozen=True):
    """`outcome`: the state it came to: queued (to be tried again), sent, delivered, bounced, failed, suppressed, kept."""

    at: datetime
    outcome: str
    provider: str
    error: str


class LoggedMessage(MessageSummary, frozen=True, kw_only=True):
    """Whole: its words as they are said today, with dots for the secrets that went with it; what was tried; `again`: those
    it was sent again as, newest first."""

    text: str
    html: str
    history: list[MessageAttempt]
    again: list[str]
    not_before: datetime | None


def log(
    ctx: Context,
    *,
    channel: str = "",
    status: str = "",
    kind: str = "",
    recipient: str = "",
    about: str = "",
    store: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[MessageSummary]:
    """Newest first; `recipient` is the beginning of an address. Who may read those of some stores only sees those. 1
    statement."""
    ctx.require(READ, store=store)
    (before,) = paging.decode(cursor, UUID) if cursor else (None,)
    size = paging.bounded(limit)
    rows = ctx.db.all(
        _ROWS
        + """ and (%(channel)s = '' or m.channel = %(channel)s) and (%(status)s = '' or m.status = %(status)s)
              and (%(kind)s = '' or m.kind = %(kind)s) and starts_with(m.recipient, %(recipient)s)
              and (%(about)s = '' or m.about = %(about)s)
              and (%(store)s::uuid is null or m.store_id = %(store)s)
              and (%(stores)s::uuid[] is null or m.store_id = any(%(stores)s))
              and (%(before)s::uuid is null or m.id < %(before)s)
              order by m.id desc limit %(limit)s""",
        channel=channel,
        status=status,
        kind=kind,
        recipient=recipient.strip().lower().replace("\x00", ""),
        about=about,
        store=store,
        stores=ctx.stores_with(READ),
        before=before,
        limit=size + 1,
    )
    following = paging.encode(rows[size - 1].id) if len(rows) > size else None
    return Page([MessageSummary(**_summary(row)) for row in rows[:size]], following)


def message(ctx: Context, mail_id: UUID, head: Letterhead | None = None) -> LoggedMessage:
    """One message. 4 statements. Refuses `MailNotFound`."""
    ctx.require(READ)
    row = ctx.db.one(_ROWS + " and m.id = %(id)s", id=mail_id)
    stores = ctx.stores_with(READ)
    if row is None or (stores is not None and row.store_id not in stores):
        raise MailNotFound()
    history = ctx.db.all(
        """select at, outcome, provider, error from mail_attempts
           where tenant_id = %(tenant)s and mail_id = %(id)s order by number desc""",
        id=mail_id,
    )
    again = ctx.db.all(
        """select id from mails where tenant_id = %(tenant)s and origin_id = %(id)s and channel = %(channel)s
           order by id desc""",
        id=mail_id,
        channel=row.channel,
    )
    text, html = _words(ctx, row, head)
    return LoggedMessage(
        **_summary(row),
        text=text,
        html=html,
        history=[MessageAttempt(*each) for each in history],
        again=[ids.public("mail", each.id) for each in again],
        not_before=row.not_before,
    )


def place(ctx: Context, mail_id: UUID) -> Row:
    """Where a message belongs: its store, its language, its channel. Refuses `MailNotFound`."""
    row = ctx.db.one(
        """select id, channel, store_id, customer_id, locale, kind, about, recipient, status, data from mails
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=mail_id,
    )
    if row is None:
        raise MailNotFound()
    return row


_ROWS: LiteralString = """select m.id, m.channel, m.kind, m.recipient, m.locale, m.subject, m.status, m.error, m.about,
    m.store_id, m.customer_id, m.attempts, m.segments, m.cost_micro, m.cost_currency, m.created_at, m.sent_at,
    m.delivered_at, m.data, m.secrets, m.not_before from mails m where m.tenant_id = %(tenant)s"""


def _summary(row: Row) -> dict[str, Any]:
    said = {name: getattr(row, name) for name in _PLAIN}
    return said | {
        "id": ids.public("mail", row.id),
        "store_id": ids.public("store", row.store_id) if row.store_id else None,
        "customer_id": ids.public("cus", row.customer_id) if row.customer_id else None,
    }


_PLAIN = (
    "channel", "kind", "recipient", "locale", "subject", "status", "error", "about", "attempts", "segments", "cost_micro",
    "cost_currency", "created_at", "sent_at", "delivered_at",
)  # fmt: skip


def _words(ctx: Context, row: Row, head: Letterhead | None) -> tuple[str, str]:
    """What was said, in today's wording. Its secrets are dots, also while it still waits."""
    head = head or Letterhead()
    named = wording.variables(row.channel, row.kind) if row.kind in wording.kinds(row.channel) else ()
    hidden = {
        name: ""
        for name in (*row.secrets, *named)
        if wording.SECRET.search(name) and name not in wording.ALWAYS
    }
    values = rendering.shown(row.data, hidden, "https://…")
    missing = {name: "" for name in named if name not in values and name not in wording.ALWAYS}
    own = merchants.own(ctx, row.channel, row.kind, row.locale, row.store_id) if row.store_id else None
    if not named:
        return "", ""
    if row.channel == EMAIL:
        letter = rendering.render(row.kind, row.locale, missing | values, head, own=own)
        return letter.text, letter.html
    source = own or ours(row.channel, row.kind, row.locale)
    said = fill(source, {"store": head.name, "store_link": head.url, **missing, **values})
    return " ".join(said.body.split()), ""

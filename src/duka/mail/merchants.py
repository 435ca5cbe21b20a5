"""A merchant's own wording of messages: for all of their stores, or for one, in one language; ours where there is none."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import VersionConflict
from duka.mail import samples, wording
from duka.mail.errors import UnknownMailKind
from duka.mail.wording import Wording

READ, WRITE = "messages:read", "messages:write"
Locale = Literal["en", "fr"]
Channel = Literal["email", "sms"]


class WordingInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`subject` is for letters."""

    subject: Annotated[str, msgspec.Meta(max_length=500)] = ""
    body: Annotated[str, msgspec.Meta(min_length=1, max_length=wording.LONGEST)]


class MessageTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """What is said at a place. `is_own`: it was decided there; else `subject` and `body` are what would be said.
    `our_subject` and `our_body` are ours. `version` is 0 where nothing was decided. `variables`: what the words may name."""

    channel: str
    kind: str
    locale: str
    store_id: str | None
    subject: str
    body: str
    is_own: bool
    our_subject: str
    our_body: str
    variables: list[str]
    parts: list[str]
    version: int
    updated_at: datetime | None
    updated_by: str


class MessageTemplateSummary(msgspec.Struct, frozen=True):
    """`own`: in which languages a merchant's wording is said at this place, `store` or `company` by language."""

    channel: str
    kind: str
    own: dict[str, str]


def own(ctx: Context, channel: str, kind: str, locale: str, store: UUID | None) -> Wording | None:
    """The wording that counts for a store, remembered for `cache_seconds`; None: ours."""
    found: dict[tuple[str, str, str], Wording] = ctx.cache.get(
        (ctx.tenant, "mail.wording", store), lambda: _all(ctx, store)
    )
    return found.get((channel, kind, locale))


def _all(ctx: Context, store: UUID | None) -> dict[tuple[str, str, str], Wording]:
    rows = ctx.db.all(
        """select channel, kind, locale, subject, body from mail_templates
           where tenant_id = %(tenant)s and (store_id is null or store_id = %(store)s) order by store_id nulls first""",
        store=store,
    )
    return {(row.channel, row.kind, row.locale): Wording(row.subject, row.body) for row in rows}


def list_templates(ctx: Context, store: UUID | None = None) -> list[MessageTemplateSummary]:
    """Every message that can be worded. 1 statement."""
    ctx.require(READ, store=store)
    rows = ctx.db.all(
        """select channel, kind, locale, store_id from mail_templates
           where tenant_id = %(tenant)s and (store_id is null or store_id = %(store)s) order by store_id nulls first""",
        store=store,
    )
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        found.setdefault((row.channel, row.kind), {})[row.locale] = "store" if row.store_id else "company"
    return [
        MessageTemplateSummary(channel, kind, found.get((channel, kind), {}))
        for channel in (wording.EMAIL, wording.SMS)
        for kind in wording.worded(channel)
    ]


def template(
    ctx: Context, channel: str, kind: str, locale: str, store: UUID | None = None
) -> MessageTemplate:
    """Refuses `UnknownMailKind`."""
    ctx.require(READ, store=store)
    known(channel, kind)
    ours = wording.ours(channel, kind, wording.language(locale))
    here, above = _row(ctx, channel, kind, locale, store), None
    if here is None and store is not None:
        above = _row(ctx, channel, kind, locale, None)
    said = here or above
    variables = list(wording.variables(channel, kind))
    return MessageTemplate(
        channel=channel,
        kind=kind,
        locale=locale,
        store_id=ids.public("store", store) if store else None,
        subject=said.subject if said else ours.subject,
        body=said.body if said else ours.body,
        is_own=here is not None,
        our_subject=ours.subject,
        our_body=ours.body,
        variables=variables,
        parts=[part for part in wording.PARTS if f"[{part}]" in ours.body],
        version=here.version if here else 0,
        updated_at=said.updated_at if said else None,
        updated_by=said.updated_by if said else "",
    )


def save(
    ctx: Context,
    channel: str,
    kind: str,
    locale: str,
    data: WordingInput,
    expected: int,
    store: UUID | None = None,
) -> MessageTemplate:
    """From now on this is said. `expected` is the version that was seen, 0 for none. Refuses `UnknownMailKind`,
    `TemplateBroken` with the line and the reason, `VersionConflict`."""
    _may_write(ctx, store)
    known(channel, kind)
    wanted = Wording(data.subject.strip(), data.body.strip().replace("\r\n", "\n"))
    wording.check(channel, kind, wanted)
    wording.fill(wanted, samples_of(channel, kind, locale))
    before = _row(ctx, channel, kind, locale, store)
    if expected != (before.version if before else 0):
        raise VersionConflict()
    written: UUID | None = ctx.db.value(
        """insert into mail_templates as t (tenant_id, id, store_id, channel, kind, locale, subject, body, updated_at, updated_by)
           values (%(tenant)s, %(id)s, %(store)s, %(channel)s, %(kind)s, %(locale)s, %(subject)s, %(body)s, %(now)s, %(by)s)
           on conflict (tenant_id, store_id, channel, kind, locale) do update
           set subject = excluded.subject, body = excluded.body, version = t.version + 1,
               updated_at = excluded.updated_at, updated_by = excluded.updated_by
           where t.version = %(expected)s returning id""",
        id=ids.new_id(),
        store=store,
        channel=channel,
        kind=kind,
        locale=locale,
        subject=wanted.subject,
        body=wanted.body,
        by=ctx.actor.name,
        expected=expected,
        now=ctx.now,
    )
    if written is None:
        raise VersionConflict()
    said = {"subject": wanted.subject, "body": wanted.body}
    trail.note(
        ctx,
        "mail_template.saved",
        "mail_template",
        written,
        before={"subject": before.subject, "body": before.body} if before else None,
        after=said,
        message=kind,
        channel=channel,
        locale=locale,
    )
    return template(ctx, channel, kind, locale, store)


def reset(ctx: Context, channel: str, kind: str, locale: str, store: UUID | None = None) -> MessageTemplate:
    """Ours (or the company's) is said again. Twice is no mistake."""
    _may_write(ctx, store)
    known(channel, kind)
    gone = ctx.db.one(
        """delete from mail_templates where tenant_id = %(tenant)s and store_id is not distinct from %(store)s
           and channel = %(channel)s and kind = %(kind)s and locale = %(locale)s returning id, subject, body""",
        store=store,
        channel=channel,
        kind=kind,
        locale=locale,
    )
    if gone is not None:
        trail.note(
            ctx,
            "mail_template.reset",
            "mail_template",
            gone.id,
            before={"subject": gone.subject, "body": gone.body},
            message=kind,
            channel=channel,
            locale=locale,
        )
    return template(ctx, channel, kind, locale, store)


def samples_of(channel: str, kind: str, locale: str) -> dict[str, Any]:
    """Invented values for a preview."""
    return samples.values(wording.variables(channel, kind), wording.language(locale))


def _may_write(ctx: Context, store: UUID | None) -> None:
    if store is None:
        ctx.require_everywhere(WRITE)
    else:
        ctx.require(WRITE, store=store)


def known(channel: str, kind: str) -> None:
    """Refuses `UnknownMailKind` for what no merchant words."""
    if channel not in (wording.EMAIL, wording.SMS) or kind not in wording.worded(channel):
        raise UnknownMailKind()


def _row(ctx: Context, channel: str, kind: str, locale: str, store: UUID | None) -> Row | None:
    return ctx.db.one(
        """select id, subject, body, version, updated_at, updated_by from mail_templates
           where tenant_id = %(tenant)s and store_id is not distinct from %(store)s and channel = %(channel)s
             and kind = %(kind)s and locale = %(locale)s""",
        store=store,
        channel=channel,
        kind=kind,
        locale=locale,
    )

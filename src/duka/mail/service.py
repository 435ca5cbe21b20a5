"""Verbs: write a letter, send it later, note what a provider reports of it, have it told again."""

from collections.abc import Callable
from datetime import datetime
from email.utils import parseaddr
from typing import Any, NamedTuple
from uuid import UUID

from duka.kernel import trail
from duka.kernel.config import Config
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.ids import public
from duka.kernel.outside import asking
from duka.kernel.work import Caller, Work, outside_effect
from duka.mail import merchants, post, rendering, suppressions
from duka.mail.errors import MailNotFound, MailNotRepeatable, MailStillWaiting, TemplateBroken
from duka.mail.line import Line
from duka.mail.post import GivenUp, Posted, StillSending
from duka.mail.postmark import URL as POSTMARK
from duka.mail.postmark import Postmark
from duka.mail.smtp import read_url
from duka.mail.types import Letterhead, Outgoing, Provider, Refused, Report, Unreachable
from duka.mail.wording import EMAIL, secret_names

__all__ = ["SEND", "StillSending", "deliver", "record", "resend", "send", "sender"]

SEND = "mail.send"
Heads = Callable[[Context, UUID | None, str], Letterhead]
"""The letterhead of a store (or of none) in a locale."""
Unsubscribe = Callable[[UUID, UUID], str]
"""The address of one click for a tenant's message; empty when there is none."""


class Desk(NamedTuple):
    """What sending takes. No line: letters are kept."""

    line: Line | None
    origin: str
    heads: Heads
    unsubscribe: Unsubscribe
    base_url: str = ""


def send(
    ctx: Context,
    to: str,
    kind: str,
    locale: str,
    /,
    *,
    store: UUID | None = None,
    customer: UUID | None = None,
    about: str = "",
    is_marketing: bool = False,
    origin: UUID | None = None,
    not_before: datetime | None = None,
    **values: Any,
) -> UUID:
    """The letter `kind` to the address `to`, in `locale` or English, once this transaction commits: in the look and the
    wording of `store`, if it is one's. `values` are what its template names; those called link, code, token or secret (or
    ending so, like `pay_link`) are gone from the database when it has left, like its words; a link that begins with `/` is of
    the store, one with `/console/` of the console. It is held until `not_before`. `about` is the public id of
    what it tells of. `is_marketing`: ask for consent before; it can be stopped with one click. Refuses `UnknownMailKind`."""
    spoken = rendering.language(locale)
    name = post.store_name(ctx, store)
    own = merchants.own(ctx, EMAIL, kind, spoken, store) if store else None
    letter = rendering.words(kind, spoken, values, name, own)
    hidden = secret_names(values)
    return post.post(
        ctx,
        SEND,
        Posted(
            channel=EMAIL,
            to=to,
            kind=kind,
            locale=spoken,
            subject=letter.subject,
            text=letter.text,
            values={key: value for key, value in values.items() if key not in hidden},
            secrets={key: value for key, value in values.items() if key in hidden},
            store=store,
            customer=customer,
            about=about,
            is_marketing=is_marketing,
            origin=origin,
            not_before=not_before,
        ),
    )


def plain_head(ctx: Context, store: UUID | None, locale: str) -> Letterhead:
    """The platform's own, for letters to staff."""
    return Letterhead()


def no_address(tenant: UUID, mail_id: UUID) -> str:
    return ""


def sender(
    config: Config, heads: Heads = plain_head, unsubscribe: Unsubscribe = no_address
) -> Callable[..., None]:
    """The job: takes one letter to the provider of `config`, or keeps it when there is none."""
    provider = provider_of(config)
    origin = config.mail_from or f"Duka <no-reply@{_host(config.base_url)}>"
    desk = Desk(Line(provider) if provider else None, origin, heads, unsubscribe, config.base_url)

    def act(work: Work, tenant: UUID, mail_id: str) -> None:
        deliver(work, tenant, UUID(mail_id), desk)

    return act


def provider_of(config: Config) -> Provider | None:
    """`DUKA_MAIL_API` before `DUKA_SMTP_URL`; None when neither is given. A malformed one stops the start in words."""
    if not config.mail_api:
        return read_url(config.smtp_url)
    code, _, token = config.mail_api.partition(":")
    if code != "postmark" or not token:
        raise SystemExit("DUKA_MAIL_API must look like postmark:server-token")
    return Postmark(token, dict(config.provider_urls).get("postmark", POSTMARK).rstrip("/"))


def deliver(work: Work, tenant: UUID, mail_id: UUID, desk: Desk) -> None:
    """Sends the letter unless it was sent. One that nobody can take now waits, longer each time; after three days it raises
    `GivenUp`, so that it shows among the dead letters."""
    caller = Caller(tenant)
    found = work.perform(caller, lambda ctx: _ready(ctx, mail_id, desk))
    if found is None:
        return
    row, letter = found
    if desk.line is None or row.stays_here:
        work.perform(caller, lambda ctx: post.note(ctx, mail_id, "kept", html=letter.html, text=letter.text))
        return
    code = desk.line.provider.code
    outside_effect(code)
    try:
        with asking("mail", code, "take"):
            reference = desk.line.take(letter)
    except Refused as refused:
        why, status = str(refused), "bounced" if refused.is_bounce else "failed"
        work.perform(caller, lambda ctx: _over(ctx, row, status, why, code))
    except Unreachable as error:
        told = str(error)
        if work.perform(caller, lambda ctx: _wait(ctx, row, told, code)):
            raise GivenUp(str(mail_id)) from error
    else:
        work.perform(caller, lambda ctx: post.note(ctx, mail_id, "sent", provider=code, reference=reference))


def record(ctx: Context, report: Report) -> None:
    """What a provider says later of a letter. Twice is no mistake; of a letter that is not here nothing is kept."""
    row = ctx.db.one(
        "select id, recipient, status from mails where tenant_id = %(tenant)s and id = %(id)s and channel = 'email'",
        id=report.mail_id,
    )
    if row is None:
        return
    if report.outcome == "complained":
        suppressions.suppress(ctx, EMAIL, row.recipient, "complained", report.detail, "marketing")
        return
    if row.status in ("sent", "delivered") and report.outcome != row.status:
        _over(ctx, row, report.outcome, report.detail, "")


def resend(ctx: Context, mail_id: UUID) -> UUID:
    """The same once more, under today's wording: for letters that hold no secret. Refuses `MailNotFound`,
    `MailStillWaiting`, `MailNotRepeatable`."""
    row = ctx.db.one(
        """select id, channel, recipient, kind, locale, subject, data, secrets, store_id, customer_id, about, is_marketing,
                  status, text from mails where tenant_id = %(tenant)s and id = %(id)s for update""",
        id=mail_id,
    )
    if row is None or row.channel != EMAIL:
        raise MailNotFound()
    ctx.require("messages:write", store=row.store_id)
    if row.status in ("queued", "held", "sending"):
        raise MailStillWaiting()
    try:
        made = send(
            ctx,
            row.recipient,
            row.kind,
            row.locale,
            store=row.store_id,
            customer=row.customer_id,
            about=row.about,
            is_marketing=row.is_marketing,
            origin=row.id,
            **row.data,
        )
    except TemplateBroken as error:
        raise MailNotRepeatable() from error
    trail.note(ctx, "mail.resent", "mail", row.id, again=public("mail", made))
    return made


def _ready(ctx: Context, mail_id: UUID, desk: Desk) -> tuple[Row, Outgoing] | None:
    """The letter as it goes out, now being sent by this process; None when it needs no sending."""
    row = post.claim(ctx, mail_id)
    if row is None:
        return None
    if row.suppressed:
        post.note(ctx, row.id, "suppressed", row.suppressed)
        return None
    head = desk.heads(ctx, row.store_id, row.locale)
    own = merchants.own(ctx, EMAIL, row.kind, row.locale, row.store_id) if row.store_id else None
    stop = desk.unsubscribe(ctx.tenant, row.id) if row.is_marketing else ""
    values = rendering.placed({**row.data, **row.secrets}, head.url, desk.base_url)
    letter = rendering.render(row.kind, row.locale, values, head, own=own, unsubscribe=stop)
    name, address = parseaddr(desk.origin)
    return row, Outgoing(
        id=row.id,
        tenant=ctx.tenant,
        to=row.recipient,
        from_name=(head.sender_name or head.name) if row.store_id else name,
        from_address=address,
        reply_to=head.reply_to,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        locale=row.locale,
        unsubscribe=stop,
    )


def _over(ctx: Context, row: Row, status: str, why: str, code: str) -> None:
    post.note(ctx, row.id, status, why, provider=code)
    if status == "bounced":
        suppressions.suppress(ctx, EMAIL, row.recipient, "bounced", why)


def _wait(ctx: Context, row: Row, why: str, code: str) -> bool:
    """True when its patience is over."""
    if post.is_given_up(ctx, row):
        post.note(ctx, row.id, "failed", why, provider=code, keep_words=True)
        return True
    post.try_later(ctx, SEND, row, why, code)
    return False


def _host(base_url: str) -> str:
    return base_url.partition("://")[2].partition("/")[0].partition(":")[0] or "localhost"

"""Verbs: write a letter, and send it later."""

import smtplib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from duka.kernel import ids, jobs
from duka.kernel.config import Config
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.work import Caller, Work, outside_effect
from duka.mail import rendering
from duka.mail.smtp import Server, compose, read_url, refused_for_good

SEND = "mail.send"
MOST_ATTEMPTS = 8
PATIENCE = timedelta(minutes=2)
"""After so long a letter that was being sent counts as left behind by a process that died."""


class StillSending(Exception):
    """Another process is at it; the queue asks again."""


def send(ctx: Context, to: str, kind: str, locale: str, /, **values: Any) -> UUID:
    """The letter `kind` to the address `to`, in `locale` or English, once this transaction commits. `values` are what its
    template names. Secrets in it are gone from the database when it has left."""
    letter = rendering.render(kind, locale, values)
    mail_id = ids.new_id()
    ctx.db.run(
        """insert into mails (tenant_id, id, recipient, kind, locale, subject, text, html, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(to)s, %(kind)s, %(locale)s, %(subject)s, %(text)s, %(html)s, %(now)s, %(now)s)""",
        id=mail_id,
        to=to,
        kind=kind,
        locale=rendering.language(locale),
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        now=ctx.now,
    )
    jobs.defer(ctx, SEND, mail_id=str(mail_id))
    return mail_id


def sender(config: Config) -> Callable[..., None]:
    """The job: takes one letter to the mail server of `config`, or keeps it when there is none."""
    server = read_url(config.smtp_url)
    origin = config.mail_from or f"Duka <no-reply@{_host(config.base_url)}>"

    def act(work: Work, tenant: UUID, mail_id: str) -> None:
        deliver(work, tenant, UUID(mail_id), server, origin)

    return act


def deliver(work: Work, tenant: UUID, mail_id: UUID, server: Server | None, origin: str) -> None:
    """Sends the letter unless it was sent. A server that cannot take it now raises, so that the queue tries again."""
    caller = Caller(tenant)
    letter = work.perform(caller, lambda ctx: _claim(ctx, mail_id))
    if letter is None:
        return
    if server is None:
        work.perform(caller, lambda ctx: _note(ctx, mail_id, "kept"))
        return
    outside_effect("SMTP")
    try:
        server.take(compose(letter, origin))
    except (smtplib.SMTPException, OSError) as error:
        is_over = refused_for_good(error) or letter.attempts >= MOST_ATTEMPTS
        told = f"{type(error).__name__}: {error}"[:300]
        work.perform(caller, lambda ctx: _note(ctx, mail_id, "failed" if is_over else "queued", told))
        if is_over:
            return
        raise
    work.perform(caller, lambda ctx: _note(ctx, mail_id, "sent"))


def _claim(ctx: Context, mail_id: UUID) -> Row | None:
    """The letter, now being sent by this process; None when it needs no sending any more."""
    row = ctx.db.one(
        """update mails set status = 'sending', attempts = attempts + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s
             and (status = 'queued' or (status = 'sending' and updated_at < %(stale)s))
           returning id, recipient, subject, text, html, attempts""",
        id=mail_id,
        now=ctx.now,
        stale=ctx.now - PATIENCE,
    )
    if row is None:
        status = ctx.db.value(
            "select status from mails where tenant_id = %(tenant)s and id = %(id)s", id=mail_id
        )
        if status == "sending":
            raise StillSending(str(mail_id))
    return row


def _note(ctx: Context, mail_id: UUID, status: str, error: str = "") -> None:
    ctx.db.run(
        """update mails set status = %(status)s, error = %(error)s, updated_at = %(now)s,
             text = case when %(is_over)s then '' else text end, html = case when %(is_over)s then '' else html end
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=mail_id,
        status=status,
        error=error,
        now=ctx.now,
        is_over=status in ("sent", "failed"),
    )


def _host(base_url: str) -> str:
    return base_url.partition("://")[2].partition("/")[0].partition(":")[0] or "localhost"

"""Verbs: write a text, send it later, note what a provider says of it or somebody answers."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.outside import asking
from duka.kernel.work import Caller, Work, outside_effect
from duka.mail import merchants, post, suppressions
from duka.mail.errors import TemplateBroken
from duka.mail.post import GivenUp, Posted
from duka.mail.rendering import placed
from duka.mail.service import Heads, plain_head
from duka.mail.types import Refused, Unreachable
from duka.mail.wording import SMS, Wording, fill, language, ours, secret_names
from duka.texting import accounts, segments
from duka.texting.errors import TextingAccountLocked
from duka.texting.exchange import Exchange
from duka.texting.numbers import require
from duka.texting.types import Account, Heard

SEND = "mail.send_text"
MOST_WORDS = 1000
STOP = {
    "stop",
    "stopall",
    "unsubscribe",
    "cancel",
    "end",
    "quit",
    "arret",
    "arrêt",
    "desabonner",
    "désabonner",
}
START = {"start", "unstop", "reprendre", "oui"}


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
    country: str = "",
    is_marketing: bool = False,
    not_before: datetime | None = None,
    origin: UUID | None = None,
    **values: Any,
) -> UUID:
    """The text `kind` to the number `to` (read in `country` when it names none), once this transaction commits, or at
    `not_before`: in the wording of `store`. `values` as for `mail.send`. Refuses `NotAPhoneNumber`, `UnknownMailKind`."""
    spoken = language(locale)
    number = require(to, country)
    name = post.store_name(ctx, store)
    own = merchants.own(ctx, SMS, kind, spoken, store) if store else None
    hidden = secret_names(values)
    return post.post(
        ctx,
        SEND,
        Posted(
            channel=SMS,
            to=number,
            kind=kind,
            locale=spoken,
            text=words(kind, spoken, values, name, own),
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


def words(kind: str, locale: str, values: dict[str, Any], store: str, own: Wording | None = None) -> str:
    """What a text says, in letters that cost least where they read the same."""
    said = {"store": store, "store_link": "", **values}
    try:
        filled = fill(own or ours(SMS, kind, locale), said)
    except TemplateBroken:
        filled = fill(ours(SMS, kind, locale), said)
    return segments.plain(" ".join(filled.body.split()))[:MOST_WORDS]


def sender(exchange: Exchange, heads: Heads = plain_head) -> Callable[..., None]:
    """The job: takes one text to the company's provider, or keeps it when there is none."""

    def act(work: Work, tenant: UUID, mail_id: str) -> None:
        deliver(work, tenant, UUID(mail_id), exchange, heads)

    return act


def deliver(work: Work, tenant: UUID, mail_id: UUID, exchange: Exchange, heads: Heads = plain_head) -> None:
    """Sends the text unless it was sent; one that nobody can take now waits. A text whose answer was lost is not sent
    again: it would be paid, and read, twice."""
    caller = Caller(tenant)

    def begin(ctx: Context) -> tuple[Row, Account | None, str] | None:
        row = post.claim(ctx, mail_id)
        if row is None:
            return None
        if row.suppressed:
            post.note(ctx, row.id, "suppressed", row.suppressed)
            return None
        head = heads(ctx, row.store_id, row.locale)
        own = merchants.own(ctx, SMS, row.kind, row.locale, row.store_id) if row.store_id else None
        values = placed({**row.data, **row.secrets}, head.url, exchange.base_url)
        text = words(row.kind, row.locale, values, head.name, own)
        try:
            account = accounts.used(ctx, exchange)
        except TextingAccountLocked as locked:
            _wait(ctx, row, locked.message, "")
            return None
        if account is None or row.stays_here:
            post.note(ctx, row.id, "kept", segments=segments.measure(text).segments, text=text)
            return None
        return row, account, text

    found = work.perform(caller, begin)
    if found is None:
        return
    row, account, said = found
    assert account is not None
    provider = exchange.provider(account.provider)
    code = account.provider
    outside_effect(code)
    try:
        with asking("texting", code, "take"):
            taken = provider.take(account, row.recipient, said)
    except Refused as refused:
        status, why = "bounced" if refused.is_bounce else "failed", str(refused)
        work.perform(caller, lambda ctx: _over(ctx, row, status, why, code))
    except Unreachable as error:
        why = str(error)
        if work.perform(caller, lambda ctx: _wait(ctx, row, why, code)):
            raise GivenUp(str(mail_id)) from error
    else:
        size = segments.measure(said).segments
        work.perform(
            caller,
            lambda ctx: post.note(
                ctx,
                row.id,
                "sent",
                provider=code,
                reference=taken.reference,
                segments=taken.segments or size,
                cost_micro=taken.cost_micro,
                cost_currency=taken.cost_currency,
            ),
        )


def hear(ctx: Context, provider: str, heard: Heard) -> None:
    """What a provider says. STOP, in whatever case, stops all texts to a number, and START allows them again. Twice is no
    mistake; of a text that is not here nothing is kept."""
    if heard.sender:
        word = heard.words.strip().strip(".!").lower()
        if word in STOP:
            suppressions.suppress(ctx, SMS, heard.sender, "opted_out", "STOP")
        elif word in START:
            suppressions.allow(ctx, SMS, heard.sender)
        return
    row = ctx.db.one(
        """select id, recipient, status from mails where tenant_id = %(tenant)s and provider = %(provider)s
           and provider_reference = %(reference)s and channel = 'sms' for update""",
        provider=provider,
        reference=heard.reference[:200],
    )
    if row is None or row.status not in ("sent", "sending"):
        return
    if heard.outcome != row.status:
        post.note(
            ctx,
            row.id,
            heard.outcome,
            heard.detail,
            provider=provider,
            cost_micro=heard.cost_micro,
            cost_currency=heard.cost_currency,
        )
    if heard.outcome == "bounced":
        suppressions.suppress(ctx, SMS, row.recipient, "bounced", heard.detail)
    if heard.is_opted_out:
        suppressions.suppress(ctx, SMS, row.recipient, "opted_out", heard.detail)


def test_text(ctx: Context, to: str, country: str, locale: str) -> UUID:
    """A short text to the number of whoever asks, to see that the account works. Refuses `NotAPhoneNumber`."""
    ctx.require_everywhere(accounts.CONFIGURE)
    made = send(ctx, to, "test_text", locale, country=country)
    trail.note(ctx, "texting_account.test_sent", "mail", made)
    return made


def _over(ctx: Context, row: Row, status: str, why: str, code: str) -> None:
    post.note(ctx, row.id, status, why, provider=code)
    if status == "bounced":
        suppressions.suppress(ctx, SMS, row.recipient, "bounced", why)


def _wait(ctx: Context, row: Row, why: str, code: str) -> bool:
    """True when its patience is over."""
    if post.is_given_up(ctx, row):
        post.note(ctx, row.id, "failed", why, provider=code, keep_words=True)
        return True
    post.try_later(ctx, SEND, row, why, code)
    return False

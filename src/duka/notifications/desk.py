"""What staff do with messages to customers: see a wording as it would arrive, have it sent to themselves, send one again."""

from typing import Annotated
from uuid import UUID

import msgspec

from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.errors import MalformedId
from duka.mail import merchants, post, queries, rendering, wording
from duka.mail import service as mail
from duka.mail.errors import MailNotRepeatable, MailStillWaiting, NotAnAddress
from duka.mail.merchants import WordingInput
from duka.mail.queries import LoggedMessage
from duka.mail.types import Letterhead
from duka.mail.wording import SMS, Wording
from duka.notifications import customers, letterhead
from duka.notifications.sections import HEARD
from duka.orders.errors import OrderNotFound
from duka.stores import rules
from duka.texting import numbers, segments
from duka.texting import service as texting
from duka.texting.segments import TextSize

READ, WRITE = "messages:read", "messages:write"


class PreviewInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words on trial; without them those that would be said."""

    wording: WordingInput | None = None


class TrialInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`to`: an e-mail address or a telephone number."""

    to: Annotated[str, msgspec.Meta(min_length=3, max_length=254)]


class MessagePreview(msgspec.Struct, frozen=True, kw_only=True):
    """A message with invented values. `size` is an SMS's; `bytes` those of a letter's HTML."""

    channel: str
    subject: str
    text: str
    html: str
    size: TextSize | None = None
    bytes: int = 0


def preview(
    ctx: Context,
    base_url: str,
    channel: str,
    kind: str,
    locale: str,
    store: UUID | None,
    words: WordingInput | None = None,
) -> MessagePreview:
    """As it would arrive. Refuses `UnknownMailKind`, and `TemplateBroken` with the line and the reason."""
    ctx.require(READ, store=store)
    own = _own(ctx, channel, kind, locale, store, words)
    values = merchants.samples_of(channel, kind, locale)
    head = letterhead.of_store(ctx, base_url, store, locale) if store else Letterhead()
    values |= {"store": head.name, "store_link": head.url or base_url} if store else {}
    if channel == SMS:
        said = texting.words(kind, locale, values, head.name, own)
        return MessagePreview(channel=channel, subject="", text=said, html="", size=segments.measure(said))
    letter = rendering.render(kind, locale, values, head, own=own)
    return MessagePreview(
        channel=channel,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        bytes=len(letter.html.encode()),
    )


def try_out(ctx: Context, channel: str, kind: str, locale: str, store: UUID, to: str) -> UUID:
    """The wording that is saved, with invented values, to an address of one's own. Refuses `UnknownMailKind`,
    `NotAnAddress` or `NotAPhoneNumber`."""
    ctx.require(WRITE, store=store)
    merchants.known(channel, kind)
    values = {
        name: value
        for name, value in merchants.samples_of(channel, kind, locale).items()
        if name not in wording.ALWAYS
    }
    if channel == SMS:
        made = texting.send(ctx, numbers.require(to), kind, locale, store=store, **values)
    else:
        made = mail.send(ctx, _address(to), kind, locale, store=store, **values)
    trail.note(ctx, "mail.tried", "mail", made, message=kind, channel=channel, locale=locale)
    return made


def resend(ctx: Context, mail_id: UUID) -> UUID:
    """The same once more: one about an order as the order is now, with a link of its own. Refuses `MailNotFound`,
    `MailStillWaiting`, and `MailNotRepeatable` for one whose secret is gone."""
    found = queries.place(ctx, mail_id)
    ctx.require(WRITE, store=found.store_id)
    if found.status in ("queued", "held", "sending"):
        raise MailStillWaiting()
    if found.kind not in HEARD or not found.about.startswith("ord_"):
        if found.channel == SMS:
            raise MailNotRepeatable()
        return mail.resend(ctx, mail_id)
    try:
        order = ids.parse("ord", found.about)
        made = customers.again(ctx, order, found.kind, found.channel, found.recipient, found.data)
    except (MalformedId, OrderNotFound) as error:
        raise MailNotRepeatable() from error
    post.mark_again(ctx, made, mail_id)
    trail.note(ctx, "mail.resent", "mail", mail_id, again=ids.public("mail", made))
    return made


def message(ctx: Context, base_url: str, mail_id: UUID) -> LoggedMessage:
    """One of the log, under its store's letterhead. Refuses `MailNotFound`."""
    ctx.require(READ)
    found = queries.place(ctx, mail_id)
    head = letterhead.of_store(ctx, base_url, found.store_id, found.locale) if found.store_id else None
    return queries.message(ctx, mail_id, head)


def _own(
    ctx: Context, channel: str, kind: str, locale: str, store: UUID | None, words: WordingInput | None
) -> Wording | None:
    merchants.known(channel, kind)
    if words is None:
        return merchants.own(ctx, channel, kind, locale, store)
    tried = Wording(words.subject.strip(), words.body.strip().replace("\r\n", "\n"))
    wording.check(channel, kind, tried)
    wording.fill(tried, merchants.samples_of(channel, kind, locale))
    return tried


def _address(text: str) -> str:
    if not rules.EMAIL.fullmatch(text.strip()):
        raise NotAnAddress(address=text)
    return text.strip()

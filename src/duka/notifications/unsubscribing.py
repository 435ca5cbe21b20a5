"""One click that stops advertising: the address that stands in a letter, and what following it does.

The address names a message, not a person: it is the message's id and its company's, signed. It opens nothing but this choice,
and works as long as the message is in the log.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from typing import Protocol
from uuid import UUID

import msgspec

from duka.customers.service import consents
from duka.kernel.context import Context
from duka.kernel.errors import NotFound
from duka.mail import suppressions

PURPOSE = "unsubscribe"
PATH = "/unsubscribe/"


class Signer(Protocol):
    """The installation's keyring."""

    def sign(self, purpose: str, message: str) -> str: ...

    def verify(self, purpose: str, message: str, signature: str) -> bool: ...


class UnsubscribeLinkBroken(NotFound):
    """This link is not whole, or its letter is too old. Answer the letter, and the store will stop them."""


class Choice(msgspec.Struct, frozen=True):
    """What somebody may decide here: `store` is whose letters, `is_stopped` whether they were stopped."""

    store: str
    channel: str
    locale: str
    is_stopped: bool


def addresses(signer: Signer, base_url: str) -> Callable[[UUID, UUID], str]:
    """For `mail.sender`."""

    def act(tenant: UUID, mail_id: UUID) -> str:
        named = urlsafe_b64encode(tenant.bytes + mail_id.bytes).decode().rstrip("=")
        return f"{base_url}{PATH}{named}.{signer.sign(PURPOSE, named)}"

    return act


def read(signer: Signer, token: str) -> tuple[UUID, UUID]:
    """The company and the message. Refuses `UnsubscribeLinkBroken`."""
    named, _, mark = token.partition(".")
    try:
        raw = urlsafe_b64decode(named + "==") if signer.verify(PURPOSE, named, mark) else b""
    except ValueError:
        raw = b""
    if len(raw) != 32:
        raise UnsubscribeLinkBroken()
    return UUID(bytes=raw[:16]), UUID(bytes=raw[16:])


def choice(ctx: Context, mail_id: UUID) -> Choice:
    """Refuses `UnsubscribeLinkBroken`."""
    row = _row(ctx, mail_id)
    return Choice(row[2], row[0], row[3], bool(row[4]))


def stop(ctx: Context, mail_id: UUID) -> Choice:
    """No more advertising to the address of this message, and its customer's consent is withdrawn. Twice is no mistake.
    Refuses `UnsubscribeLinkBroken`."""
    channel, recipient, store, locale, is_stopped, customer = _row(ctx, mail_id)
    if not is_stopped:
        suppressions.suppress(ctx, channel, recipient, "opted_out", "one click", "marketing")
        if customer is not None:
            consents.keep_consent(ctx, customer, channel, is_given=False, source="unsubscribe")
    return Choice(store, channel, locale, True)


def _row(ctx: Context, mail_id: UUID) -> tuple[str, str, str, str, object, UUID | None]:
    row = ctx.db.one(
        """select m.channel, m.recipient, coalesce(s.name, '') as store, m.locale, (
               select 1 from mail_suppressions x where x.tenant_id = %(tenant)s and x.channel = m.channel
               and x.address = lower(m.recipient) limit 1) as stopped,
             (select c.id from customers c where c.tenant_id = %(tenant)s and c.id = m.customer_id) as customer
           from mails m left join stores s on s.tenant_id = %(tenant)s and s.id = m.store_id
           where m.tenant_id = %(tenant)s and m.id = %(id)s""",
        id=mail_id,
    )
    if row is None:
        raise UnsubscribeLinkBroken()
    return tuple(row)

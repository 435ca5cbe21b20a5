"""Talking to a provider about one payment: its account opened in a transaction, the question asked outside, and what was
said kept with what came of it."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from uuid import UUID

import msgspec

from duka.kernel import ids, log, outside
from duka.kernel.context import Context
from duka.payments import wire
from duka.payments.errors import AccountRefused, ProviderUnreachable, UnknownProvider
from duka.payments.gateways import Gateways
from duka.payments.queries import json
from duka.payments.types import Account, Known, Outcome, Payment, Provider
from duka.payments.wire import Exchange

T = TypeVar("T")
_log = log.get("payments")


class Line(msgspec.Struct, frozen=True):
    """An open line to a provider about a payment."""

    payment: Payment
    provider: Provider
    account: Account
    key: str

    @property
    def known(self) -> Known:
        payment = self.payment
        return Known(
            tenant=self.account.tenant,
            payment_id=payment.id,
            order_id=payment.order_id,
            key=self.key,
            reference=payment.provider_reference or "",
            amount_minor=payment.amount_minor,
            currency=payment.currency,
            captured_minor=payment.captured_minor,
            data=payment.data,
        )


def find(gateways: Gateways, code: str) -> Provider:
    """Refuses `UnknownProvider`."""
    provider = gateways.get(code)
    if provider is None:
        raise UnknownProvider()
    return provider


def said(asked: Callable[[], T]) -> tuple[T | ProviderUnreachable | AccountRefused, list[Exchange]]:
    """What the provider answered, or why not, and the conversation."""
    with wire.listening() as heard:
        try:
            return asked(), heard
        except (ProviderUnreachable, AccountRefused) as refused:
            _log.warning("provider did not answer", why=refused.code)
            return refused, heard


def outcome(asked: Callable[[], Outcome]) -> tuple[Outcome, list[Exchange]]:
    """As `said`; a provider that does not answer leaves the payment *unknown*."""
    answer, heard = said(asked)
    if isinstance(answer, Outcome):
        return answer, heard
    return Outcome("unknown", reason=answer.message, code="unavailable"), heard


def keep_messages(
    ctx: Context,
    heard: Sequence[Exchange],
    *,
    provider: str,
    payment_id: UUID | None = None,
    account_id: UUID | None = None,
) -> None:
    """The conversation, for staff to read; one statement, none when nothing was said."""
    for exchange in heard:
        outcome = f"{exchange.status // 100}xx" if exchange.status else "unanswered"
        outside.heard("payments", provider, exchange.took_ms / 1000, outcome)
    if heard:
        ctx.db.run(
            MESSAGES,
            messages=json([msgspec.structs.asdict(m) | {"id": ids.new_id()} for m in heard]),
            provider=provider,
            payment=payment_id,
            account=account_id,
        )


MESSAGES = """
insert into payment_messages (tenant_id, id, payment_id, account_id, provider, at, took_ms, what, method, url, status,
                              request, answer)
select %(tenant)s, m.id, %(payment)s, %(account)s, %(provider)s, m.at, m.took_ms, m.what, m.method, m.url, m.status,
       m.request, m.answer
from jsonb_to_recordset(%(messages)s::jsonb) as m (id uuid, at timestamptz, took_ms integer, what text, method text,
     url text, status integer, request text, answer text)"""

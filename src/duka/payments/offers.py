"""Which providers this process offers, and whether a store can use them."""

from uuid import UUID

import msgspec

from duka.flags import queries as flags
from duka.kernel.context import Context
from duka.payments.gateways import Gateways
from duka.payments.providers import store_credit
from duka.payments.types import Able, Field, Rail
from duka.policies import queries as policies
from duka.policies.vocabulary import PAYMENT_METHODS
from duka.stores.errors import StoreNotFound
from duka.stores.rules import SWITCHED_BY


class PaymentProvider(msgspec.Struct, frozen=True, kw_only=True):
    """A provider as it says of itself. `fields` is the form of an account; without fields it needs none. `currencies` empty:
    all. `takes_currency`: it takes the store's, and null when no store is named. `is_switched_on`: this company has its
    rail; `is_allowed`: the platform's policies let it be used. `callback_events`: what to subscribe to in the provider's own
    settings."""

    code: str
    name: str
    rail: Rail
    fields: tuple[Field, ...]
    currencies: list[str]
    can: list[Able]
    needs_phone: bool
    polls: bool
    callback_events: tuple[str, ...]
    is_switched_on: bool
    takes_currency: bool | None
    is_allowed: bool = True


def list_providers(ctx: Context, gateways: Gateways, store_id: UUID | None = None) -> list[PaymentProvider]:
    """Every provider, in their order. Refuses `StoreNotFound`."""
    ctx.require("payments:read", store=store_id)
    currency = _currency(ctx, store_id) if store_id is not None else None
    allowed = policies.value(ctx, PAYMENT_METHODS)
    found = []
    for provider in gateways.values():
        about = provider.about
        if about.code == store_credit.CODE:
            continue  # it is spent beside the ways to pay, and never set up
        switch = SWITCHED_BY.get(about.rail)
        found.append(
            PaymentProvider(
                code=about.code,
                name=about.name,
                rail=about.rail,
                fields=about.fields,
                currencies=sorted(about.currencies),
                can=sorted(about.can),
                needs_phone=about.needs_phone,
                polls=about.polls,
                callback_events=about.callback_events,
                is_switched_on=switch is None or flags.is_on(ctx, switch),
                takes_currency=None
                if currency is None
                else not about.currencies or currency in about.currencies,
                is_allowed=allowed.allows(about.code),
            )
        )
    return found


def _currency(ctx: Context, store_id: UUID) -> str:
    currency: str | None = ctx.db.value(
        "select s.currency from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s", store=store_id
    )
    if currency is None:
        raise StoreNotFound()
    return currency

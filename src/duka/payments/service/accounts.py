"""Merchants' accounts at providers: connected, tested, disconnected; their secrets sealed."""

import secrets
from collections.abc import Mapping
from typing import Annotated, Literal, LiteralString
from uuid import UUID

import msgspec

from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.kernel.work import Caller, Work
from duka.payments import wire
from duka.payments.errors import (
    AccountLocked,
    AccountMissing,
    AccountRefused,
    CurrencyNotTaken,
    ProviderUnreachable,
    SandboxMovesNothing,
    UnknownProvider,
)
from duka.payments.gateways import PURPOSE, Gateways
from duka.payments.health import TEST_GATEWAYS
from duka.payments.queries import json
from duka.payments.service.asking import keep_messages
from duka.payments.types import About, Account, Checked
from duka.plans import entitlements, limits
from duka.policies import queries as policies
from duka.policies.vocabulary import PAYMENT_METHODS
from duka.stores.errors import StoreNotFound

Value = Annotated[str, msgspec.Meta(max_length=10_000)]


class AccountInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`values` are by the names of the provider's fields, secret ones too; a secret that is left out stays as it is."""

    mode: Literal["test", "live"] = "test"
    values: dict[str, Value] = {}
    capture_method: Literal["automatic", "manual"] = "automatic"
    is_active: bool = True


class AccountView(msgspec.Struct, frozen=True, kw_only=True):
    """An account as staff see it: of the secrets only which there are. `is_connected`: it has its secrets, and this
    installation can open them. `is_locked`: they were sealed with a key that this installation no longer has, so they have
    to be typed again."""

    id: str
    provider: str
    store_id: str
    mode: str
    settings: dict[str, str]
    secrets: list[str]
    capture_method: str
    is_active: bool
    is_connected: bool
    is_locked: bool
    callback_url: str
    is_working: bool | None
    check_message: str
    checked_at: str | None
    version: int


def save(
    ctx: Context,
    gateways: Gateways,
    store_id: UUID,
    provider: str,
    data: AccountInput,
    expected: int | None = None,
) -> AccountView:
    """Connect a store to a provider, or change the connection. `expected` is the version that was seen, 0 for none yet.
    Refuses `UnknownProvider`, `StoreNotFound`, `CurrencyNotTaken`, `VersionConflict`, `PolicyForbids`,
    `SandboxMovesNothing`, and `InvalidInput` by field."""
    ctx.require("payments:configure", store=store_id)
    about = _about(gateways, provider)
    if entitlements.of(ctx).kind == "sandbox" and provider not in TEST_GATEWAYS:
        raise SandboxMovesNothing(provider=about.name)
    currency = _currency(ctx, store_id)
    row = _row(ctx, store_id, provider)
    seen = row.version if row is not None else 0
    if expected is not None and seen != expected:
        raise VersionConflict()
    if about.currencies and currency not in about.currencies:
        raise CurrencyNotTaken(provider=about.name, currency=currency)
    if data.capture_method == "manual" and "hold" not in about.can:
        raise InvalidInput(
            {"capture_method": f"{about.name} takes the money at once; it cannot hold it first"}
        )
    kept = (_opened(gateways, row.sealed) if row is not None else None) or {}
    settings, sealed = _sorted(about, data.values, kept)
    if row is None or not row.sealed:
        policies.require_code(ctx, PAYMENT_METHODS, provider)
        limits.require_room(ctx, limits.INTEGRATIONS)
    account_id = row.id if row is not None else ids.new_id()
    is_saved = ctx.db.run(
        """insert into payment_accounts (tenant_id, id, store_id, provider, rail, mode, settings, sealed, callback_key,
                                         capture_method, is_active, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(store)s, %(provider)s, %(rail)s, %(mode)s, %(settings)s::jsonb, %(sealed)s, %(key)s,
                   %(capture)s, %(active)s, %(now)s, %(now)s)
           on conflict (tenant_id, store_id, provider) do update
           set mode = excluded.mode, settings = excluded.settings, sealed = excluded.sealed,
               capture_method = excluded.capture_method, is_active = excluded.is_active,
               checked_at = null, is_working = null, check_message = '',
               updated_at = excluded.updated_at, version = payment_accounts.version + 1
           where payment_accounts.version = %(seen)s""",
        id=account_id,
        seen=seen,
        store=store_id,
        provider=provider,
        rail=about.rail,
        mode=data.mode,
        settings=json(settings),
        sealed=gateways.keyring.seal(PURPOSE, json(sealed)),
        key=secrets.token_urlsafe(16),
        capture=data.capture_method,
        active=data.is_active,
        now=ctx.now,
    )
    if not is_saved:
        raise VersionConflict()
    trail.note(
        ctx,
        "payment_account.saved",
        "payment_account",
        account_id,
        before=_told(row.settings, row.mode, row.capture_method, row.is_active) if row is not None else {},
        after=_told(settings, data.mode, data.capture_method, data.is_active)
        | {"secrets_changed": sorted(n for n in sealed if sealed[n] != kept.get(n))},
        provider=provider,
        store_id=ids.public("store", store_id),
    )
    return view(ctx, gateways, store_id, provider)


def disconnect(ctx: Context, gateways: Gateways, store_id: UUID, provider: str) -> None:
    """Buyers are not offered it any more, and its secrets are gone; what was paid stays. Refunds then need the account
    again. Refuses `AccountMissing`."""
    ctx.require("payments:configure", store=store_id)
    row = _there(ctx, gateways, store_id, provider)
    ctx.db.run(
        """update payment_accounts set is_active = false, sealed = '', is_working = null, check_message = '',
                  updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=row.id,
        now=ctx.now,
    )
    trail.note(
        ctx,
        "payment_account.disconnected",
        "payment_account",
        row.id,
        before={"is_active": row.is_active},
        after={"is_active": False},
        provider=provider,
    )


def test(work: Work, caller: Caller, gateways: Gateways, store_id: UUID, provider: str) -> AccountView:
    """Ask the provider whether the credentials work, and remember what it said. Refuses `AccountMissing`."""

    def begin(ctx: Context) -> Account:
        ctx.require("payments:configure", store=store_id)
        return load(ctx, gateways, _there(ctx, gateways, store_id, provider).id)

    account = work.perform(caller, begin)
    account_id = account.id
    assert account_id is not None
    with wire.listening() as heard:
        try:
            found = gateways[provider].check(account)
        except (ProviderUnreachable, AccountRefused) as refused:
            found = Checked(False, refused.message)

    def record(ctx: Context) -> AccountView:
        ctx.db.run(
            """update payment_accounts set checked_at = %(now)s, is_working = %(ok)s, check_message = %(message)s
               where tenant_id = %(tenant)s and id = %(id)s""",
            id=account_id,
            ok=found.is_ok,
            message=found.message[:500],
            now=ctx.now,
        )
        keep_messages(ctx, heard, provider=provider, account_id=account_id)
        trail.note(
            ctx,
            "payment_account.tested",
            "payment_account",
            account_id,
            provider=provider,
            is_working=found.is_ok,
        )
        return view(ctx, gateways, store_id, provider)

    return work.perform(caller, record)


def load(ctx: Context, gateways: Gateways, account_id: UUID) -> Account:
    """The account with its secrets opened, for an adapter. Refuses `AccountMissing` when it was disconnected, and
    `AccountLocked`, which is one, when its secrets were sealed with a key that this installation no longer has."""
    row = ctx.db.one(
        """select a.id, a.store_id, a.provider, a.mode, a.settings, a.sealed, a.callback_key from payment_accounts a
           where a.tenant_id = %(tenant)s and a.id = %(id)s""",
        id=account_id,
    )
    if row is None or not row.sealed:
        raise AccountMissing(provider=_name(gateways, row.provider) if row is not None else "This way to pay")
    opened = _opened(gateways, row.sealed)
    if opened is None:
        raise AccountLocked(provider=_name(gateways, row.provider))
    return Account(
        tenant=ctx.tenant,
        id=row.id,
        store_id=row.store_id,
        provider=row.provider,
        mode=row.mode,
        settings=row.settings,
        secrets=opened,
        callback_url=gateways.callback_url(ctx.tenant, row.callback_key),
        base_url=gateways.addresses.get(row.provider, ""),
    )


class Resealed(msgspec.Struct, frozen=True):
    """How many accounts' secrets are sealed with the present key now, and how many could not be opened."""

    resealed: int
    locked: int


def reseal(ctx: Context, gateways: Gateways) -> Resealed:
    """Seal every account's secrets anew with the present key, after a change of it. Those that no key opens stay as they
    are."""
    rows = ctx.db.all(
        "select a.id, a.sealed from payment_accounts a where a.tenant_id = %(tenant)s and a.sealed <> '' for update"
    )
    resealed = 0
    for row in rows:
        opened = _opened(gateways, row.sealed)
        if opened is None:
            continue
        ctx.db.run(
            "update payment_accounts set sealed = %(sealed)s where tenant_id = %(tenant)s and id = %(id)s",
            id=row.id,
            sealed=gateways.keyring.seal(PURPOSE, json(opened)),
        )
        trail.note(ctx, "payment_account.resealed", "payment_account", row.id)
        resealed += 1
    return Resealed(resealed, len(rows) - resealed)


def view(ctx: Context, gateways: Gateways, store_id: UUID, provider: str) -> AccountView:
    """Refuses `AccountMissing`."""
    ctx.require("payments:read", store=store_id)
    return _view(ctx, gateways, store_id, _there(ctx, gateways, store_id, provider))


def views(ctx: Context, gateways: Gateways, store_id: UUID) -> list[AccountView]:
    """All of a store's accounts, those that were disconnected too. Refuses `StoreNotFound`."""
    ctx.require("payments:read", store=store_id)
    _currency(ctx, store_id)
    rows = ctx.db.all(f"{_ROWS} order by a.provider", store=store_id)
    return [_view(ctx, gateways, store_id, row) for row in rows]


_ROWS: LiteralString = """select a.id, a.provider, a.mode, a.settings, a.sealed, a.callback_key, a.capture_method, a.is_active,
    a.is_working, a.check_message, a.checked_at, a.version
from payment_accounts a where a.tenant_id = %(tenant)s and a.store_id = %(store)s"""


def _row(ctx: Context, store_id: UUID, provider: str) -> Row | None:
    return ctx.db.one(f"{_ROWS} and a.provider = %(provider)s", store=store_id, provider=provider)


def _there(ctx: Context, gateways: Gateways, store_id: UUID, provider: str) -> Row:
    """Refuses `StoreNotFound`, `UnknownProvider`, `AccountMissing`."""
    row = _row(ctx, store_id, provider)
    if row is None:
        _currency(ctx, store_id)
        raise AccountMissing(provider=_about(gateways, provider).name)
    return row


def _view(ctx: Context, gateways: Gateways, store_id: UUID, row: Row) -> AccountView:
    opened = _opened(gateways, row.sealed) if row.sealed else {}
    return AccountView(
        id=ids.public("pacc", row.id),
        provider=row.provider,
        store_id=ids.public("store", store_id),
        mode=row.mode,
        settings=row.settings,
        secrets=sorted(opened or ()),
        capture_method=row.capture_method,
        is_active=row.is_active,
        is_connected=bool(row.sealed) and opened is not None,
        is_locked=opened is None,
        callback_url=gateways.callback_url(ctx.tenant, row.callback_key),
        is_working=row.is_working,
        check_message=row.check_message,
        checked_at=row.checked_at.isoformat() if row.checked_at else None,
        version=row.version,
    )


def _about(gateways: Gateways, provider: str) -> About:
    about = gateways.about(provider)
    if about is None or not about.fields:
        raise UnknownProvider()
    return about


def _name(gateways: Gateways, provider: str) -> str:
    about = gateways.about(provider)
    return about.name if about is not None else provider


def _currency(ctx: Context, store_id: UUID) -> str:
    currency = ctx.db.value(
        "select s.currency from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s", store=store_id
    )
    if currency is None:
        raise StoreNotFound()
    return str(currency)


def _sorted(
    about: About, values: Mapping[str, str], kept: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """(what may be shown, what is sealed). Refuses `InvalidInput`."""
    wrong: dict[str, str] = dict.fromkeys(values, "is not a field of this provider")
    settings: dict[str, str] = {}
    sealed: dict[str, str] = {}
    for field in about.fields:
        wrong.pop(field.name, None)
        value = values.get(field.name, "").strip()
        if field.is_secret:
            value = value or kept.get(field.name, "")
        if not value and field.is_required:
            wrong[field.name] = "is needed"
        elif value and field.choices and value not in field.choices:
            wrong[field.name] = f"must be one of {', '.join(field.choices)}"
        elif value:
            (sealed if field.is_secret else settings)[field.name] = value
    if wrong:
        raise InvalidInput({f"values.{name}": what for name, what in wrong.items()})
    return settings, sealed


def _opened(gateways: Gateways, sealed: bytes) -> dict[str, str] | None:
    """None when no key of this installation opens them."""
    text = gateways.keyring.open(PURPOSE, bytes(sealed)) if sealed else "{}"
    return None if text is None else msgspec.json.decode(text, type=dict[str, str])


def _told(settings: Mapping[str, str], mode: str, capture_method: str, is_active: bool) -> dict[str, object]:
    return {
        "settings": dict(settings),
        "mode": mode,
        "capture_method": capture_method,
        "is_active": is_active,
    }

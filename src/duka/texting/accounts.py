"""A company's accounts at providers of SMS: connected, tested, disconnected; their secrets sealed. One is used."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, LiteralString
from uuid import UUID

import msgspec

from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.kernel.work import Caller, Work
from duka.mail.types import Refused, Unreachable
from duka.texting.errors import TextingAccountLocked, TextingAccountMissing
from duka.texting.exchange import Exchange
from duka.texting.types import AboutTexting, Account

READ, CONFIGURE = "messages:read", "messages:configure"
Value = Annotated[str, msgspec.Meta(max_length=2000)]


class TextingAccountInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`values` are by the names of the provider's fields, secret ones too; a secret that is left out stays as it is."""

    values: dict[str, Value] = {}


class TextingAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account as staff see it: of the secrets only which there are. `is_active`: texts go by it. `is_locked`: its
    secrets have to be typed again. `report_url` is for the provider's own settings (incoming messages)."""

    id: str
    provider: str
    settings: dict[str, str]
    secrets: list[str]
    is_active: bool
    is_locked: bool
    report_url: str
    is_working: bool | None
    check_message: str
    checked_at: datetime | None
    version: int


class TextingProvider(msgspec.Struct, frozen=True, kw_only=True):
    """A provider with the form of an account at it, and the account that there is."""

    about: AboutTexting
    account: TextingAccount | None


def list_providers(ctx: Context, exchange: Exchange) -> list[TextingProvider]:
    """Those of this installation. 1 statement."""
    ctx.require_everywhere(READ)
    rows = {row.provider: row for row in ctx.db.all(_ROWS)}
    return [
        TextingProvider(
            about=provider.about, account=_view(ctx, exchange, rows[code]) if code in rows else None
        )
        for code, provider in exchange.providers.items()
    ]


def save(
    ctx: Context, exchange: Exchange, provider: str, data: TextingAccountInput, expected: int
) -> TextingAccount:
    """Connect the company, or change the connection; from now on texts go by it. `expected` is the version that was seen,
    0 for none. Refuses `UnknownTextingProvider`, `VersionConflict`, and `InvalidInput` by field."""
    ctx.require_everywhere(CONFIGURE)
    about = exchange.provider(provider).about
    row = _row(ctx, provider)
    if expected != (row.version if row is not None else 0):
        raise VersionConflict()
    kept = (exchange.open(row.sealed) if row is not None else None) or {}
    settings, sealed = _sorted(about, data.values, kept)
    account_id: UUID = row.id if row is not None else ids.new_id()
    ctx.db.run(
        """update texting_accounts set is_active = false, updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and provider <> %(provider)s and is_active""",
        provider=provider,
        now=ctx.now,
    )
    is_saved = ctx.db.run(
        """insert into texting_accounts (tenant_id, id, provider, settings, sealed, callback_key, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(provider)s, %(settings)s::jsonb, %(sealed)s, %(key)s, %(now)s, %(now)s)
           on conflict (tenant_id, provider) do update
           set settings = excluded.settings, sealed = excluded.sealed, is_active = true, checked_at = null,
               is_working = null, check_message = '', updated_at = excluded.updated_at,
               version = texting_accounts.version + 1
           where texting_accounts.version = %(expected)s""",
        id=account_id,
        provider=provider,
        settings=msgspec.json.encode(settings).decode(),
        sealed=exchange.seal(sealed),
        key=secrets.token_urlsafe(16),
        expected=expected,
        now=ctx.now,
    )
    if not is_saved:
        raise VersionConflict()
    trail.note(
        ctx,
        "texting_account.saved",
        "texting_account",
        account_id,
        before={"settings": row.settings, "is_active": row.is_active} if row is not None else {},
        after={"settings": settings, "is_active": True}
        | {"secrets_changed": sorted(n for n in sealed if sealed[n] != kept.get(n))},
        provider=provider,
    )
    return view(ctx, exchange, provider)


def disconnect(ctx: Context, exchange: Exchange, provider: str) -> None:
    """No texts go by it any more, and its secrets are gone. Refuses `TextingAccountMissing`."""
    ctx.require_everywhere(CONFIGURE)
    exchange.provider(provider)
    row = _there(ctx, provider)
    ctx.db.run(
        """update texting_accounts set is_active = false, sealed = '', is_working = null, check_message = '',
                  updated_at = %(now)s, version = version + 1 where tenant_id = %(tenant)s and id = %(id)s""",
        id=row.id,
        now=ctx.now,
    )
    trail.note(
        ctx,
        "texting_account.disconnected",
        "texting_account",
        row.id,
        before={"is_active": row.is_active},
        after={"is_active": False},
        provider=provider,
    )


def test(work: Work, caller: Caller, exchange: Exchange, provider: str) -> TextingAccount:
    """Ask the provider whether the credentials work, and remember what it said. Refuses `TextingAccountMissing`,
    `TextingAccountLocked`."""

    def begin(ctx: Context) -> Account:
        ctx.require_everywhere(CONFIGURE)
        exchange.provider(provider)
        return opened(ctx, exchange, _there(ctx, provider))

    account = work.perform(caller, begin)
    try:
        is_ok, message = exchange.provider(provider).check(account)
    except (Unreachable, Refused) as refused:
        is_ok, message = False, str(refused)

    def record(ctx: Context) -> TextingAccount:
        ctx.db.run(
            """update texting_accounts set checked_at = %(now)s, is_working = %(ok)s, check_message = %(message)s
               where tenant_id = %(tenant)s and id = %(id)s""",
            id=account.id,
            ok=is_ok,
            message=message[:300],
            now=ctx.now,
        )
        trail.note(
            ctx,
            "texting_account.tested",
            "texting_account",
            account.id,
            provider=provider,
            is_working=is_ok,
        )
        return view(ctx, exchange, provider)

    return work.perform(caller, record)


def view(ctx: Context, exchange: Exchange, provider: str) -> TextingAccount:
    """Refuses `TextingAccountMissing`."""
    ctx.require_everywhere(READ)
    return _view(ctx, exchange, _there(ctx, provider))


def used(ctx: Context, exchange: Exchange) -> Account | None:
    """The account that texts go by, its secrets opened; None when there is none. Refuses `TextingAccountLocked`."""
    row = ctx.db.one(_ROWS + " and a.is_active and a.sealed <> ''")
    return None if row is None else opened(ctx, exchange, row)


def at(ctx: Context, exchange: Exchange, key: str) -> Account:
    """The account behind a report's address. Refuses `TextingAccountMissing`."""
    row = ctx.db.one(_ROWS + " and a.callback_key = %(key)s and a.sealed <> ''", key=key)
    if row is None:
        raise TextingAccountMissing()
    return opened(ctx, exchange, row)


def opened(ctx: Context, exchange: Exchange, row: Row) -> Account:
    """Refuses `TextingAccountMissing` for one that was disconnected, `TextingAccountLocked`."""
    if not row.sealed:
        raise TextingAccountMissing()
    found = exchange.open(row.sealed)
    if found is None:
        raise TextingAccountLocked()
    return Account(
        id=row.id,
        tenant=ctx.tenant,
        provider=row.provider,
        settings=row.settings,
        secrets=found,
        report_url=exchange.report_url(ctx.tenant, row.callback_key),
        base_url=exchange.addresses.get(row.provider, ""),
    )


def reseal(ctx: Context, exchange: Exchange) -> int:
    """Seal every account's secrets anew with the present key, after a change of it; how many. Those that no key opens stay
    as they are."""
    resealed = 0
    for row in ctx.db.all(_ROWS + " and a.sealed <> '' for update"):
        found = exchange.open(row.sealed)
        if found is None:
            continue
        ctx.db.run(
            "update texting_accounts set sealed = %(sealed)s where tenant_id = %(tenant)s and id = %(id)s",
            id=row.id,
            sealed=exchange.seal(found),
        )
        trail.note(ctx, "texting_account.resealed", "texting_account", row.id)
        resealed += 1
    return resealed


_ROWS: LiteralString = """select a.id, a.provider, a.settings, a.sealed, a.callback_key, a.is_active, a.is_working,
    a.check_message, a.checked_at, a.version from texting_accounts a where a.tenant_id = %(tenant)s"""


def _row(ctx: Context, provider: str) -> Row | None:
    return ctx.db.one(_ROWS + " and a.provider = %(provider)s", provider=provider)


def _there(ctx: Context, provider: str) -> Row:
    row = _row(ctx, provider)
    if row is None:
        raise TextingAccountMissing()
    return row


def _view(ctx: Context, exchange: Exchange, row: Row) -> TextingAccount:
    found = exchange.open(row.sealed)
    return TextingAccount(
        id=ids.public("tacc", row.id),
        provider=row.provider,
        settings=row.settings,
        secrets=sorted(found or ()),
        is_active=row.is_active and bool(row.sealed),
        is_locked=found is None,
        report_url=exchange.report_url(ctx.tenant, row.callback_key),
        is_working=row.is_working,
        check_message=row.check_message,
        checked_at=row.checked_at,
        version=row.version,
    )


def _sorted(
    about: AboutTexting, values: Mapping[str, str], kept: Mapping[str, str]
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
        elif any(letter in value for letter in "\r\n\x00"):
            wrong[field.name] = "is one line"
        elif value:
            (sealed if field.is_secret else settings)[field.name] = value
    if wrong:
        raise InvalidInput({f"values.{name}": what for name, what in wrong.items()})
    return settings, sealed

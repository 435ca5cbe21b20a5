"""Stores' accounts at carriers: connected, changed, tested, disconnected; their secrets sealed."""

import secrets
from collections.abc import Mapping
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.kernel.work import Caller, Work
from duka.plans import limits
from duka.policies import queries as policies
from duka.policies.vocabulary import CARRIERS
from duka.shipping.carriers import known
from duka.shipping.carriers.desk import PURPOSE, Desk
from duka.shipping.carriers.errors import (
    AccountRefused,
    CarrierAccountLocked,
    CarrierAccountMissing,
    CarrierAccountNotFound,
    CarrierNameTaken,
    CarrierUnreachable,
)
from duka.shipping.carriers.types import About, Account, Checked
from duka.shipping.carriers.views import (
    CarrierAccount,
    CarrierAccountInput,
    CarrierChoice,
    CarrierProvider,
    NewCarrierAccount,
    RecognisedCarrier,
)
from duka.stores.errors import StoreNotFound

PERMISSION = "shipping:configure"
OTHER = "other"


def providers(ctx: Context, desk: Desk) -> list[CarrierProvider]:
    """What there is to connect to."""
    ctx.require(PERMISSION)
    return [
        CarrierProvider(
            code=about.code,
            name=about.name,
            about=about.about,
            fields=list(about.fields),
            can=sorted(about.can),
            has_modes=about.has_modes,
            callback_events=list(about.callback_events),
        )
        for about in (desk[code].about for code in desk)
    ]


def connect(ctx: Context, desk: Desk, store_id: UUID, data: NewCarrierAccount) -> CarrierAccount:
    """Refuses `StoreNotFound`, `UnknownCarrierProvider`, `CarrierNameTaken`, `PolicyForbids`, and `InvalidInput` by field."""
    ctx.require(PERMISSION, store=store_id)
    _store(ctx, store_id)
    about = desk.about(data.provider)
    settings, sealed = _sorted(about, data.values, {})
    policies.require_code(ctx, CARRIERS, data.provider)
    limits.require_room(ctx, limits.INTEGRATIONS)
    account_id = ids.new_id()
    made = ctx.db.run(
        """insert into carrier_accounts (tenant_id, id, store_id, provider, name, mode, settings, sealed, callback_key, status,
                                         created_at, updated_at)
           values (%(tenant)s, %(id)s, %(store)s, %(provider)s, %(name)s, %(mode)s, %(settings)s::jsonb, %(sealed)s, %(key)s,
                   %(status)s, %(now)s, %(now)s)
           on conflict do nothing""",
        id=account_id,
        store=store_id,
        provider=data.provider,
        name=data.name.strip(),
        mode=_mode(about, data.mode),
        settings=_json(settings),
        sealed=desk.keyring.seal(PURPOSE, _json(sealed)),
        key=secrets.token_urlsafe(16),
        status="active" if data.is_active else "paused",
        now=ctx.now,
    )
    if not made:
        raise CarrierNameTaken()
    trail.note(
        ctx,
        "carrier_account.connected",
        "carrier_account",
        account_id,
        before={},
        after=_told(data.name, settings, data.mode, data.is_active) | {"secrets_changed": sorted(sealed)},
        provider=data.provider,
        store_id=ids.public("store", store_id),
    )
    return view(ctx, desk, store_id, account_id)


def change(
    ctx: Context,
    desk: Desk,
    store_id: UUID,
    account_id: UUID,
    data: CarrierAccountInput,
    expected: int | None = None,
) -> CarrierAccount:
    """`expected` is the version that was seen. Refuses `CarrierAccountNotFound`, `VersionConflict`, `CarrierNameTaken`, and
    `InvalidInput` by field."""
    ctx.require(PERMISSION, store=store_id)
    row = _there(ctx, store_id, account_id)
    if expected is not None and row.version != expected:
        raise VersionConflict()
    about = desk.about(row.provider)
    kept = _opened(desk, row.sealed) or {}
    settings, sealed = _sorted(about, data.values, kept)
    if _is_taken(ctx, store_id, account_id, data.name):
        raise CarrierNameTaken()
    is_saved = ctx.db.run(
        """update carrier_accounts set name = %(name)s, mode = %(mode)s, settings = %(settings)s::jsonb, sealed = %(sealed)s,
                  status = %(status)s, is_working = null, check_message = '', checked_at = null, updated_at = %(now)s,
                  version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s and version = %(seen)s""",
        id=account_id,
        seen=row.version,
        name=data.name.strip(),
        mode=_mode(about, data.mode),
        settings=_json(settings),
        sealed=desk.keyring.seal(PURPOSE, _json(sealed)),
        status="active" if data.is_active else "paused",
        now=ctx.now,
    )
    if not is_saved:
        raise VersionConflict()
    trail.note(
        ctx,
        "carrier_account.changed",
        "carrier_account",
        account_id,
        before=_told(row.name, row.settings, row.mode, row.status == "active"),
        after=_told(data.name.strip(), settings, _mode(about, data.mode), data.is_active)
        | {"secrets_changed": sorted(n for n in sealed if sealed[n] != kept.get(n))},
        provider=row.provider,
    )
    return view(ctx, desk, store_id, account_id)


def disconnect(ctx: Context, store_id: UUID, account_id: UUID) -> None:
    """Its secrets are forgotten. Labels that were bought stay; parcels on their way are not looked at any more. Refuses
    `CarrierAccountNotFound`."""
    ctx.require(PERMISSION, store=store_id)
    row = _there(ctx, store_id, account_id)
    ctx.db.run(
        """update carrier_accounts set status = 'disconnected', sealed = '', is_working = null, check_message = '',
                  updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=account_id,
        now=ctx.now,
    )
    ctx.db.run(
        "update tracked_parcels set next_look_at = null where tenant_id = %(tenant)s and account_id = %(id)s",
        id=account_id,
    )
    trail.note(
        ctx,
        "carrier_account.disconnected",
        "carrier_account",
        account_id,
        before={"status": row.status},
        after={"status": "disconnected"},
        provider=row.provider,
    )


def test(work: Work, caller: Caller, desk: Desk, store_id: UUID, account_id: UUID) -> CarrierAccount:
    """Ask the provider whether the credentials work, and remember what it said. Refuses `CarrierAccountNotFound`."""

    def begin(ctx: Context) -> Account:
        ctx.require(PERMISSION, store=store_id)
        _there(ctx, store_id, account_id)
        return load(ctx, desk, account_id)

    account = work.perform(caller, begin)
    try:
        found = desk.find(account.provider).check(account)
    except CarrierUnreachable:
        found = Checked(False, "The carrier does not answer. Try again in a moment.")
    except AccountRefused:
        found = Checked(False, "The carrier does not accept these credentials.")

    def record(ctx: Context) -> CarrierAccount:
        ctx.db.run(
            """update carrier_accounts set checked_at = %(now)s, is_working = %(ok)s, check_message = %(message)s
               where tenant_id = %(tenant)s and id = %(id)s""",
            id=account_id,
            ok=found.is_ok,
            message=found.message[:500],
            now=ctx.now,
        )
        trail.note(
            ctx,
            "carrier_account.tested",
            "carrier_account",
            account_id,
            provider=account.provider,
            is_working=found.is_ok,
        )
        return view(ctx, desk, store_id, account_id)

    return work.perform(caller, record)


def load(ctx: Context, desk: Desk, account_id: UUID) -> Account:
    """The account with its secrets opened, for an adapter. Refuses `CarrierAccountMissing` when it was disconnected, and
    `CarrierAccountLocked`, which is one."""
    row = ctx.db.one(
        """select a.id, a.store_id, a.provider, a.name, a.mode, a.settings, a.sealed, a.status from carrier_accounts a
           where a.tenant_id = %(tenant)s and a.id = %(id)s""",
        id=account_id,
    )
    if row is None or row.status == "disconnected":
        raise CarrierAccountMissing(carrier=row.name if row is not None else "This carrier")
    opened = _opened(desk, row.sealed)
    if opened is None:
        raise CarrierAccountLocked(carrier=row.name)
    return Account(
        tenant=ctx.tenant,
        id=row.id,
        store_id=row.store_id,
        provider=row.provider,
        name=row.name,
        mode=row.mode,
        settings=row.settings,
        secrets=opened,
        base_url=desk.addresses.get(row.provider, ""),
    )


def view(ctx: Context, desk: Desk, store_id: UUID, account_id: UUID) -> CarrierAccount:
    """Refuses `CarrierAccountNotFound`."""
    ctx.require(PERMISSION, store=store_id)
    return _view(ctx, desk, _there(ctx, store_id, account_id))


def views(ctx: Context, desk: Desk, store_id: UUID) -> list[CarrierAccount]:
    """A store's accounts by name, without those that were disconnected. Refuses `StoreNotFound`."""
    ctx.require(PERMISSION, store=store_id)
    _store(ctx, store_id)
    rows = ctx.db.all(f"{_ROWS} order by lower(a.name)", store=store_id)
    return [_view(ctx, desk, row) for row in rows]


def choices(ctx: Context, desk: Desk, store_id: UUID) -> list[CarrierChoice]:
    """Whom a parcel of this store can be given to: its own active accounts, then the known carriers. Refuses `StoreNotFound`.
    Two statements."""
    ctx.require("orders:read", store=store_id)
    _store(ctx, store_id)
    rows = ctx.db.all(f"{_ROWS} and a.status = 'active' order by lower(a.name)", store=store_id)
    own = [
        CarrierChoice(
            account_id=ids.public("cacc", row.id),
            name=row.name,
            carrier=row.settings.get("carrier", "") if row.provider == "generic" else row.provider,
            provider=row.provider,
            can=sorted(desk.about(row.provider).can) if row.provider in desk else [],
            mode=row.mode,
        )
        for row in rows
    ]
    rest = [
        CarrierChoice(name=each.name, carrier=code)
        for code, each in known.carriers().items()
        if code != OTHER
    ]
    return own + rest


def recognise(ctx: Context, number: str) -> RecognisedCarrier:
    """Whose number somebody types; no statement."""
    ctx.require("orders:read")
    code = known.recognise(number)
    if not code:
        return RecognisedCarrier("", "", "")
    return RecognisedCarrier(code, known.carriers()[code].name, known.tracking_url(code, number))


_ROWS: LiteralString = """select a.id, a.store_id, a.provider, a.name, a.mode, a.settings, a.sealed, a.callback_key, a.status,
    a.is_working, a.check_message, a.checked_at, a.version
from carrier_accounts a
where a.tenant_id = %(tenant)s and a.store_id = %(store)s and a.status <> 'disconnected'"""


def _there(ctx: Context, store_id: UUID, account_id: UUID) -> Row:
    row = ctx.db.one(f"{_ROWS} and a.id = %(id)s", store=store_id, id=account_id)
    if row is None:
        raise CarrierAccountNotFound()
    return row


def _is_taken(ctx: Context, store_id: UUID, account_id: UUID, name: str) -> bool:
    return bool(
        ctx.db.value(
            """select exists (select from carrier_accounts a where a.tenant_id = %(tenant)s and a.store_id = %(store)s
                  and lower(a.name) = lower(%(name)s) and a.id <> %(id)s and a.status <> 'disconnected')""",
            store=store_id,
            id=account_id,
            name=name.strip(),
        )
    )


def _view(ctx: Context, desk: Desk, row: Row) -> CarrierAccount:
    opened = _opened(desk, row.sealed)
    about = desk.about(row.provider) if row.provider in desk else About(code=row.provider, name=row.provider)
    return CarrierAccount(
        id=ids.public("cacc", row.id),
        store_id=ids.public("store", row.store_id),
        provider=row.provider,
        name=row.name,
        mode=row.mode,
        settings=row.settings,
        secrets=sorted(opened or ()),
        status=row.status,
        is_locked=opened is None,
        can=sorted(about.can),
        callback_url=desk.callback_url(ctx.tenant, row.callback_key) if about.callback_events else "",
        is_working=row.is_working,
        check_message=row.check_message,
        checked_at=row.checked_at,
        version=row.version,
    )


def _store(ctx: Context, store_id: UUID) -> None:
    if not ctx.db.value(
        "select true from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s", store=store_id
    ):
        raise StoreNotFound()


def _mode(about: About, mode: str) -> str:
    """A provider without a test mode is always the real one."""
    return mode if about.has_modes else "live"


def _sorted(
    about: About, values: Mapping[str, str], kept: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """(what may be shown, what is sealed). Refuses `InvalidInput`."""
    wrong: dict[str, str] = dict.fromkeys(values, "is not a field of this carrier")
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
    page = settings.get("tracking_url", "")
    if page and not (page.startswith("https://") and known.NUMBER in page):
        wrong["tracking_url"] = "must begin with https:// and hold {number}"
    if wrong:
        raise InvalidInput({f"values.{name}": what for name, what in wrong.items()})
    return settings, sealed


def _opened(desk: Desk, sealed: bytes) -> dict[str, str] | None:
    """None when no key of this installation opens them."""
    text = desk.keyring.open(PURPOSE, bytes(sealed)) if sealed else "{}"
    return None if text is None else msgspec.json.decode(text, type=dict[str, str])


def _told(name: str, settings: Mapping[str, str], mode: str, is_active: bool) -> dict[str, object]:
    return {"name": name, "settings": dict(settings), "mode": mode, "is_active": is_active}


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()

"""A store's account at a tax service: connected, changed, tested, disconnected; its secrets sealed. One a store."""

from collections.abc import Mapping
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.flags import queries as flags
from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.kernel.work import Caller, Work
from duka.plans import limits
from duka.stores.errors import StoreNotFound
from duka.tax.errors import (
    TaxAccountLocked,
    TaxAccountNotFound,
    TaxServiceChanged,
    TaxServiceRefused,
    TaxServiceUnreachable,
)
from duka.tax.facts import FEATURE
from duka.tax.services.desk import PURPOSE, Desk
from duka.tax.services.types import (
    Account,
    Checked,
    Place,
    StoreTaxService,
    TaxAccount,
    TaxAccountInput,
    TaxProvider,
)


def services(ctx: Context, desk: Desk) -> list[TaxProvider]:
    """What there is to connect to."""
    ctx.require("settings:read")
    return [service.about for service in desk.services.values()]


def connect(
    ctx: Context, desk: Desk, store_id: UUID, data: TaxAccountInput, expected: int | None = None
) -> TaxAccount:
    """The store asks this service from now on, or asks it otherwise. What another service answered is forgotten. `expected`:
    the version that was seen, of an account that is there. Refuses `StoreNotFound`, `UnknownTaxService`, `VersionConflict`,
    `TaxServiceChanged`, `FeatureOff`, and `InvalidInput` by field."""
    ctx.require("settings:write", store=store_id)
    flags.require(ctx, FEATURE)
    _store(ctx, store_id)
    about = desk.find(data.provider).about
    row = ctx.db.one(_ROW + " for update of a", store=store_id)
    if row is not None and row.version != expected:
        raise VersionConflict()
    is_same = row is not None and row.provider == data.provider
    kept = (_opened(desk, row.sealed) or {}) if row is not None and is_same else {}
    if (
        row is not None
        and not is_same
        and not any(data.values.get(f.name) for f in about.fields if f.is_secret)
    ):
        raise TaxServiceChanged()
    settings, sealed = _sorted(about, data, kept)
    if row is None:
        limits.require_room(ctx, limits.INTEGRATIONS)
    ctx.db.run(
        """insert into tax_accounts as a (tenant_id, store_id, provider, mode, countries, settings, tax_codes, sealed, is_active,
               created_at, updated_at)
           values (%(tenant)s, %(store)s, %(provider)s, %(mode)s, %(countries)s, %(settings)s::jsonb, %(codes)s::jsonb,
               %(sealed)s, %(active)s, %(now)s, %(now)s)
           on conflict (tenant_id, store_id) do update set provider = excluded.provider, mode = excluded.mode,
               countries = excluded.countries, settings = excluded.settings, tax_codes = excluded.tax_codes,
               sealed = excluded.sealed, is_active = excluded.is_active, is_working = null, check_message = '',
               checked_at = null, updated_at = excluded.updated_at, version = a.version + 1""",
        store=store_id,
        provider=data.provider,
        mode=data.mode,
        countries=sorted(set(data.countries)),
        settings=_json(settings),
        codes=_json(data.tax_codes),
        sealed=desk.keyring.seal(PURPOSE, _json(sealed)),
        active=data.is_active,
        now=ctx.now,
    )
    changed = not is_same or (row is not None and (row.mode, row.tax_codes) != (data.mode, data.tax_codes))
    if row is not None and changed:
        _forget(ctx, store_id)
    trail.note(
        ctx,
        "tax_account.changed" if row is not None else "tax_account.connected",
        "store",
        store_id,
        before=_told(row.provider, row.mode, row.countries, row.settings, row.tax_codes, row.is_active)
        if row is not None
        else {},
        after=_told(
            data.provider, data.mode, sorted(set(data.countries)), settings, data.tax_codes, data.is_active
        )
        | {"secrets_changed": sorted(n for n in sealed if sealed[n] != kept.get(n))},
    )
    return _view(ctx, desk, store_id)


def disconnect(ctx: Context, store_id: UUID) -> None:
    """Its secrets and answers are forgotten; the store's own rates hold from now on. Refuses `TaxAccountNotFound`."""
    ctx.require("settings:write", store=store_id)
    row = _there(ctx, store_id)
    ctx.db.run(
        "delete from tax_accounts where tenant_id = %(tenant)s and store_id = %(store)s", store=store_id
    )
    _forget(ctx, store_id)
    trail.note(ctx, "tax_account.disconnected", "store", store_id, provider=row.provider)


def test(work: Work, caller: Caller, desk: Desk, store_id: UUID) -> TaxAccount:
    """Ask the service whether the credentials work, and remember what it said. Refuses `TaxAccountNotFound`,
    `TaxAccountLocked`."""

    def begin(ctx: Context) -> Account:
        ctx.require("settings:write", store=store_id)
        flags.require(ctx, FEATURE)
        _there(ctx, store_id)
        account = load(ctx, desk, store_id, with_paused=True)
        assert account is not None  # as just seen
        return account

    account = work.perform(caller, begin)
    try:
        found = desk.find(account.provider).check(account)
    except TaxServiceUnreachable:
        found = Checked(False, "The service does not answer. Try again in a moment.")
    except TaxServiceRefused as refused:
        found = Checked(False, str(refused.fields.get("why", "")))

    def record(ctx: Context) -> TaxAccount:
        ctx.db.run(
            """update tax_accounts set checked_at = %(now)s, is_working = %(ok)s, check_message = %(message)s
               where tenant_id = %(tenant)s and store_id = %(store)s""",
            store=store_id,
            ok=found.is_ok,
            message=found.message[:500],
            now=ctx.now,
        )
        trail.note(
            ctx, "tax_account.tested", "store", store_id, provider=account.provider, is_working=found.is_ok
        )
        return _view(ctx, desk, store_id)

    return work.perform(caller, record)


def load(ctx: Context, desk: Desk, store_id: UUID, *, with_paused: bool = False) -> Account | None:
    """With its secrets opened, for an adapter; None when the store asks no service. Refuses `TaxAccountLocked`."""
    row = ctx.db.one(_ROW, store=store_id)
    if row is None or not (row.is_active or with_paused):
        return None
    opened = _opened(desk, row.sealed)
    if opened is None:
        raise TaxAccountLocked()
    return Account(
        tenant=ctx.tenant,
        store_id=store_id,
        provider=row.provider,
        mode=row.mode,
        settings=row.settings,
        tax_codes=row.tax_codes,
        secrets=opened,
        sender=Place(country=row.country),
        base_url=desk.addresses.get(row.provider, ""),
    )


def view(ctx: Context, desk: Desk, store_id: UUID) -> TaxAccount:
    """Refuses `StoreNotFound`, `TaxAccountNotFound`. At most three statements."""
    ctx.require("settings:read", store=store_id)
    return _view(ctx, desk, store_id)


def of_store(ctx: Context, desk: Desk, store_id: UUID) -> StoreTaxService:
    """Refuses `StoreNotFound`. At most three statements."""
    ctx.require("settings:read", store=store_id)
    if ctx.db.one(_ROW, store=store_id) is None:
        _store(ctx, store_id)
        return StoreTaxService(None)
    return StoreTaxService(_view(ctx, desk, store_id))


def _view(ctx: Context, desk: Desk, store_id: UUID) -> TaxAccount:
    row = _there(ctx, store_id)
    seen = ctx.db.one(
        """select (select count(*) from tax_answers w where w.tenant_id = %(tenant)s and w.store_id = %(store)s) as answers,
                  (select max(w.answered_at) from tax_answers w
                   where w.tenant_id = %(tenant)s and w.store_id = %(store)s) as last_answer_at,
                  count(*) as waiting, min(q.asked_at) as waiting_since,
                  coalesce((array_agg(q.why order by q.asked_at desc) filter (where q.why <> ''))[1], '') as why
           from tax_questions q where q.tenant_id = %(tenant)s and q.store_id = %(store)s""",
        store=store_id,
    )
    assert seen is not None  # an aggregate has one row
    opened = _opened(desk, row.sealed)
    return TaxAccount(
        store_id=ids.public("store", store_id),
        provider=row.provider,
        mode=row.mode,
        countries=list(row.countries),
        settings=row.settings,
        tax_codes=row.tax_codes,
        secrets=sorted(opened or ()),
        is_active=row.is_active,
        is_locked=opened is None,
        is_working=row.is_working,
        check_message=row.check_message,
        checked_at=row.checked_at,
        answers=seen.answers,
        last_answer_at=seen.last_answer_at,
        waiting=seen.waiting,
        waiting_since=seen.waiting_since,
        waiting_why=seen.why,
        version=row.version,
    )


def reseal(ctx: Context, desk: Desk) -> int:
    """Seal every account's secrets anew with the present key; how many. Those that no key opens stay as they are."""
    resealed = 0
    for row in ctx.db.all(
        "select a.store_id, a.sealed from tax_accounts a where a.tenant_id = %(tenant)s for update"
    ):
        opened = desk.keyring.open(PURPOSE, bytes(row.sealed))
        if opened is None:
            continue
        ctx.db.run(
            "update tax_accounts set sealed = %(sealed)s where tenant_id = %(tenant)s and store_id = %(store)s",
            store=row.store_id,
            sealed=desk.keyring.seal(PURPOSE, opened),
        )
        trail.note(ctx, "tax_account.resealed", "store", row.store_id)
        resealed += 1
    return resealed


_ROW: LiteralString = """select a.provider, a.mode, a.countries, a.settings, a.tax_codes, a.sealed, a.is_active, a.is_working,
    a.check_message, a.checked_at, a.version, s.country
  from tax_accounts a join stores s on s.tenant_id = %(tenant)s and s.id = a.store_id
  where a.tenant_id = %(tenant)s and a.store_id = %(store)s"""


def _there(ctx: Context, store_id: UUID) -> Row:
    row = ctx.db.one(_ROW, store=store_id)
    if row is None:
        _store(ctx, store_id)
        raise TaxAccountNotFound()
    return row


def _store(ctx: Context, store_id: UUID) -> None:
    if not ctx.db.value(
        "select true from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s", store=store_id
    ):
        raise StoreNotFound()


def _forget(ctx: Context, store_id: UUID) -> None:
    ctx.db.run(
        "delete from tax_answers where tenant_id = %(tenant)s and store_id = %(store)s", store=store_id
    )
    ctx.db.run(
        "delete from tax_questions where tenant_id = %(tenant)s and store_id = %(store)s", store=store_id
    )


def _sorted(
    about: TaxProvider, data: TaxAccountInput, kept: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """(what may be shown, what is sealed). Refuses `InvalidInput`."""
    wrong: dict[str, str] = {f"values.{name}": "is not a field of this service" for name in data.values}
    shown: dict[str, str] = {}
    sealed: dict[str, str] = {}
    for field in about.fields:
        wrong.pop(f"values.{field.name}", None)
        value = data.values.get(field.name, "").strip()
        if field.is_secret:
            value = value or kept.get(field.name, "")
        if not value and field.is_required:
            wrong[f"values.{field.name}"] = "is needed"
        elif value:
            (sealed if field.is_secret else shown)[field.name] = value
    if not set(data.countries) <= set(about.countries):
        wrong["countries"] = f"this service knows {', '.join(about.countries)}"
    if wrong:
        raise InvalidInput(wrong)
    return shown, sealed


def _opened(desk: Desk, sealed: bytes) -> dict[str, str] | None:
    """None when no key of this installation opens them."""
    text = desk.keyring.open(PURPOSE, bytes(sealed))
    return None if text is None else msgspec.json.decode(text, type=dict[str, str])


def _told(
    provider: str,
    mode: str,
    countries: list[str],
    settings: Mapping[str, str],
    tax_codes: Mapping[str, str],
    is_active: bool,
) -> dict[str, object]:
    return {
        "provider": provider,
        "mode": mode,
        "countries": list(countries),
        "settings": dict(settings),
        "tax_codes": dict(tax_codes),
        "is_active": is_active,
    }


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()

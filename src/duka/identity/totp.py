"""Codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds)."""

from datetime import datetime
from uuid import UUID

import msgspec
import pyotp

from duka.identity.errors import TotpIsOn, TotpNotBegun, WrongCode
from duka.identity.people import me, row_of
from duka.identity.permissions import OWN_ACCOUNT
from duka.identity.sealing import Keyring
from duka.kernel import trail
from duka.kernel.context import Context

PURPOSE = "totp secrets"
SECONDS = 30
DRIFT = 1
"""Steps before and after the present one that are accepted, for clocks that are not exact."""


class TotpSetup(msgspec.Struct, frozen=True):
    """What the app scans: `qr` is an SVG as a data address; `secret` for those who type it."""

    secret: str
    uri: str
    qr: str


def begin(ctx: Context, keys: Keyring) -> TotpSetup:
    """A new secret, which counts once a code of it was shown. Refuses `TotpIsOn`."""
    ctx.require(OWN_ACCOUNT)
    person = row_of(ctx, me(ctx), locked=True)
    if is_on(ctx, person.id):
        raise TotpIsOn()
    secret = pyotp.random_base32()
    ctx.db.run(
        """insert into totp_factors (tenant_id, staff_id, secret, created_at)
           values (%(tenant)s, %(id)s, %(secret)s, %(now)s)
           on conflict (tenant_id, staff_id) do update set secret = excluded.secret, last_step = 0, created_at = %(now)s""",
        id=person.id,
        secret=keys.seal(PURPOSE, secret),
        now=ctx.now,
    )
    trail.note(ctx, "staff.totp_begun", "staff", person.id)
    uri = pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=person.company)
    import segno  # 4 MiB that most processes never need

    return TotpSetup(secret, uri, segno.make(uri, error="m").svg_data_uri(scale=4, border=2))


def confirm(ctx: Context, keys: Keyring, code: str) -> None:
    """The app works: from now on log-ins ask for its codes. Refuses `TotpIsOn`, `TotpNotBegun`, `WrongCode`."""
    ctx.require(OWN_ACCOUNT)
    person = me(ctx)
    if is_on(ctx, person):
        raise TotpIsOn()
    if not _begun(ctx, person):
        raise TotpNotBegun()
    if not check(ctx, keys, person, code, confirmed=False):
        raise WrongCode()
    ctx.db.run(
        "update totp_factors set confirmed_at = %(now)s where tenant_id = %(tenant)s and staff_id = %(id)s",
        id=person,
        now=ctx.now,
    )
    trail.note(ctx, "staff.totp_added", "staff", person)


def remove(ctx: Context) -> None:
    """Removing what is not there is no mistake."""
    ctx.require(OWN_ACCOUNT)
    person = me(ctx)
    if ctx.db.run("delete from totp_factors where tenant_id = %(tenant)s and staff_id = %(id)s", id=person):
        trail.note(ctx, "staff.totp_removed", "staff", person)


def is_on(ctx: Context, staff_id: UUID) -> bool:
    return bool(
        ctx.db.value(
            """select exists (select from totp_factors where tenant_id = %(tenant)s and staff_id = %(id)s
                 and confirmed_at is not null)""",
            id=staff_id,
        )
    )


def check(ctx: Context, keys: Keyring, staff_id: UUID, code: str, *, confirmed: bool = True) -> bool:
    """Whether `code` is one of now. Each counts once: neither it nor an earlier one is accepted again."""
    row = ctx.db.one(
        """select secret, last_step from totp_factors where tenant_id = %(tenant)s and staff_id = %(id)s
           and (confirmed_at is not null) = %(confirmed)s for update""",
        id=staff_id,
        confirmed=confirmed,
    )
    secret = keys.open(PURPOSE, bytes(row.secret)) if row else None
    if row is None or secret is None:
        return False
    step = _step_of(secret, code, ctx.now)
    if step is None or step <= row.last_step:
        return False
    ctx.db.run(
        "update totp_factors set last_step = %(step)s where tenant_id = %(tenant)s and staff_id = %(id)s",
        id=staff_id,
        step=step,
    )
    return True


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    digits = "".join(code.split())
    if len(digits) != 6 or not (digits.isascii() and digits.isdigit()):
        return None
    app, present = pyotp.TOTP(secret), int(now.timestamp()) // SECONDS
    return next(
        (
            step
            for step in range(present - DRIFT, present + DRIFT + 1)
            if app.verify(digits, for_time=step * SECONDS)
        ),
        None,
    )


def _begun(ctx: Context, staff_id: UUID) -> bool:
    sql = "select 1 from totp_factors where tenant_id = %(tenant)s and staff_id = %(id)s"
    return ctx.db.value(sql, id=staff_id) is not None

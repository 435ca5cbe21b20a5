"""Recovery codes: ten, for when the phone is gone. Each logs in once instead of a code from the app."""

import hashlib
import secrets
from typing import LiteralString
from uuid import UUID

from duka.identity import sessions
from duka.identity.people import me
from duka.identity.permissions import OWN_ACCOUNT
from duka.kernel import trail
from duka.kernel.context import Context

COUNT = 10
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without those that are taken for each other."""
PARTS, EACH = 3, 4


def renew(ctx: Context) -> list[str]:
    """Ten new codes, shown this once; those from before count no longer. About 59 bits each."""
    ctx.require(OWN_ACCOUNT)
    person = me(ctx)
    codes = ["-".join(_part() for _ in range(PARTS)) for _ in range(COUNT)]
    ctx.db.run("delete from recovery_codes where tenant_id = %(tenant)s and staff_id = %(id)s", id=person)
    ctx.db.run(
        """insert into recovery_codes (tenant_id, staff_id, code_hash, created_at)
           select %(tenant)s, %(id)s, hash, %(now)s from unnest(%(hashes)s::bytea[]) as h (hash)""",
        id=person,
        hashes=[_hash(person, code) for code in codes],
        now=ctx.now,
    )
    trail.note(ctx, "staff.recovery_codes_made", "staff", person)
    return codes


def spend(ctx: Context, staff_id: UUID, code: str) -> bool:
    """Whether it is an unused code of theirs, which is used now."""
    spent = ctx.db.run(
        """update recovery_codes set used_at = %(now)s where tenant_id = %(tenant)s and staff_id = %(id)s
           and code_hash = %(hash)s and used_at is null""",
        id=staff_id,
        hash=_hash(staff_id, code),
        now=ctx.now,
    )
    if spent:
        trail.note(ctx, "staff.recovery_code_used", "staff", staff_id)
    return bool(spent)


def left(ctx: Context, staff_id: UUID) -> int:
    """How many are unused."""
    return int(
        ctx.db.value(
            """select count(*) from recovery_codes where tenant_id = %(tenant)s and staff_id = %(id)s
               and used_at is null""",
            id=staff_id,
        )
    )


def forget(ctx: Context, staff_id: UUID) -> None:
    ctx.db.run("delete from recovery_codes where tenant_id = %(tenant)s and staff_id = %(id)s", id=staff_id)


def forget_factors(ctx: Context, staff_id: UUID) -> None:
    """Somebody lost everything that they could prove themselves with: app, passkeys and codes are gone, and they are logged
    out everywhere. Whoever does this has made sure who asks."""
    ctx.require("staff:write")
    for statement in _FACTORS:
        ctx.db.run(statement, id=staff_id)
    sessions.close_all(ctx, staff_id)
    trail.note(ctx, "staff.factors_removed", "staff", staff_id)


_FACTORS: tuple[LiteralString, ...] = (
    "delete from totp_factors where tenant_id = %(tenant)s and staff_id = %(id)s",
    "delete from passkeys where tenant_id = %(tenant)s and staff_id = %(id)s",
    "delete from recovery_codes where tenant_id = %(tenant)s and staff_id = %(id)s",
)


def _part() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(EACH))


def _hash(staff_id: UUID, code: str) -> bytes:
    """However it was typed: capitals, spaces and hyphens do not count."""
    typed = "".join(c for c in code.lower() if c.isalnum())
    return hashlib.sha256(staff_id.bytes + typed.encode("utf-8", "surrogatepass")).digest()

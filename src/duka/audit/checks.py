"""What is known of the chain: its head, and the last verification. Asking for a new one."""

from typing import Any

import msgspec

from duka.audit import verifying
from duka.audit.verifying import Finding, Report
from duka.kernel import jobs, trail
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work

AT_ONCE = 20_000
"""Entries up to which a verification is answered right away: about half a second."""


class Verification(msgspec.Struct, frozen=True):
    """`sequence` and `hash` are the chain's head now, `waiting` the entries that are not on it yet (they are a moment later);
    `last` is the last verification, None before the first. `is_asked`: one was asked for and is being done."""

    sequence: int
    hash: str
    waiting: int
    last: Report | None
    is_asked: bool = False


def known(ctx: Context) -> Verification:
    """The head and the last verification. 2 statements."""
    ctx.require_everywhere("audit:read")
    row = ctx.db.one(
        """select h.sequence, h.hash,
                  (select count(*) from audit_unsealed u where u.tenant_id = %(tenant)s) as waiting,
                  (select to_jsonb(c) from audit_checks c where c.tenant_id = %(tenant)s order by c.at desc limit 1) as last
           from (select 1) one left join audit_heads h on h.tenant_id = %(tenant)s"""
    )
    assert row is not None
    return Verification(
        sequence=row.sequence or 0,
        hash=bytes(row.hash).hex() if row.hash else "",
        waiting=row.waiting,
        last=_report(row.last) if row.last else None,
    )


def ask(work: Work, caller: Caller) -> Verification:
    """Verify now, or in a job when the chain is long."""

    def note(ctx: Context) -> Verification:
        now = known(ctx)
        trail.note(ctx, "audit.verified", "audit", ctx.tenant, sequence=now.sequence, hash=now.hash)
        if now.sequence > AT_ONCE:
            jobs.defer(ctx, "audit.verify", lock=f"audit.verify:{ctx.tenant}", asked_by=ctx.actor.name)
        return now

    now = work.perform(caller, note)
    if now.sequence > AT_ONCE:
        return msgspec.structs.replace(now, is_asked=True)
    verifying.verify(work, caller.tenant, asked_by=caller.actor.name)
    return work.perform(caller, known)


def _report(check: dict[str, Any]) -> Report:
    return Report(
        id=str(check["id"]).replace("-", ""),
        at=check["at"],
        asked_by=check["asked_by"],
        sequence=check["sequence"],
        hash=str(check["hash"]).removeprefix("\\x"),
        entries=check["entries"],
        took_ms=check["took_ms"],
        findings=msgspec.convert(check["findings"], list[Finding]),
        notices=msgspec.convert(check["notices"], list[Finding]),
    )

"""`verify`: computes a company's chain anew and says, in words, what does not fit.

Found are: an entry that was changed or deleted, one that was slipped in beside the chain, a missing or moved link, a tail
that was cut off, and a chain that was written anew as a whole (its hash differs from what an earlier verification, the head
or somebody's own notes say). Of an entry that was emptied for an erasure only the link is looked at. What this cannot tell
is in docs/adr/0013.
"""

import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from duka.audit import rules, sealing
from duka.audit.sealing import Head
from duka.kernel import log
from duka.kernel.ids import new_id
from duka.kernel.work import Work

_log = log.get("audit.verifying")
PAGE = 5000
MOST_TOLD = 100
BACKDATED = timedelta(hours=1)
"""An entry is dated by the start of its transaction; nothing takes longer."""


class Finding(msgspec.Struct, frozen=True):
    """`problem` is changed, deleted, slipped_in, missing_link, cut, rewritten or backdated. `sequence` is None beside the
    chain, `entry` empty where none is meant."""

    problem: str
    sequence: int | None
    entry: str
    text: str


class Report(msgspec.Struct, frozen=True):
    """`findings` are breaches; `notices` are worth a look and can be innocent. At most 100 of each are told."""

    id: str
    at: str
    asked_by: str
    sequence: int
    hash: str
    entries: int
    took_ms: int
    findings: list[Finding]
    notices: list[Finding]

    @property
    def is_sound(self) -> bool:
        return not self.findings


def verify(work: Work, tenant: UUID, *, asked_by: str = "", known: Iterable[Head] = ()) -> Report:
    """Seals what waits, then looks at every link. `known` are heads that somebody noted elsewhere. The result is kept, its
    head is a witness for the next time, and it goes to the log."""
    began = time.monotonic()
    walk = _Walk(tenant)
    try:
        sealing.seal(work, tenant, waits=True)
    except sealing.BrokenChain:
        walk.found(
            "rewritten", None, "", "The chain's head is not its last link: nothing more can be sealed."
        )
    walk.expect(_earlier(work, tenant))
    walk.expect((head.sequence, head.hash, "your own notes") for head in known)
    for row in _links(work, tenant):
        walk.take(row)
    walk.end()
    walk.findings += _aside(work, tenant)
    report = Report(
        id=new_id().hex,
        at=work.clock().isoformat(),
        asked_by=asked_by,
        sequence=walk.sequence,
        hash=walk.hash.hex(),
        entries=walk.entries,
        took_ms=int((time.monotonic() - began) * 1000),
        findings=walk.findings[:MOST_TOLD],
        notices=walk.notices[:MOST_TOLD],
    )
    _keep(work, tenant, report)
    tell = _log.info if report.is_sound else _log.error
    tell(
        "audit verified",
        tenant=str(tenant),
        sequence=report.sequence,
        hash=report.hash,
        findings=len(walk.findings),
    )
    return report


def verify_everybody(work: Work) -> None:
    """Every company whose chain grew since its last verification."""
    with work.database.platform() as tx:
        due = tx.all(
            """select h.tenant_id from audit_heads h where h.sequence > coalesce(
                 (select max(c.sequence) from audit_checks c where c.tenant_id = h.tenant_id), 0)"""
        )
    for row in due:
        verify(work, row.tenant_id, asked_by="system")


class _Walk:
    """Along the chain, from its first link."""

    def __init__(self, tenant: UUID) -> None:
        self.sequence = 0
        self.hash = rules.genesis(tenant)
        self.entries = 0
        self.findings: list[Finding] = []
        self.notices: list[Finding] = []
        self._expected: dict[int, list[tuple[bytes, str]]] = {}
        self._newest: datetime | None = None
        self._sealed_at: datetime | None = None
        self._newest_before: datetime | None = None

    def expect(self, witnesses: Iterable[tuple[int, bytes, str]]) -> None:
        """What the chain must be at some links, and who says so."""
        for sequence, digest, who in witnesses:
            if sequence:
                self._expected.setdefault(sequence, []).append((digest, who))

    def take(self, row: Any) -> None:
        if row.sequence != self.sequence + 1:
            self.found(
                "missing_link",
                self.sequence + 1,
                "",
                f"Links {self.sequence + 1} to {row.sequence - 1} are gone.",
            )
        name = row.entry_id.hex
        stored = bytes(row.hash)
        if row.id is None:
            self.found("deleted", row.sequence, name, f"Entry {name} was deleted.")
        else:
            self.entries += 1
            is_next = row.sequence == self.sequence + 1
            if is_next and not row.is_redacted and rules.link(self.hash, row) != stored:
                self.found(
                    "changed",
                    row.sequence,
                    name,
                    f"Entry {name} ({row.action}, {row.at:%Y-%m-%d %H:%M}) was changed, or stands where another stood.",
                )
            self._date(row, name)
        self.sequence, self.hash = row.sequence, stored
        for digest, who in self._expected.get(self.sequence, ()):
            if digest != stored:
                text = f"Up to link {self.sequence} the chain is not what {who} knew: it was written anew."
                self.found("rewritten", self.sequence, name, text)

    def end(self) -> None:
        """No witness may have seen more than there is."""
        known = max(self._expected, default=0)
        if known > self.sequence:
            (_, who), *_ = self._expected[known]
            text = f"The chain ends at {self.sequence}; {who} knew {known}: its tail was cut off."
            self.found("cut", self.sequence, "", text)

    def _date(self, row: Any, name: str) -> None:
        """A date long before what earlier runs of the sealer had sealed. Within one run the order says nothing."""
        if row.sealed_at != self._sealed_at:
            self._sealed_at, self._newest_before = row.sealed_at, self._newest
        if self._newest_before and row.at < self._newest_before - BACKDATED:
            dates = f"{row.at:%Y-%m-%d %H:%M}, and was written after {self._newest_before:%Y-%m-%d %H:%M}"
            text = f"Entry {name} ({row.action}) is dated {dates}."
            self.notices.append(Finding("backdated", row.sequence, name, text))
        self._newest = max(self._newest, row.at) if self._newest else row.at

    def found(self, problem: str, sequence: int | None, entry: str, text: str) -> None:
        self.findings.append(Finding(problem, sequence, entry, text))


def _links(work: Work, tenant: UUID) -> Iterator[Any]:
    """Every link with its entry, by sequence; the entry's columns are null where it is gone."""
    after = 0
    while True:
        with work.database.platform() as tx:
            rows = tx.all(
                """select c.sequence, c.entry_id, c.hash, c.sealed_at, a.id, a.at, a.actor, a.actor_name, a.origin,
                          a.action, a.kind, a.object, a.before, a.after, a.details, a.request_id,
                          d.entry_id is not null as is_redacted
                   from audit_chain c left join audit_log a on a.tenant_id = c.tenant_id and a.id = c.entry_id
                   left join audit_redactions d on d.tenant_id = c.tenant_id and d.entry_id = c.entry_id
                   where c.tenant_id = %(owner)s and c.sequence > %(after)s order by c.sequence limit %(page)s""",
                owner=tenant,
                after=after,
                page=PAGE,
            )
        yield from rows
        if len(rows) < PAGE:
            return
        after = rows[-1].sequence


def _aside(work: Work, tenant: UUID) -> list[Finding]:
    """What is not on the chain and does not wait for it, and what waits and is gone. One snapshot, so that what is being
    written meanwhile is either in both places or in none."""
    with work.database.platform() as tx:
        rows = tx.all(
            """select a.id, a.action, a.at, true as is_there from audit_log a
               where a.tenant_id = %(owner)s
                 and not exists (select 1 from audit_chain c where c.tenant_id = a.tenant_id and c.entry_id = a.id)
                 and not exists (select 1 from audit_unsealed u where u.tenant_id = a.tenant_id and u.entry_id = a.id)
               union all
               select u.entry_id, '', null, false from audit_unsealed u
               where u.tenant_id = %(owner)s
                 and not exists (select 1 from audit_log a where a.tenant_id = u.tenant_id and a.id = u.entry_id)
               limit %(most)s""",
            owner=tenant,
            most=MOST_TOLD,
        )
    return [_beside(row) for row in rows]


def _beside(row: Any) -> Finding:
    name = row.id.hex
    if row.is_there:
        text = f"Entry {name} ({row.action}, dated {row.at:%Y-%m-%d %H:%M}) was slipped in: it has no link and waits for none."
        return Finding("slipped_in", None, name, text)
    return Finding("deleted", None, name, f"Entry {name} was deleted before it could be sealed.")


def _earlier(work: Work, tenant: UUID) -> list[tuple[int, bytes, str]]:
    """The head as the sealer left it, and what earlier verifications saw."""
    with work.database.platform() as tx:
        rows = tx.all(
            """(select sequence, hash, at, false as is_head from audit_checks where tenant_id = %(owner)s
                order by at desc limit 1000)
               union all select sequence, hash, sealed_at, true from audit_heads where tenant_id = %(owner)s""",
            owner=tenant,
        )
    return [
        (
            r.sequence,
            bytes(r.hash),
            "the sealer" if r.is_head else f"the verification of {r.at:%Y-%m-%d %H:%M}",
        )
        for r in rows
    ]


def _keep(work: Work, tenant: UUID, report: Report) -> None:
    with work.database.platform() as tx:
        tx.run(
            """insert into audit_checks (tenant_id, id, at, asked_by, sequence, hash, entries, took_ms, findings, notices)
               values (%(owner)s, %(id)s, %(at)s, %(asked_by)s, %(sequence)s, %(hash)s, %(entries)s, %(took)s,
                       %(findings)s::jsonb, %(notices)s::jsonb)""",
            owner=tenant,
            id=UUID(hex=report.id),
            at=report.at,
            asked_by=report.asked_by,
            sequence=report.sequence,
            hash=bytes.fromhex(report.hash),
            entries=report.entries,
            took=report.took_ms,
            findings=msgspec.json.encode(report.findings).decode(),
            notices=msgspec.json.encode(report.notices).decode(),
        )

"""The proof of a deletion: what went, when, by whom, the last seal of the company's trail, and that nothing was found.

It is written once, as canonical JSON with its SHA-256, and never changed (the database sees to it). The PDF shows the same.
"""

import hashlib
from typing import Any
from uuid import UUID

import msgspec

from duka.control.deletions import Certificate, Deletion, canonical, row_of
from duka.control.scanning import Scan
from duka.kernel import ids, trail
from duka.kernel.work import Work
from duka.tenants.types import PLATFORM


def write(work: Work, deletion_id: UUID, scan: Scan) -> Deletion:
    """The deletion is done."""
    with work.database.platform() as tx:
        row = tx.one(
            """select tenant_id, slug, name, reason, asked_at, asked_by, asked_by_name, started_at, skipped_because, deleted,
                      files, audit_sequence, audit_hash
               from tenant_deletions where id = %(id)s and status = 'running' for update""",
            id=deletion_id,
        )
        if row is None:
            raise RuntimeError("a certificate for a deletion that does not run")
        now = work.clock()
        text: dict[str, Any] = {
            "certificate": ids.public("del", deletion_id),
            "company": {"id": ids.public("ten", row.tenant_id), "slug": row.slug, "name": row.name},
            "reason": row.reason,
            "asked_at": row.asked_at.isoformat(),
            "asked_by": {"id": row.asked_by, "name": row.asked_by_name},
            "begun_at": row.started_at.isoformat(),
            "waiting_time_skipped_because": row.skipped_because,
            "finished_at": now.isoformat(),
            "rows": sum(row.deleted.values()),
            "tables": row.deleted,
            "files": row.files,
            "last_seal": {"sequence": row.audit_sequence, "hash": row.audit_hash},
            "scan": {
                "tables": scan.tables,
                "columns": scan.columns,
                "found": len(scan.found),
                "kept_by_the_platform": [msgspec.to_builtins(place) for place in scan.kept],
            },
        }
        digest = hashlib.sha256(canonical(text)).hexdigest()
        trail.note_from_above(
            tx,
            PLATFORM,
            now,
            "tenant.deleted",
            row.tenant_id,
            after={"slug": row.slug, "rows": text["rows"], "files": row.files, "certificate": digest},
        )
        tx.run(
            """update tenant_deletions set status = 'done', finished_at = %(now)s, step = '', certificate_hash = %(hash)s,
                      certificate = %(text)s::jsonb where id = %(id)s""",
            now=now,
            hash=digest,
            text=canonical(text).decode(),
            id=deletion_id,
        )
        return row_of(tx, row.tenant_id)


def pdf(certificate: Certificate) -> bytes:
    """On one or a few pages of A4."""
    from duka.papers.press import press  # 40 MiB of typesetting that only printing needs

    text = msgspec.json.decode(certificate.text)
    tables = [{"name": name, "rows": f"{rows:,}"} for name, rows in sorted(text["tables"].items())]
    return press("deletion_certificate", {**text, "tables": tables, "hash": certificate.hash})[0]

"""In which companies an e-mail address works, before a company is named. Lines are kept by the database itself
(`follow_staff` in `migrations/sql/0004`); only hashes are in it."""

import hashlib
from uuid import UUID

from duka.kernel.work import Work

MOST = 20


def companies_of(work: Work, email: str) -> list[UUID]:
    """Tenants in which somebody active has this address, as it is kept; at most 20."""
    with work.database.open() as db:
        rows = db.all(
            "select tenant_id from staff_directory where email_hash = %(hash)s order by tenant_id limit %(most)s",
            hash=hashlib.sha256(email.encode("utf-8", "surrogatepass")).digest(),
            most=MOST,
        )
    return [row.tenant_id for row in rows]

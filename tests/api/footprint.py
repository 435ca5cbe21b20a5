"""What a tenant's rows look like from above: to see that an attack changed nothing."""

from uuid import UUID

from duka.kernel.work import Work

_TABLES = """
select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
where c.relkind in ('r', 'p') and c.relname not in ('audit_unsealed', 'audit_chain', 'audit_heads')
order by c.relname"""
"""What the sealer of the audit trail moves by itself, a moment after anything, tells nothing of an attack."""


def tables(work: Work) -> list[str]:
    """Every table with a tenant."""
    with work.database.platform() as db:
        return [row.relname for row in db.all(_TABLES)]


def footprint(work: Work, tenant: UUID) -> dict[str, tuple[int, int]]:
    """Table → (rows, checksum) of the tenant, as the platform's role sees them. When a key was last used is left out:
    showing one's own key is no attack."""
    parts = [
        f"select '{table}' as name, count(*) as rows,"
        f" coalesce(sum(hashtextextended((to_jsonb(t) - 'last_used_at' - 'last_used_from')::text, 0)), 0)::numeric as mark"
        f" from {table} t where t.tenant_id = %(whose)s"
        for table in tables(work)
    ]
    statement = " union all ".join(parts)
    with work.database.platform() as db:
        rows = db.all(statement, whose=tenant)
    return {row.name: (row.rows, int(row.mark)) for row in rows}

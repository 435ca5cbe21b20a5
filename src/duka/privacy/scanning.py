"""Looking for what is left of somebody: every column of every table of the company, for their addresses."""

from uuid import UUID

from duka.kernel.db import Tx
from duka.privacy.subject import Subject

LEAST = 6
"""Shorter ones than this are found everywhere."""
OWN = frozenset({"erasures"})


def traces(tx: Tx, tenant: UUID, person: Subject) -> dict[str, int]:
    """Table → rows with an e-mail address or telephone number of the person; the books are no exception. With the platform's
    role, which sees every table."""
    markers = [address for address in person.addresses if len(address) >= LEAST]
    return find(tx, tenant, markers)


def find(tx: Tx, tenant: UUID, markers: list[str]) -> dict[str, int]:
    """Table → rows of the company in which one of the `markers` is found, capitals or not, in text and in bytes."""
    if not markers:
        return {}
    found: dict[str, int] = {}
    columns = tx.all(
        """select c.table_name, array_agg(c.column_name::text) filter (where c.data_type = 'bytea') as bytes
           from information_schema.columns c
           join information_schema.columns t on t.table_schema = 'public' and t.table_name = c.table_name
                and t.column_name = 'tenant_id'
           join information_schema.tables x on x.table_schema = 'public' and x.table_name = c.table_name
                and x.table_type = 'BASE TABLE'
           where c.table_schema = 'public' group by c.table_name order by c.table_name"""
    )
    for row in columns:
        if row.table_name in OWN:
            continue
        in_bytes = "".join(
            f""" or exists (select from unnest(%(markers)s::text[]) m
                            where position(convert_to(m, 'UTF8') in x."{column}") > 0)"""
            for column in row.bytes or ()
        )
        count = tx.value(
            f"""select count(*) from "{row.table_name}" x
                where x.tenant_id = %(owner)s and (x::text ilike any(%(likely)s){in_bytes})""",
            owner=tenant,
            markers=markers,
            likely=[f"%{marker}%" for marker in markers],
        )
        if count:
            found[row.table_name] = count
    return found

"""The map is whole: every table that is a tenant's is in it, once."""

from duka.kernel.catalogue import PLATFORM_TABLES
from duka.kernel.work import Work
from duka.privacy import data_map


def test_every_table_is_in_the_map_once(work: Work) -> None:
    with work.database.platform() as tx:
        tables = {
            row.table_name
            for row in tx.all(
                """select c.table_name from information_schema.columns c
                   join information_schema.tables t on t.table_schema = 'public' and t.table_name = c.table_name
                   where c.table_schema = 'public' and c.column_name = 'tenant_id' and t.table_type = 'BASE TABLE'"""
            )
        } - set(PLATFORM_TABLES)
    parts = [{rule.table for rule in data_map.RULES}, data_map.NOT_PERSONAL, data_map.FOLLOWED]
    mapped = set().union(*parts)
    assert tables - mapped == set(), "say in privacy/data_map.py what becomes of them"
    assert mapped - tables == set(), "these are no tables"
    assert sum(map(len, parts)) == len(mapped)


def test_a_rule_says_one_thing(work: Work) -> None:
    for rule in data_map.RULES:
        assert not (rule.set and rule.kept), rule.table


def test_columns_that_sound_personal_are_emptied(work: Work) -> None:
    """Of tables whose rows stay: names of columns that hold people's words or addresses are in what an erasure sets."""
    suspicious = ("email", "phone", "address", "note", "name", "reason", "tracking", "payer")
    innocent = {
        ("refunds", "actor_name"),
        ("captures", "actor_name"),
        ("orders", "tracking_hash"),
        ("shipping_labels", "actor_name"),
        ("draft_orders", "created_by_name"),
        ("return_lines", "reason"),  # a code of the policy
    }
    with work.database.platform() as tx:
        columns = tx.all(
            """select table_name, column_name from information_schema.columns
               where table_schema = 'public' and is_generated = 'NEVER'"""
        )
    sets: dict[str, str] = {}
    for rule in data_map.RULES:
        sets[rule.table] = sets.get(rule.table, "") + rule.set
    gone = {rule.table for rule in data_map.RULES if not rule.set and not rule.kept}
    kept = {rule.table for rule in data_map.RULES if rule.kept}
    for column in columns:
        table = column.table_name
        if table not in sets or (table in gone and not sets[table]) or table in kept:
            continue
        if (table, column.column_name) in innocent:
            continue
        if any(word in column.column_name for word in suspicious):
            assert f"{column.column_name} =" in sets[table], f"{table}.{column.column_name}"

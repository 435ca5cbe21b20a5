"""Reads PostgreSQL's own catalogue and says where a border between tenants is missing.

Every table is a tenant's, with `tenant_id` first in its keys, in every foreign key and index, behind forced row-level
security with the one policy; or it is named here, with the reason. Views must run with their caller's rights, nothing
may run with its owner's. Source: the pitfalls measured for PostgreSQL 15-18 (docs/adr/0004).
"""

from typing import Any

import psycopg
from psycopg.rows import namedtuple_row

PLATFORM_TABLES = {
    "tenants": "the list of tenants itself",
    "domains": "host names are public and belong to one store in the world",
    "staff_directory": (
        "in which companies an e-mail address (its hash) works, before a tenant is known; each tenant writes its own lines"
    ),
    "throttles": "how often somebody tried to log in, before a tenant is known; keys are hashes",
    "registrations": "sign-ups, so that a form sent twice makes one company; keys are hashes",
    "plans": "what merchants may choose from",
    "plan_versions": "what merchants may choose from, as it was when they did",
    "flag_rules": "how far features are out, for everybody",
    "platform_policies": "what binds everybody",
    "health_counts": "how much of the platform's service was good, by the minute",
    "slow_statements": "our own statements that took long",
    "insight_reports": "how all merchants are doing, counted together",
    "alerts": "what operators look at; some concern one merchant",
    "alert_silences": "what operators are not told for a while",
    "platform_policy_changes": "what bound everybody before",
    "tenant_deletions": "companies that were deleted for good: the proof outlives them",
    "alembic_version": "which migrations ran",
    "procrastinate_jobs": "the queue; the application may enqueue and cannot read",
    "procrastinate_events": "the queue's own history",
    "procrastinate_workers": "the queue's workers",
    "procrastinate_periodic_defers": "the queue's clock",
}
CROSS_TENANT_INDEXES = {
    "subscriptions_by_plan": "operators list the merchants that have a plan",
    "events_pending": "the relay takes what is due, of all tenants",
    "archives_age": "old archives are deleted for all tenants",
    "idempotency_keys_age": "old keys are deleted for all tenants",
    "plan_requests_waiting": "operators see which merchants ask for another plan",
    "pulses_hour": "operators are told of what is unusual in this hour, of all tenants",
    "usage_days_age": "old counts are deleted for all tenants",
    "support_visits_of_everybody": "operators see which visits there are and were, to all tenants",
    "sessions_age": "old sessions are deleted for all tenants",
    "mails_age": "old letters are deleted for all tenants",
    "mails_waiting": "operators see how many letters wait, of all tenants",
    "mails_failed": "operators see how many letters failed lately, of all tenants",
    "one_time_tokens_age": "old links and challenges are deleted for all tenants",
    "prices_schedule": "price windows that open or close now, of all tenants",
    "sale_prices_schedule": "sale events that begin or end now, of all tenants",
    "reservations_expiry": "holds that expire now, of all tenants",
    "carts_expiry": "carts that expire now, of all tenants",
    "order_holds_queue": "operators see which orders are held, of all tenants",
    "orders_unplaced": "orders that stopped half-way, of all tenants",
    "payments_due": "payments to ask their providers about, of all tenants",
    "captures_pending": "captures that were cut off half-way, of all tenants",
    "payment_callbacks_waiting": "callbacks that no job has read yet, of all tenants",
    "webhook_deliveries_failed_at": "operators see how many webhooks failed lately, of all tenants",
    "webhook_messages_age": "old messages to webhooks are deleted for all tenants",
    "store_credit_entries_ending": "store credit that ends now, of all tenants",
    "refunds_pending": "refunds that were cut off half-way, of all tenants",
    "shipping_labels_due": "labels that were cut off half-way, of all tenants",
    "tracked_parcels_due": "parcels to ask their carriers about, of all tenants",
}
POLICY = "(tenant_id = ( SELECT (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid AS \"nullif\"))"

_TABLES = """
select c.relname, coalesce(a.attnotnull, false) as has_tenant, c.relrowsecurity, c.relforcerowsecurity,
       (select count(*) from pg_policy p where p.polrelid = c.oid) as policies,
       (select bool_and(coalesce(pg_get_expr(p.polqual, p.polrelid), '') = %(policy)s
                        and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') = %(policy)s)
        from pg_policy p where p.polrelid = c.oid) as is_our_policy,
       has_table_privilege('duka_app', c.oid, 'TRUNCATE') as may_truncate
from pg_class c join pg_namespace n on n.oid = c.relnamespace
left join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
where n.nspname = 'public' and c.relkind in ('r', 'p')"""
_FOREIGN_KEYS = """
select k.conname, k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent,
       (select a.attname from pg_attribute a where a.attrelid = k.conrelid and a.attnum = k.conkey[1]) as first_column,
       (select a.attname from pg_attribute a where a.attrelid = k.confrelid and a.attnum = k.confkey[1]) as first_target
from pg_constraint k join pg_namespace n on n.oid = k.connamespace where k.contype = 'f' and n.nspname = 'public'"""
_INDEXES = """
select i.indexrelid::regclass::text as name, t.relname as relation, i.indisunique, m.amname as method,
       (select a.attname from pg_attribute a where a.attrelid = i.indrelid and a.attnum = i.indkey[0]) as first_column
from pg_index i join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam
where n.nspname = 'public'"""
_VIEWS = """
select c.relname, c.relkind, coalesce('security_invoker=true' = any(c.reloptions)
       or 'security_invoker=on' = any(c.reloptions), false) as is_invoker
from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('v', 'm')"""
_FUNCTIONS = """
select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname = 'public' and p.prosecdef"""


def findings(connection: "psycopg.Connection[Any]") -> list[str]:
    """Every broken rule as a sentence; empty when the borders stand."""
    found: list[str] = []
    with connection.cursor(row_factory=namedtuple_row) as opened:
        cursor: psycopg.Cursor[Any] = opened
        for t in cursor.execute(_TABLES, {"policy": POLICY}).fetchall():
            if t.may_truncate:
                found.append(f"table {t.relname}: the application may truncate it")
            if t.relname in PLATFORM_TABLES:
                continue
            if not t.has_tenant:
                found.append(f"table {t.relname}: no tenant_id, or it may be null")
            elif not (t.relrowsecurity and t.relforcerowsecurity):
                found.append(f"table {t.relname}: row-level security is not forced")
            elif t.policies != 1 or not t.is_our_policy:
                found.append(f"table {t.relname}: its policy is not the one policy")
        for k in cursor.execute(_FOREIGN_KEYS).fetchall():
            if k.child in PLATFORM_TABLES or k.parent in {"tenants", "plan_versions"}:
                continue
            if (k.first_column, k.first_target) != ("tenant_id", "tenant_id"):
                found.append(f"foreign key {k.conname}: from {k.child} to {k.parent} without tenant_id first")
        for i in cursor.execute(_INDEXES).fetchall():
            if i.relation in PLATFORM_TABLES or i.first_column == "tenant_id":
                continue
            if i.indisunique:
                found.append(f"unique index {i.name}: tenant_id is not its first column")
            elif i.name not in CROSS_TENANT_INDEXES and i.method == "btree":
                found.append(f"index {i.name}: tenant_id is not its first column")
        for v in cursor.execute(_VIEWS).fetchall():
            if v.relkind == "m":
                found.append(f"materialized view {v.relname}: row-level security does not reach it")
            elif not v.is_invoker:
                found.append(
                    f"view {v.relname}: it runs with its owner's rights (security_invoker is missing)"
                )
        found += [
            f"function {f.proname}: it is SECURITY DEFINER" for f in cursor.execute(_FUNCTIONS).fetchall()
        ]
    return found

"""The classes of data that a policy gives days to, and where their rows are."""

from typing import LiteralString

import msgspec


class DataClass(msgspec.Struct, frozen=True):
    """`field` of the policy `retention`; the rows of `table` (as `x`) that are over: `over` tells them by %(before)s. `key` is
    their key beside the tenant."""

    field: str
    table: LiteralString
    key: LiteralString
    over: LiteralString

    @property
    def name(self) -> str:
        return self.field.rpartition("_")[0]

    @property
    def find(self) -> LiteralString:
        """Their keys, at most %(most)s."""
        return f"select {self.key} from {self.table} x where x.tenant_id = %(tenant)s and {self.over} limit %(most)s"

    @property
    def delete(self) -> LiteralString:
        return f"delete from {self.table} d where d.tenant_id = %(tenant)s and ({self.key}) in ({self.find})"


CLASSES: tuple[DataClass, ...] = (
    DataClass(
        "carts_days",
        "carts",
        "id",
        """x.status <> 'ordered' and x.updated_at < %(before)s and not exists (
               select from draft_orders f where f.tenant_id = %(tenant)s and f.id = x.id)
           and not exists (select from orders o where o.tenant_id = %(tenant)s and o.cart_id = x.id)""",
    ),
    DataClass("search_words_days", "search_counts", "store_id, day, text", "x.day < %(before)s::date"),
    DataClass(
        "visits_days",
        "funnel_days",
        "day, store_id, source, referrer, campaign, device",
        "x.day < %(before)s::date",
    ),
    DataClass(
        "sessions_days", "sessions", "token_hash", "coalesce(x.last_used_at, x.created_at) < %(before)s"
    ),
    DataClass(
        "webhooks_days",
        "webhook_messages",
        "id",
        """x.created_at < %(before)s and not exists (
               select from webhook_deliveries w where w.tenant_id = %(tenant)s and w.message_id = x.id
                  and w.status in ('waiting', 'sending'))""",
    ),
    DataClass(
        "mails_days", "mails", "id", "x.created_at < %(before)s and x.status not in ('queued', 'sending')"
    ),
    DataClass("notifications_days", "notifications", "id", "x.created_at < %(before)s"),
    DataClass("payment_messages_days", "payment_messages", "id", "x.at < %(before)s"),
)

INACTIVE: LiteralString = """
select c.id from customers c
where c.tenant_id = %(tenant)s and c.created_at < %(before)s and c.email not like 'erased-%%@erased.invalid'
  and not exists (select from orders o where o.tenant_id = %(tenant)s and o.customer_id = c.id
                  and (o.created_at >= %(before)s or o.need = any(%(needs)s)))
  and not exists (select from orders o where o.tenant_id = %(tenant)s and o.email = c.email and o.customer_id is null
                  and (o.created_at >= %(before)s or o.need = any(%(needs)s)))
  and not exists (select from sessions s where s.tenant_id = %(tenant)s and s.subject_id = c.id
                  and coalesce(s.last_used_at, s.created_at) >= %(before)s)
  and not exists (select from store_credits k where k.tenant_id = %(tenant)s and k.customer_id = c.id and k.balance_minor > 0)
  and not exists (select from erasures e where e.tenant_id = %(tenant)s and e.customer_id = c.id)
limit %(most)s"""
"""Customers who neither bought nor logged in since, to whom nothing is owed and with whom nothing is under way."""

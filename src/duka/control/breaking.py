"""What a merchant uses of each feature: what would stand still without it."""

from collections.abc import Iterable
from typing import LiteralString
from uuid import UUID

from duka.kernel.db import Tx
from duka.promotions.checks import why_advanced
from duka.promotions.queries import RULES
from duka.promotions.service import ADVANCED

MOST_PROMOTIONS = 1000
_IN_USE: dict[str, LiteralString] = {
    "collections": "select count(*) from collections t where t.tenant_id = %(whose)s",
    "custom_roles": """select count(distinct t.role_id) from grants t
        where t.tenant_id = %(whose)s and t.role_id is not null""",
    "experiments": "select count(*) from experiments t where t.tenant_id = %(whose)s and t.status in ('running', 'paused')",
    "feeds": "select count(*) from feeds t where t.tenant_id = %(whose)s and t.status = 'live'",
    "markets": "select count(*) from markets t where t.tenant_id = %(whose)s and t.is_active",
    "payments_card": """select count(*) from payment_accounts t
        where t.tenant_id = %(whose)s and t.rail in ('card', 'wallet') and t.is_active""",
    "payments_mobile_money": """select count(*) from payment_accounts t
        where t.tenant_id = %(whose)s and t.rail = 'mobile_money' and t.is_active""",
    "price_lists": "select count(*) from price_lists t where t.tenant_id = %(whose)s and t.is_active",
    "promotions": "select count(*) from promotions t where t.tenant_id = %(whose)s and t.status = 'active'",
    "sale_events": """select count(*) from sale_events t
        where t.tenant_id = %(whose)s and t.status = 'scheduled' and (t.ends_at is null or t.ends_at > now())""",
    "stock_transfers": "select count(*) from stock_transfers t where t.tenant_id = %(whose)s and t.status in ('draft', 'sent')",
    "tax_services": "select count(*) from tax_accounts t where t.tenant_id = %(whose)s and t.is_active",
}


def in_use(tx: Tx, tenant: UUID, features: Iterable[str]) -> dict[str, int | None]:
    """How many of the merchant's things stand on each of these features: what is running, published or still to come. None
    where that cannot be counted. One statement a feature."""
    return {name: _count(tx, tenant, name) for name in features}


def _count(tx: Tx, tenant: UUID, feature: str) -> int | None:
    if feature == ADVANCED:
        rows = tx.all(
            """select t.rules::text as rules, t.budget from promotions t where t.tenant_id = %(whose)s and t.status = 'active'
               order by t.id limit %(most)s""",
            whose=tenant,
            most=MOST_PROMOTIONS,
        )
        return sum(1 for row in rows if why_advanced(RULES.decode(row.rules), row.budget))
    statement = _IN_USE.get(feature)
    return int(tx.value(statement, whose=tenant)) if statement is not None else None

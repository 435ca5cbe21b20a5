"""What taxes need to know of a buyer, read with the cart: SQL for its statement, and its parameters."""

from datetime import timedelta
from typing import LiteralString

import msgspec

from duka.flags import queries as flags
from duka.kernel.context import Context
from duka.tax.types import Buyer

FEATURE = "tax_services"
FRESH = timedelta(days=1)
"""For so long a service's answer is not asked for anew."""

_NUMBER: LiteralString = """coalesce(nullif(c.vat_number, ''), (
    select t.vat_number from customer_taxes t where t.tenant_id = %(tenant)s and t.customer_id = buys.customer), '')"""
FACTS: LiteralString = (
    """(select json_build_object(
        'vat_number', """  # noqa: S608 - our own text
    + _NUMBER
    + """,
        'known', (select json_build_object('state', n.state, 'consultation_number', n.consultation_number,
                                           'checked_at', n.checked_at)
                  from vat_numbers n where n.tenant_id = %(tenant)s and n.number = """
    + _NUMBER
    + """),
        'exempt', coalesce((
            select json_agg(json_build_object('reason', e.reason, 'certificate_number', e.certificate_number,
                                              'countries', e.countries, 'classes', e.classes) order by e.created_at)
            from tax_exemptions e
            where e.tenant_id = %(tenant)s and e.ended_at is null and (e.until is null or e.until > %(now)s)
              and (e.customer_id = buys.customer or e.group_id = any(array(
                  select m.group_id from customer_group_members m
                  where m.tenant_id = %(tenant)s and m.customer_id = buys.customer)))), '[]'),
        'asked', (select json_build_object('provider', a.provider, 'countries', a.countries) from tax_accounts a
                  where a.tenant_id = %(tenant)s and a.store_id = c.store_id and a.is_active
                    and %(has_services)s
                    and c.shipping_address ->> 'country' = any(a.countries)),
        'answers', coalesce((
            select json_agg(json_build_object('tax_class', w.tax_class, 'unit_price_minor', w.unit_price_minor,
                                              'rates', w.rates, 'is_fresh',
                                              w.answered_at > %(now)s::timestamptz - %(fresh_for)s::interval)
                            order by w.answered_at desc)
            from (select * from tax_answers w
                  where w.tenant_id = %(tenant)s and w.store_id = c.store_id and w.area = tax_area(c.shipping_address)
                  order by w.answered_at desc limit 500) w), '[]'))
       from (select """
)
FACTS_END: LiteralString = " as customer) buys)::text"
_BUYER = msgspec.json.Decoder(Buyer)


def of_cart(customer: LiteralString) -> LiteralString:
    """SQL for the facts (JSON text) of the cart `c`; `customer` is an SQL expression for who buys. Its parameters are
    `params`, `now` and `tenant`."""
    return FACTS + customer + FACTS_END


def params(ctx: Context) -> dict[str, object]:
    return {"has_services": flags.is_on(ctx, FEATURE), "fresh_for": FRESH}


def read(text: str | None) -> Buyer:
    return _BUYER.decode(text) if text else Buyer()

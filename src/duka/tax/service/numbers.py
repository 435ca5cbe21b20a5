"""VAT numbers of customers and carts: their form is checked at once, whose they are by a job."""

from datetime import timedelta
from uuid import UUID

import msgspec

from duka.customers.errors import CustomerNotFound
from duka.flags import queries as flags
from duka.kernel import events, jobs
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.settings import queries as settings
from duka.stores.sections import TAX_RULES
from duka.stores.tax_rules import TaxRules
from duka.tax import vat_numbers
from duka.tax.errors import VatNumberMissing
from duka.tax.events import VatNumberChanged
from duka.tax.facts import FEATURE
from duka.tax.service import exemptions
from duka.tax.services.providers import vies
from duka.tax.types import CustomerTaxes, VatCheck, VatNumber

CHECK = "tax.check_vat_number"
STALE = timedelta(days=30)
"""A number is looked at again when it is used so long after the last answer."""
AGAIN = timedelta(minutes=5)
MOST_CHECKS = 20


def accepted(text: str) -> str:
    """The number as it is kept; empty for none. Refuses `InvalidInput` for one of the wrong form."""
    number = vat_numbers.clean(text)
    if number and not vat_numbers.is_well_formed(number):
        raise InvalidInput(
            {"vat_number": "is not a VAT number: begin with the country's letters and check each digit"}
        )
    return number


def know(ctx: Context, number: str, store_id: UUID | None) -> None:
    """From now on something may be known of `number`; if this store has numbers checked and its last answer is old, a job asks.
    For verbs that keep a number. One statement, and one more for the job."""
    rules: TaxRules = settings.section(ctx, TAX_RULES, store_id)
    wants = rules.checks_vat_numbers and vies.covers(number) and flags.is_on(ctx, FEATURE)
    due = ctx.db.value(
        """insert into vat_numbers as n (tenant_id, number, asked_at, created_at)
           values (%(tenant)s, %(number)s, case when %(wants)s then %(now)s::timestamptz end, %(now)s)
           on conflict (tenant_id, number) do update
           set asked_at = %(now)s
           where %(wants)s and coalesce(n.asked_at < %(again)s, true) and coalesce(n.checked_at < %(stale)s, true)
           returning true""",
        number=number,
        wants=wants,
        again=ctx.now - AGAIN,
        stale=ctx.now - STALE,
        now=ctx.now,
    )
    if due and wants:
        jobs.defer(ctx, CHECK, number=number, store=str(store_id) if store_id else "")


def set_number(ctx: Context, customer_id: UUID, text: str, store_id: UUID | None = None) -> None:
    """The customer's VAT number from now on; empty takes it away. For staff, and for customers of themselves (`store_id` is
    where they shop). Refuses `CustomerNotFound`, `InvalidInput`."""
    if ctx.actor.kind == "customer":
        if ctx.actor.id != customer_id:
            raise CustomerNotFound()
    else:
        ctx.require("customers:write")
    number = accepted(text)
    before = ctx.db.one(
        """select coalesce(t.vat_number, '') as vat_number from customers k
           left join customer_taxes t on t.tenant_id = %(tenant)s and t.customer_id = k.id
           where k.tenant_id = %(tenant)s and k.id = %(customer)s""",
        customer=customer_id,
    )
    if before is None:
        raise CustomerNotFound()
    if number:
        know(ctx, number, store_id)
    if number == before.vat_number:
        return
    ctx.db.run(
        """insert into customer_taxes (tenant_id, customer_id, vat_number, updated_at)
           values (%(tenant)s, %(customer)s, %(number)s, %(now)s)
           on conflict (tenant_id, customer_id) do update
           set vat_number = excluded.vat_number, updated_at = excluded.updated_at""",
        customer=customer_id,
        number=number,
        now=ctx.now,
    )
    events.emit(ctx, VatNumberChanged(aggregate_id=customer_id, vat_number=number))


def of_customer(ctx: Context, customer_id: UUID) -> CustomerTaxes:
    """As staff see it. Refuses `CustomerNotFound`. Three statements."""
    ctx.require("customers:read")
    return told(ctx, customer_id)


def told(ctx: Context, customer_id: UUID) -> CustomerTaxes:
    """The same, for verbs that asked for a permission of their own."""
    number = _number(ctx, customer_id)
    return CustomerTaxes(
        vat_number=_view(ctx, number) if number else None, exemptions=exemptions.of_customer(ctx, customer_id)
    )


def own(ctx: Context, customer_id: UUID) -> VatNumber | None:
    """A customer's own, without the proofs. Refuses `CustomerNotFound` to others."""
    if ctx.actor.kind != "customer" or ctx.actor.id != customer_id:
        raise CustomerNotFound()
    row = ctx.db.one(
        """select n.number, n.state, n.checked_at from customer_taxes t
           join vat_numbers n on n.tenant_id = %(tenant)s and n.number = t.vat_number
           where t.tenant_id = %(tenant)s and t.customer_id = %(customer)s""",
        customer=customer_id,
    )
    if row is None:
        return None
    return VatNumber(row.number, vat_numbers.country(row.number), row.state, row.checked_at)


def number_of(ctx: Context, customer_id: UUID) -> str:
    """Refuses `CustomerNotFound`, `VatNumberMissing`."""
    number = _number(ctx, customer_id)
    if not number:
        raise VatNumberMissing()
    return number


def _number(ctx: Context, customer_id: UUID) -> str:
    row = ctx.db.one(
        """select coalesce(t.vat_number, '') as vat_number from customers k
           left join customer_taxes t on t.tenant_id = %(tenant)s and t.customer_id = k.id
           where k.tenant_id = %(tenant)s and k.id = %(customer)s""",
        customer=customer_id,
    )
    if row is None:
        raise CustomerNotFound()
    return str(row.vat_number)


def _view(ctx: Context, number: str) -> VatNumber | None:
    row = ctx.db.one(
        """select n.state, n.checked_at, n.asked_at, coalesce((
               select json_agg(json_build_object('outcome', c.outcome, 'service', c.service, 'at', c.at,
                   'consultation_number', c.consultation_number, 'name', c.name, 'address', c.address,
                   'requester', c.requester, 'reason', c.reason) order by c.at desc)
               from (select * from vat_number_checks c where c.tenant_id = %(tenant)s and c.number = n.number
                     order by c.at desc limit %(most)s) c), '[]') as checks
           from vat_numbers n where n.tenant_id = %(tenant)s and n.number = %(number)s""",
        number=number,
        most=MOST_CHECKS,
    )
    if row is None:
        return None
    checks = [msgspec.convert(check, VatCheck, strict=False) for check in row.checks]
    return VatNumber(number, vat_numbers.country(number), row.state, row.checked_at, row.asked_at, checks)

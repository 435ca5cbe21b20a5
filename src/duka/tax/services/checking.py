"""Looking VAT numbers up: by a job, or when staff ask. Each look is kept: it is the proof."""

from uuid import UUID

from duka.flags import queries as flags
from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.settings import queries as settings
from duka.stores.sections import TAX_RULES
from duka.tax import vat_numbers
from duka.tax.errors import TaxServiceUnreachable
from duka.tax.facts import FEATURE
from duka.tax.service import numbers
from duka.tax.services.desk import Desk
from duka.tax.services.providers import vies
from duka.tax.services.types import Consulted
from duka.tax.types import CustomerTaxes


def check(work: Work, desk: Desk, tenant: UUID, number: str, store: str) -> None:
    """The job. No answer: it is tried again later (`TaxServiceUnreachable`), and the last definite one counts on."""
    caller = Caller(tenant)
    store_id = UUID(store) if store else None

    def begin(ctx: Context) -> str | None:
        return _requester(ctx, store_id) if flags.is_on(ctx, FEATURE) else None

    requester = work.perform(caller, begin)
    if requester is None:
        return
    found = _consult(desk, number, requester)
    work.perform(caller, lambda ctx: _record(ctx, number, requester, found))
    if found.outcome == "unknown":
        raise TaxServiceUnreachable(why=found.reason)


def check_now(work: Work, caller: Caller, desk: Desk, customer_id: UUID) -> CustomerTaxes:
    """Staff look a customer's number up. What was said is in the answer, and on the trail. Refuses `CustomerNotFound`,
    `VatNumberMissing`, `FeatureOff`."""

    def begin(ctx: Context) -> tuple[str, str]:
        ctx.require("customers:write")
        flags.require(ctx, FEATURE)
        return numbers.number_of(ctx, customer_id), _requester(ctx, None)

    number, requester = work.perform(caller, begin)
    found = _consult(desk, number, requester)

    def record(ctx: Context) -> CustomerTaxes:
        _record(ctx, number, requester, found)
        trail.note(
            ctx,
            "customer.vat_number_checked",
            "customer",
            customer_id,
            vat_number=number,
            outcome=found.outcome,
        )
        return numbers.told(ctx, customer_id)

    return work.perform(caller, record)


def _consult(desk: Desk, number: str, requester: str) -> Consulted:
    if not vies.covers(number):
        return Consulted(outcome="unknown", reason="no register that we can ask")
    return vies.consult(number, requester, desk.addresses.get(vies.CODE, ""))


def _requester(ctx: Context, store_id: UUID | None) -> str:
    """The merchant's own number, where VIES knows such."""
    own = vat_numbers.clean(settings.section(ctx, TAX_RULES, store_id).vat_number)
    return own if own and vies.covers(own) else ""


def _record(ctx: Context, number: str, requester: str, found: Consulted) -> None:
    """An answer that tells nothing changes nothing but the list of looks."""
    ctx.db.run(
        """with known as (
               insert into vat_numbers as n (tenant_id, number, state, checked_at, asked_at, service, consultation_number, name,
                   address, created_at)
               values (%(tenant)s, %(number)s, case when %(is_definite)s then %(outcome)s else 'unchecked' end,
                   case when %(is_definite)s then %(now)s::timestamptz end, %(now)s, %(service)s, %(consultation)s, %(name)s,
                   %(address)s, %(now)s)
               on conflict (tenant_id, number) do update
               set asked_at = excluded.asked_at,
                   state = case when %(is_definite)s then excluded.state else n.state end,
                   checked_at = coalesce(excluded.checked_at, n.checked_at),
                   service = excluded.service,
                   consultation_number = case when %(is_definite)s then excluded.consultation_number
                                              else n.consultation_number end,
                   name = case when %(is_definite)s then excluded.name else n.name end,
                   address = case when %(is_definite)s then excluded.address else n.address end
               returning n.number
           )
           insert into vat_number_checks (tenant_id, id, number, outcome, service, requester, consultation_number, name, address,
               reason, at)
           select %(tenant)s, %(id)s, known.number, %(outcome)s, %(service)s, %(requester)s, %(consultation)s, %(name)s,
               %(address)s, %(reason)s, %(now)s from known""",
        id=ids.new_id(),
        number=number,
        outcome=found.outcome,
        is_definite=found.outcome != "unknown",
        service=vies.CODE,
        requester=requester,
        consultation=found.consultation_number,
        name=found.name,
        address=found.address,
        reason=found.reason,
        now=ctx.now,
    )

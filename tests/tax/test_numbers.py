"""VAT numbers: their form at once, whose they are by a job, with the proof of each look."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.conftest import Clock
from tests.people import Shop
from tests.simulators.taxes import ViesSimulator

from duka.customers import service as customers
from duka.customers.errors import CustomerNotFound
from duka.customers.inputs import NewCustomer
from duka.kernel.context import Actor, Context
from duka.kernel.errors import InvalidInput
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.settings import queries as setting_queries
from duka.settings import service as settings
from duka.stores.sections import TAX_RULES
from duka.tax.errors import TaxServiceUnreachable, VatNumberMissing
from duka.tax.service import numbers
from duka.tax.services import checking
from duka.tax.services.desk import Desk
from duka.tax.types import CustomerTaxes, VatNumber

GERMAN, FRENCH, SWISS = "DE136695976", "FR40303265045", "CHE116281710MWST"
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def sam(work: Work, shop: Shop) -> UUID:
    new = NewCustomer(email=f"{make.unique('sam')}@sam.example", name="Sam")
    return work.perform(shop.caller, lambda ctx: customers.create(ctx, new))


def rules(work: Work, shop: Shop, **values: Any) -> None:
    def save(ctx: Context) -> None:
        version = setting_queries.resolved(ctx, TAX_RULES, None).version
        settings.save(ctx, TAX_RULES, None, values, version)

    work.perform(shop.caller, save)


def jobs(work: Work, shop: Shop) -> list[dict[str, str]]:
    """The checks that wait for a worker."""
    with work.database.platform() as tx:
        rows = tx.all(
            """select j.args from procrastinate_jobs j where j.task_name = %(name)s and j.args ->> 'tenant' = %(tenant)s
               order by j.id""",
            name=numbers.CHECK,
            tenant=str(shop.tenant.id),
        )
    return [row.args for row in rows]


def seen(work: Work, shop: Shop, customer: UUID) -> CustomerTaxes:
    return work.perform(shop.caller, lambda ctx: numbers.of_customer(ctx, customer))


def known(work: Work, shop: Shop, customer: UUID) -> VatNumber:
    found = seen(work, shop, customer).vat_number
    assert found is not None
    return found


def test_a_number_is_kept_clean_and_its_customer_is_told_of(work: Work, shop: Shop, sam: UUID) -> None:
    for _ in range(2):
        work.perform(shop.caller, lambda ctx: numbers.set_number(ctx, sam, " de 136.695.976 "))
    found = known(work, shop, sam)
    assert (found.number, found.country, found.state, found.checks) == (GERMAN, "DE", "unchecked", [])
    assert jobs(work, shop) == []  # the company has none checked
    changed = work.perform(
        Caller(shop.tenant.id),
        lambda ctx: ctx.db.all(
            "select e.payload from events e where e.tenant_id = %(tenant)s and e.type = 'customer.vat_number_changed'"
        ),
    )
    assert [row.payload["vat_number"] for row in changed] == [GERMAN]
    work.perform(shop.caller, lambda ctx: numbers.set_number(ctx, sam, ""))
    assert seen(work, shop, sam).vat_number is None


def test_a_wrong_number_is_refused_and_nothing_moved(work: Work, shop: Shop, sam: UUID) -> None:
    with pytest.raises(InvalidInput):
        work.perform(shop.caller, lambda ctx: numbers.set_number(ctx, sam, "DE136695977"))
    assert seen(work, shop, sam).vat_number is None


def test_a_job_asks_whose_it_is_and_keeps_the_proof(
    work: Work, shop: Shop, sam: UUID, desk: Desk, vies: ViesSimulator
) -> None:
    rules(work, shop, checks_vat_numbers=True, vat_number=FRENCH)
    vies.names[GERMAN] = "Muster GmbH"
    work.perform(shop.caller, lambda ctx: numbers.set_number(ctx, sam, GERMAN))
    (job,) = jobs(work, shop)
    assert vies.asked == []  # nobody waited
    checking.check(work, desk, shop.tenant.id, job["number"], job["store"])
    found = known(work, shop, sam)
    assert found.state == "valid"
    (proof,) = found.checks
    assert (proof.outcome, proof.name, proof.address) == ("valid", "Muster GmbH", "1 Main Street Town")
    assert proof.consultation_number.startswith("WAPIAAAA")
    assert (proof.requester, proof.service) == (FRENCH, "vies")
    assert vies.asked[0].json["requesterMemberStateCode"] == "FR"


def test_the_last_good_answer_counts_while_a_register_is_away(
    work: Work, shop: Shop, sam: UUID, desk: Desk, vies: ViesSimulator
) -> None:
    rules(work, shop, checks_vat_numbers=True)
    vies.names[GERMAN] = "Muster GmbH"
    work.perform(shop.caller, lambda ctx: numbers.set_number(ctx, sam, GERMAN))
    checking.check(work, desk, shop.tenant.id, GERMAN, "")
    vies.away.add("DE")
    with pytest.raises(TaxServiceUnreachable):  # so that the job comes again
        checking.check(work, desk, shop.tenant.id, GERMAN, "")
    found = known(work, shop, sam)
    assert found.state == "valid"
    assert [(c.outcome, c.reason) for c in found.checks] == [("unknown", "MS_UNAVAILABLE"), ("valid", "")]
    vies.away.clear()
    vies.names.clear()
    checking.check(work, desk, shop.tenant.id, GERMAN, "")
    assert known(work, shop, sam).state == "invalid"


def test_it_is_asked_again_only_when_the_answer_is_old(
    work: Work, shop: Shop, sam: UUID, desk: Desk, vies: ViesSimulator, clock: Clock
) -> None:
    clock.now = NOON
    rules(work, shop, checks_vat_numbers=True)
    vies.names[GERMAN] = "Muster GmbH"

    def use() -> int:
        work.perform(shop.caller, lambda ctx: numbers.know(ctx, GERMAN, shop.store))
        return len(jobs(work, shop))

    assert (use(), use()) == (1, 1)
    checking.check(work, desk, shop.tenant.id, GERMAN, str(shop.store))
    clock.now = NOON + timedelta(days=2)
    assert use() == 1
    clock.now = NOON + numbers.STALE + timedelta(minutes=1)
    assert use() == 2


def test_numbers_without_a_register_are_not_asked_about(work: Work, shop: Shop, sam: UUID) -> None:
    rules(work, shop, checks_vat_numbers=True)
    work.perform(shop.caller, lambda ctx: numbers.set_number(ctx, sam, SWISS))
    assert jobs(work, shop) == []
    assert known(work, shop, sam).state == "unchecked"


def test_staff_ask_now(work: Work, shop: Shop, sam: UUID, desk: Desk, vies: ViesSimulator) -> None:
    with pytest.raises(VatNumberMissing):
        checking.check_now(work, shop.caller, desk, sam)
    work.perform(shop.caller, lambda ctx: numbers.set_number(ctx, sam, GERMAN))
    vies.mischief.then("error_before", "check")
    first = checking.check_now(work, shop.caller, desk, sam).vat_number
    vies.names[GERMAN] = "Muster GmbH"
    second = checking.check_now(work, shop.caller, desk, sam).vat_number
    assert first is not None
    assert second is not None
    assert (first.state, first.checks[0].reason) == ("unchecked", "status 500")
    assert second.state == "valid"


def test_customers_keep_their_own_and_nobody_elses(
    work: Work, shop: Shop, sam: UUID, other_shop: Shop
) -> None:
    own = Caller(shop.tenant.id, Actor("customer", sam), store=shop.store)
    work.perform(own, lambda ctx: numbers.set_number(ctx, sam, GERMAN, shop.store))
    found = work.perform(own, lambda ctx: numbers.own(ctx, sam))
    assert found is not None
    assert (found.number, found.checks) == (GERMAN, [])
    stranger = Caller(shop.tenant.id, Actor("customer", new_id()), store=shop.store)
    with pytest.raises(CustomerNotFound):
        work.perform(stranger, lambda ctx: numbers.set_number(ctx, sam, FRENCH, shop.store))
    with pytest.raises(CustomerNotFound):
        work.perform(other_shop.caller, lambda ctx: numbers.set_number(ctx, sam, FRENCH))
    assert known(work, shop, sam).number == GERMAN

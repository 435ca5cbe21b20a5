"""Outside services: asked by jobs, kept, and never waited for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import change, order_id, place
from tests.conftest import Clock
from tests.simulators.taxes import CLOTHING, TOKEN, TaxJarSimulator
from tests.tax.europe import BERLIN, NEW_YORK, cart, europe

from duka.carts import queries
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.kernel.ids import new_id, parse, public
from duka.kernel.work import Caller, Work, in_transaction
from duka.orders import queries as orders
from duka.orders.types import Order
from duka.stores.errors import StoreNotFound
from duka.tax.errors import TaxAccountNotFound, TaxServiceUnreachable
from duka.tax.service import exemptions
from duka.tax.services import accounts, asking, wire
from duka.tax.services.desk import Desk
from duka.tax.services.providers.taxjar import TaxJar
from duka.tax.services.types import TaxAccount, TaxAccountInput
from duka.tax.types import TaxExemptionInput

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
NYC = [40_000, 45_000, 3_750]
"""New York's state, city and district, in parts per million."""


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    """Prices without tax, in euros, as the service is told them."""
    return europe(Bazaar(work).build(includes_tax=False))


def connect(bazaar: Bazaar, desk: Desk, version: int | None = None, **more: Any) -> TaxAccount:
    values = {"token": TOKEN, "from_zip": "07030", "from_state": "NJ", "from_country": "US"}
    data = TaxAccountInput(**{"provider": "taxjar", "countries": ["US"], "values": values, **more})
    made: TaxAccount = bazaar.staff(lambda ctx: accounts.connect(ctx, desk, bazaar.store, data, version))
    return made


def waiting(bazaar: Bazaar) -> list[dict[str, str]]:
    """The questions that wait for a worker."""
    with bazaar.work.database.platform() as tx:
        rows = tx.all(
            """select j.args from procrastinate_jobs j where j.task_name = %(name)s and j.args ->> 'tenant' = %(tenant)s
               order by j.id""",
            name=asking.QUOTE,
            tenant=str(bazaar.tenant),
        )
    return [row.args for row in rows]


def work_off(bazaar: Bazaar, desk: Desk) -> None:
    """What a worker does; a question that was answered is not asked again."""
    for job in waiting(bazaar):
        asking.quote(bazaar.work, desk, bazaar.tenant, job["store"], job["key"])


def seen(bazaar: Bazaar, order: Order) -> Order:
    found: Order = bazaar.staff(lambda ctx: orders.order(ctx, order_id(order)))
    return found


def account(bazaar: Bazaar, desk: Desk) -> TaxAccount:
    found: TaxAccount = bazaar.staff(lambda ctx: accounts.view(ctx, desk, bazaar.store))
    return found


def test_a_cart_uses_what_is_known_and_the_order_says_where_from(
    bazaar: Bazaar, desk: Desk, taxjar: TaxJarSimulator
) -> None:
    connect(bazaar, desk)
    hat = bazaar.product(price=10_000)
    basket = cart(bazaar, (hat, 2), to=NEW_YORK)
    before = change(bazaar, basket)
    assert (before.tax.source, before.tax_minor) == ("own", 1075)  # the store's 5 %
    assert len(waiting(bazaar)) == 1
    assert taxjar.asked == []
    work_off(bazaar, desk)
    after = change(bazaar, basket)
    assert (after.tax.source, after.tax.service) == ("service", "taxjar")
    assert after.tax_minor == 1775 + 133  # 8.875 % of 200.00, and of 15.00 (NY taxes carriage)
    assert [tax.rate_ppm for tax in after.taxes] == NYC
    assert after.taxes[0].name == "State tax (NY)"
    order = seen(bazaar, place(bazaar, basket))
    assert (order.tax.source, order.tax.service, order.tax_minor) == ("service", "taxjar", 1908)
    assert len(waiting(bazaar)) == 1  # nothing new was asked


def test_the_same_goods_in_the_same_area_are_asked_about_once(
    bazaar: Bazaar, desk: Desk, taxjar: TaxJarSimulator
) -> None:
    connect(bazaar, desk)
    hat = bazaar.product(price=10_000, stock=100)
    cart(bazaar, (hat, 1), to=NEW_YORK)
    work_off(bazaar, desk)
    asked = len(taxjar.asked)
    for quantity in (2, 3):
        found = change(bazaar, cart(bazaar, (hat, quantity), to=NEW_YORK))
        assert found.tax.source == "service"
    work_off(bazaar, desk)
    assert len(taxjar.asked) == asked


def test_an_old_answer_counts_on_while_the_service_is_away(
    bazaar: Bazaar, desk: Desk, taxjar: TaxJarSimulator, clock: Clock
) -> None:
    clock.now = NOON
    connect(bazaar, desk)
    hat = bazaar.product(price=10_000)
    cart(bazaar, (hat, 1), to=NEW_YORK)
    work_off(bazaar, desk)
    clock.now = NOON + timedelta(days=3)
    basket = cart(bazaar, (hat, 1), to=NEW_YORK)
    taxjar.mischief.then("error_before", "quote")
    with pytest.raises(TaxServiceUnreachable):  # so that the job comes again
        work_off(bazaar, desk)
    told = account(bazaar, desk)
    assert told.waiting == 1
    assert told.waiting_why == "status 500"
    order = seen(bazaar, place(bazaar, basket))
    assert (order.tax.source, {tax.rate_ppm for tax in order.taxes}) == ("kept", set(NYC))
    taxjar.mischief.stop()
    work_off(bazaar, desk)
    assert account(bazaar, desk).waiting == 0
    assert change(bazaar, cart(bazaar, (hat, 1), to=NEW_YORK)).tax.source == "service"


def test_a_hanging_service_slows_no_checkout(bazaar: Bazaar, desk: Desk, taxjar: TaxJarSimulator) -> None:
    """The service takes a second for each answer while a shopper fills a cart and buys it: nothing of it is heard, and the
    store's own rates hold."""
    connect(bazaar, desk)
    hat = bazaar.product(price=10_000)
    taxjar.mischief.seconds = 1.0
    for _ in range(4):
        taxjar.mischief.then("slow_before", "quote")
    order = place(bazaar, cart(bazaar, (hat, 1), to=NEW_YORK))
    assert taxjar.mischief.happened == []  # not a single question came from the checkout
    assert seen(bazaar, order).tax.source == "own"
    job = waiting(bazaar)[0]
    hurried = Desk([TaxJar(seconds=0.2)], desk.keyring, desk.addresses)
    with pytest.raises(TaxServiceUnreachable):
        asking.quote(bazaar.work, hurried, bazaar.tenant, job["store"], job["key"])
    assert account(bazaar, desk).waiting_why == "ReadTimeout"


def test_it_is_never_asked_inside_a_transaction(bazaar: Bazaar, desk: Desk) -> None:
    connect(bazaar, desk)
    token = in_transaction.set(True)
    try:
        with pytest.raises(RuntimeError, match="inside a transaction"):
            wire.ask("quote", "GET", "http://127.0.0.1:9/")
    finally:
        in_transaction.reset(token)


def test_a_class_that_is_taxed_by_its_price(bazaar: Bazaar, desk: Desk) -> None:
    """New York taxes clothing from 110 dollars a piece."""
    connect(bazaar, desk, tax_codes={"clothing": CLOTHING})
    shirt = bazaar.product(price=5_000, tax_class="clothing")
    coat = bazaar.product(price=20_000, tax_class="clothing")
    basket = cart(bazaar, (shirt, 1), (coat, 1), to=NEW_YORK)
    work_off(bazaar, desk)
    found = change(bazaar, basket)
    assert [line.tax_minor for line in found.lines] == [0, 1775]
    assert found.tax.source == "service"


def test_without_nexus_no_tax_is_due(bazaar: Bazaar, desk: Desk) -> None:
    connect(bazaar, desk)
    texas = {**_fields(NEW_YORK), "region": "TX", "postal_code": "73301", "city": "Austin"}
    basket = cart(bazaar, (bazaar.product(price=10_000), 1), to=type(NEW_YORK)(**texas))
    work_off(bazaar, desk)
    found = change(bazaar, basket)
    assert (found.tax.source, found.tax_minor, found.taxes) == ("service", 0, [])


def _fields(address: Any) -> dict[str, Any]:
    return {name: getattr(address, name) for name in address.__struct_fields__}


def test_other_countries_are_not_asked_about(bazaar: Bazaar, desk: Desk) -> None:
    connect(bazaar, desk)
    found = change(bazaar, cart(bazaar, (bazaar.product(), 1), to=BERLIN))
    assert (found.tax.source, waiting(bazaar)) == ("own", [])


def test_what_the_service_does_not_take_is_told_to_staff(
    bazaar: Bazaar, desk: Desk, taxjar: TaxJarSimulator
) -> None:
    connect(bazaar, desk, values={"token": "wrong", "from_zip": "07030", "from_state": "NJ"})
    cart(bazaar, (bazaar.product(price=10_000), 1), to=NEW_YORK)
    work_off(bazaar, desk)
    assert account(bazaar, desk).waiting_why == "Not Authorized"
    tested = accounts.test(bazaar.work, _staff(bazaar), desk, bazaar.store)
    assert (tested.is_working, tested.check_message) == (False, "TaxJar does not accept this token.")


def _staff(bazaar: Bazaar) -> Caller:
    return bazaar.caller("staff")


def test_keys_are_sealed_kept_and_forgotten(bazaar: Bazaar, desk: Desk) -> None:
    made = connect(bazaar, desk)
    assert (made.secrets, "token" in made.settings, made.version) == (["token"], False, 1)
    sealed = bazaar.value("select a.sealed from tax_accounts a where a.tenant_id = %(tenant)s")
    assert TOKEN.encode() not in bytes(sealed)
    values = {"from_zip": "10001", "from_state": "NY"}
    again = connect(bazaar, desk, version=1, values=values)
    assert (again.secrets, again.settings["from_zip"], again.version) == (["token"], "10001", 2)
    assert accounts.test(bazaar.work, _staff(bazaar), desk, bazaar.store).is_working
    with pytest.raises(VersionConflict):
        connect(bazaar, desk, version=1)
    with pytest.raises(VersionConflict):
        connect(bazaar, desk)
    assert bazaar.perform(lambda ctx: accounts.reseal(ctx, desk)) == 1
    bazaar.staff(lambda ctx: accounts.disconnect(ctx, bazaar.store))
    with pytest.raises(TaxAccountNotFound):
        account(bazaar, desk)
    assert _kept(bazaar) == 0


def test_answers_of_another_account_are_forgotten(bazaar: Bazaar, desk: Desk) -> None:
    connect(bazaar, desk)
    cart(bazaar, (bazaar.product(price=10_000), 1), to=NEW_YORK)
    work_off(bazaar, desk)
    assert _kept(bazaar) == 2
    connect(bazaar, desk, version=1, tax_codes={"standard": CLOTHING})
    assert _kept(bazaar) == 0


def _kept(bazaar: Bazaar) -> int:
    return bazaar.value("select count(*) from tax_answers w where w.tenant_id = %(tenant)s")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"values": {"from_zip": "07030", "from_state": "NJ"}}, "values.token"),
        ({"values": {"token": "t", "from_zip": "1", "from_state": "NJ", "colour": "red"}}, "values.colour"),
        ({"countries": ["FR"]}, "countries"),
    ],
)
def test_what_is_wrong_is_said_by_field(bazaar: Bazaar, desk: Desk, more: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        connect(bazaar, desk, **more)
    assert field in refused.value.fields["errors"]  # type: ignore[operator]
    with pytest.raises(TaxAccountNotFound):
        account(bazaar, desk)


def test_who_owes_no_tax_is_not_a_matter_of_services(bazaar: Bazaar, desk: Desk) -> None:
    connect(bazaar, desk)

    def exempt(ctx: Context) -> None:
        customer = new_id()
        ctx.db.run(
            "insert into customers (tenant_id, id, email) values (%(tenant)s, %(id)s, 'sam@school.example')",
            id=customer,
        )
        ctx.db.run("update carts set customer_id = %(id)s where tenant_id = %(tenant)s", id=customer)
        exemptions.exempt(ctx, TaxExemptionInput(customer_id=public("cus", customer), reason="School"))

    basket = cart(bazaar, (bazaar.product(price=10_000), 1), to=NEW_YORK)
    work_off(bazaar, desk)
    bazaar.staff(exempt)
    found = bazaar.staff(lambda ctx: orders_cart(ctx, basket))
    assert (found.tax.reason, found.tax_minor, found.subtotal_minor) == ("exempt", 0, 10_000)


def orders_cart(ctx: Context, basket: Any) -> Any:
    return queries.cart(ctx, parse("cart", basket.id), None)


def test_a_store_without_a_service_says_so(bazaar: Bazaar, desk: Desk) -> None:
    assert bazaar.staff(lambda ctx: accounts.of_store(ctx, desk, bazaar.store)).account is None
    connect(bazaar, desk)
    assert bazaar.staff(lambda ctx: accounts.of_store(ctx, desk, bazaar.store)).account == account(
        bazaar, desk
    )
    with pytest.raises(StoreNotFound):
        bazaar.staff(lambda ctx: accounts.of_store(ctx, desk, new_id()))

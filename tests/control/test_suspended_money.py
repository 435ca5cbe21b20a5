"""Money is never lost: what is under way when a company is suspended is still recorded, and finished."""

from tests.control.acting import operator
from tests.payments.test_callbacks import message, send
from tests.payments.till import PLACED, WAITING, Till

from duka.control import life


def suspend(till: Till) -> None:
    life.suspend(till.services.work, operator(), till.bazaar.tenant, "unpaid")


def test_a_callback_is_recorded_and_its_order_placed(till: Till) -> None:
    order, payment = till.paid("never")
    suspend(till)
    assert till.state(order) == WAITING
    answer = send(till, message(payment))
    assert (answer.status, answer.json) == (200, {"is_new": True})
    till.run()
    assert till.state(order) == PLACED
    assert till.payment(payment).captured_minor == order.total_minor


def test_letters_and_webhooks_of_what_happened_go_on(till: Till) -> None:
    """The buyer's confirmation and the events of the order are there as ever: nothing that is queued is dropped."""
    _, payment = till.paid("never")
    suspend(till)
    send(till, message(payment))
    till.run()
    kinds = till.bazaar.value("select array_agg(distinct type) from events where tenant_id = %(tenant)s")
    assert {"OrderPlaced", "order.placed"} & set(kinds), kinds


def test_nothing_new_is_sold(till: Till) -> None:
    suspend(till)
    path = f"/s/t{till.bazaar.tenant.hex}/main/"
    answer = till.front.client.request("GET", path)
    assert answer.status == 503

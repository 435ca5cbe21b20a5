"""A sale through the real till and its gateway, the statement that the gateway would send, and the books after it."""

from tests.checkout.steps import order_id
from tests.payments.statements.desk import sandbox
from tests.payments.till import Till

from duka.kernel.ids import parse
from duka.ledger import queries as books
from duka.ledger import verifying
from duka.payments.statements import importing, queries


def test_what_was_sold_is_on_the_statement(till: Till) -> None:
    order, payment = till.paid()
    till.settle(payment)
    till.run()
    reference = till.payment(payment).provider_reference
    total, at = order.total_minor, till.clock().isoformat()
    rows = [
        (reference, "charge", total, 35, total - 35, "XOF", at),
        ("po_0000001", "payout", 35 - total, 0, 35 - total, "XOF", at),
    ]
    statement = till.bazaar.staff(
        lambda ctx: importing.import_statement(
            ctx, store_id=till.bazaar.store, provider="sandbox", file_name="today.csv", data=sandbox(rows)
        )
    )
    assert (statement.matched, statement.open) == (1, 0)
    line = till.bazaar.staff(lambda ctx: queries.lines(ctx, parse("stmt", statement.id)).items[0])
    assert parse("ord", line.order_id) == order_id(order)
    assert till.payment(payment).fee_minor == 35
    balances = {b.account: b.balance_minor for b in till.bazaar.staff(books.balances)}
    assert (balances["bank"], balances["fees"]) == (total - 35, 35)
    assert balances["gateway_clearing:sandbox"] == 0
    assert till.bazaar.staff(verifying.verify).is_sound

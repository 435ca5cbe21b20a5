from itertools import product

from duka.orders import rules

STATUSES = tuple(rules.STATUS_FOLLOWS)
PAYMENTS = tuple(rules.PAYMENT_FOLLOWS)
FULFILLMENTS = tuple(rules.FULFILLMENT_FOLLOWS)


def test_every_state_has_both_displays() -> None:
    for status, payment, fulfillment in product(STATUSES, PAYMENTS, FULFILLMENTS):
        assert rules.tenant_status(status, payment, fulfillment) in {
            "pending",
            "paid",
            "shipped",
            "completed",
            "cancelled",
        }
        assert rules.ecommerce_status(fulfillment) in {
            "received",
            "prepared",
            "shipped",
            "delivered",
            "returned",
        }


def test_the_displays_of_a_usual_order() -> None:
    assert rules.tenant_status("open", "pending", "unfulfilled") == "pending"
    assert rules.tenant_status("open", "captured", "unfulfilled") == "paid"
    assert rules.tenant_status("open", "captured", "shipped") == "shipped"
    assert rules.tenant_status("completed", "captured", "delivered") == "completed"
    assert rules.tenant_status("cancelled", "refunded", "prepared") == "cancelled"
    assert rules.ecommerce_status("unfulfilled") == "received"


def test_what_follows_is_known_and_never_itself() -> None:
    for table in (rules.STATUS_FOLLOWS, rules.PAYMENT_FOLLOWS, rules.FULFILLMENT_FOLLOWS):
        for before, after in table.items():
            assert before not in after
            assert after <= table.keys()


def test_money_never_becomes_waiting_again() -> None:
    """What was given back may be followed by another attempt's money, and by nothing else."""
    assert not rules.PAYMENT_FOLLOWS["refunded"] & (rules.WAITING - {"authorized"})
    for taken in ("captured", "partially_captured", "partially_refunded"):
        assert not rules.PAYMENT_FOLLOWS[taken] & rules.WAITING

"""What providers send: signed by them, for this merchant, heard once, and never believed without asking."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from standardwebhooks import Webhook
from tests.api.client import Answer
from tests.checkout.bazaar import Bazaar
from tests.payments.till import PLACED, WAITING, Till

from duka.kernel.ids import new_id, public
from duka.payments.types import Payment
from duka.sandbox.callbacks import signing_secret


def message(payment: Payment, **changes: Any) -> bytes:
    told = {
        "type": "charge.paid",
        "id": "evt_1",
        "charge": payment.provider_reference,
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
    }
    return msgspec.json.encode(told | changes)


def send(
    till: Till,
    body: bytes,
    *,
    at: Any = None,
    signed_by: Any = None,
    age: int = 0,
    headers: dict[str, str] | None = None,
) -> Answer:
    """To the tenant `at`, with the secret of the tenant `signed_by`: both this one when not given."""
    mine = till.bazaar.tenant
    secret = signing_secret(till.services.config.secret, signed_by or mine)
    when = datetime.now(UTC) - timedelta(seconds=age)
    signed = {
        "webhook-id": "evt_1",
        "webhook-timestamp": str(int(when.timestamp())),
        "webhook-signature": Webhook(secret).sign("evt_1", when, body.decode()),
        **(headers or {}),
    }
    path = f"/api/tenants/{public('ten', at or mine)}/ecommerce/payments/webhook/sandbox"
    return till.front.client.request("POST", path, raw=body, headers=signed)


def test_a_callback_is_kept_once_and_makes_us_ask(till: Till) -> None:
    order, payment = till.paid("never")
    answers = [send(till, message(payment)) for _ in range(3)]
    assert [(a.status, a.json) for a in answers] == [(200, {"is_new": n == 0}) for n in range(3)]
    assert till.state(order) == WAITING
    till.run()
    assert till.state(order) == PLACED
    kept = till.bazaar.row(
        """select payment_id, body, outcome from payment_callbacks
           where tenant_id = %(tenant)s"""
    )
    assert (kept.payment_id, kept.outcome) == (payment.id, "applied")
    assert msgspec.json.decode(kept.body)["charge"] == payment.provider_reference


def test_what_it_says_is_not_believed(till: Till) -> None:
    order = till.order()
    payment = till.pay(order)
    assert send(till, message(payment)).status == 200
    till.run()
    assert till.state(order) == WAITING


@pytest.mark.parametrize("wrong", [{"amount_minor": 1}, {"currency": "USD"}])
def test_a_wrong_amount_in_it_changes_nothing(till: Till, wrong: dict[str, Any]) -> None:
    order, payment = till.paid("never")
    assert send(till, message(payment, **wrong)).status == 200
    till.run()
    assert till.state(order) == PLACED
    assert till.payment(payment).captured_minor == order.total_minor


def test_an_unknown_reference_is_kept_and_does_nothing(till: Till) -> None:
    order, payment = till.paid("never")
    answer = send(till, message(payment, charge="sbx_unknown"))
    assert (answer.status, answer.json) == (200, {"is_new": True})
    till.run()
    assert till.state(order) == WAITING
    assert (
        till.bazaar.value("select outcome from payment_callbacks where tenant_id = %(tenant)s")
        == "unknown_reference"
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
        {"webhook-id": "evt_2"},
        {"webhook-timestamp": "1"},
        {"webhook-timestamp": "soon"},
    ],
)
def test_a_forged_signature_is_refused(till: Till, headers: dict[str, str]) -> None:
    order, payment = till.paid("never")
    answer = send(till, message(payment), headers=headers)
    assert (answer.status, answer.code) == (400, "CallbackRefused")
    assert till.count("payment_callbacks") == 0
    till.run()
    assert till.state(order) == WAITING


def test_without_any_signature_it_is_refused(till: Till) -> None:
    _, payment = till.paid("never")
    path = f"/api/tenants/{public('ten', till.bazaar.tenant)}/ecommerce/payments/webhook/sandbox"
    answer = till.front.client.request("POST", path, raw=message(payment))
    assert (answer.status, answer.code) == (400, "CallbackRefused")


@pytest.mark.parametrize(("age", "status"), [(290, 200), (310, 400)])
def test_an_old_message_is_refused(till: Till, age: int, status: int) -> None:
    _, payment = till.paid("never")
    assert send(till, message(payment), age=age).status == status


def test_a_body_that_was_changed_is_refused(till: Till) -> None:
    _, payment = till.paid("never")
    body = message(payment)
    when = datetime.now(UTC)
    secret = signing_secret(till.services.config.secret, till.bazaar.tenant)
    signature = Webhook(secret).sign("evt_1", when, body.decode())
    changed = body.replace(b"charge.paid", b"charge.died")
    assert send(till, changed, headers={"webhook-signature": signature}).status == 400


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff\xfe", b'{"id": 1, "charge": null}'])
def test_nonsense_is_refused(till: Till, body: bytes) -> None:
    path = f"/api/tenants/{public('ten', till.bazaar.tenant)}/ecommerce/payments/webhook/sandbox"
    when = datetime.now(UTC)
    secret = signing_secret(till.services.config.secret, till.bazaar.tenant)
    headers = {
        "webhook-id": "evt_1",
        "webhook-timestamp": str(int(when.timestamp())),
        "webhook-signature": Webhook(secret).sign("evt_1", when, body.decode("latin-1")),
    }
    answer = till.front.client.request("POST", path, raw=body, headers=headers)
    assert (answer.status, answer.code) == (400, "CallbackRefused")


def test_another_merchants_signature_opens_nothing(till: Till) -> None:
    birch = Bazaar(till.work).build()
    order, payment = till.paid("never")
    assert send(till, message(payment), signed_by=birch.tenant).status == 400
    assert send(till, message(payment), at=birch.tenant).status == 400
    own = send(till, message(payment), at=birch.tenant, signed_by=birch.tenant)
    assert (own.status, own.json) == (200, {"is_new": True})
    till.run()
    assert till.state(order) == WAITING
    kept = birch.value("select payment_id from payment_callbacks where tenant_id = %(tenant)s")
    assert kept is None


def test_nobody_else_takes_callbacks(till: Till) -> None:
    _, payment = till.paid("never")
    assert send(till, message(payment), at=new_id()).status == 404
    for provider, status in (("gold", 404), ("cash_on_delivery", 400)):
        path = f"/api/tenants/{public('ten', till.bazaar.tenant)}/ecommerce/payments/webhook/{provider}"
        assert till.front.client.request("POST", path, raw=message(payment)).status == status

"""The hosted page, over HTTP, and the rule that the gateway is never called inside a transaction."""

import httpx2
import pytest
from tests.payments.till import PLACED, RETURN, WAITING, Till

from duka.kernel.work import Caller, outside_effect
from duka.payments.types import Account, Charge, Known, Payment, RefundCharge
from duka.sandbox import gateway
from duka.sandbox.gateway import ACTS, ChargeConflict, ChargeNotFound, RefundNotPossible
from duka.sandbox.pages import CHOICES


def show(payment: Payment) -> httpx2.Response:
    return httpx2.get(payment.action_url)


def choose(payment: Payment, act: str, code: str = "") -> httpx2.Response:
    return httpx2.post(payment.action_url, data={"act": act, "code": code})


def test_it_shows_what_is_to_pay_and_every_choice(till: Till) -> None:
    page = show(till.pay(till.order()))
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "6,500" in page.text or "6 500" in page.text
    assert [act for act in ACTS if f'value="{act}"' not in page.text] == []
    assert {act for act, _, _ in CHOICES} == set(ACTS)


def test_its_headers_let_nothing_in(till: Till) -> None:
    payment = till.pay(till.order())
    for page in (show(payment), choose(payment, "challenge"), choose(payment, "pay", "no")):
        assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["x-robots-tag"] == "noindex"
        assert page.headers["x-frame-options"] == "DENY"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert "<script" not in page.text
        assert "style=" not in page.text
    sheet = httpx2.get(till.front.url + "/sandbox/sandbox.css")
    assert (sheet.status_code, sheet.headers["content-type"]) == (200, "text/css; charset=utf-8")


def test_the_buyer_comes_back_to_the_shop(till: Till) -> None:
    order = till.order()
    answer = choose(till.pay(order), "pay")
    assert (answer.status_code, answer.headers["location"]) == (303, till.front.url + RETURN)
    assert till.state(order) == WAITING
    till.run()
    assert till.state(order) == PLACED


def test_a_code_is_asked_for(till: Till) -> None:
    payment = till.pay(till.order())
    assert 'name="code"' in choose(payment, "challenge").text
    wrong = choose(payment, "pay", "1111")
    assert (wrong.status_code, 'role="alert"' in wrong.text) == (422, True)
    assert choose(payment, "pay", " 1234 ").status_code == 303
    assert till.charges() == [("paid", 0)]


def test_a_time_out_sends_nobody_back(till: Till) -> None:
    payment = till.pay(till.order())
    answer = choose(payment, "timeout")
    assert (answer.status_code, "answers nobody" in answer.text) == (200, True)
    assert till.charges() == [("paid", 0)]


def test_what_is_decided_stays(till: Till) -> None:
    payment = till.pay(till.order())
    choose(payment, "decline")
    assert choose(payment, "pay").status_code == 303
    assert till.charges() == [("declined", 0)]
    assert "This payment is declined" in show(payment).text


@pytest.mark.parametrize("act", ["", "steal"])
def test_what_is_no_choice_decides_nothing(till: Till, act: str) -> None:
    assert choose(till.pay(till.order()), act).status_code == 422
    assert till.charges() == [("open", 0)]


def test_an_unknown_charge_is_not_found(till: Till) -> None:
    payment = till.pay(till.order())
    stranger = payment.action_url.replace(till.bazaar.tenant.hex, "0190" + "0" * 28)
    for address in (payment.action_url + "x", stranger):
        assert httpx2.get(address).status_code == 404
        assert httpx2.post(address, data={"act": "pay"}).status_code == 404
    assert till.charges() == [("open", 0)]


def test_the_gateway_is_never_called_inside_a_transaction(till: Till) -> None:
    tenant = till.bazaar.tenant
    sandbox, account = till.gateways["sandbox"], Account(tenant=tenant)
    url = "http://a.example"
    charge = Charge(
        tenant=tenant, payment_id=tenant, order_id=tenant, key="k", amount_minor=1, currency="XOF", description="",
        locale="en", return_url=url, cancel_url=url, callback_url=url,
    )  # fmt: skip
    known = Known(
        tenant=tenant,
        payment_id=tenant,
        order_id=tenant,
        key="k",
        reference="r",
        amount_minor=1,
        currency="XOF",
    )
    calls = [
        lambda: sandbox.create(account, charge),
        lambda: sandbox.look_up(account, known),
        lambda: sandbox.cancel(account, known),
        lambda: sandbox.refund(account, known, RefundCharge(refund_id=tenant, key="k", amount_minor=1)),
    ]
    for call in calls:
        with pytest.raises(RuntimeError, match="inside a transaction"):
            till.work.perform(Caller(tenant), lambda ctx, call=call: call())  # type: ignore[misc]
    outside_effect("between two transactions")
    assert till.charges() == []


def test_the_books(till: Till) -> None:
    tenant, work = till.bazaar.tenant, till.work

    def open_charge(amount: int) -> gateway.SandboxCharge:
        return gateway.at(
            work,
            tenant,
            lambda ctx: gateway.open_charge(ctx, "k", amount, "XOF", "http://r.example", "http://c.example"),
        )

    charge = open_charge(500)
    assert open_charge(500).reference == charge.reference
    with pytest.raises(ChargeConflict):
        open_charge(501)
    with pytest.raises(ChargeNotFound):
        gateway.at(work, tenant, lambda ctx: gateway.find(ctx, "sbx_none"))

    def give_back(amount: int, key: str) -> int:
        return gateway.at(
            work, tenant, lambda ctx: gateway.refund(ctx, charge.reference, amount, key)
        ).refunded_minor

    with pytest.raises(RefundNotPossible):
        give_back(100, "a")
    gateway.at(work, tenant, lambda ctx: gateway.decide(ctx, charge.reference, "never"))
    assert [give_back(100, "a"), give_back(100, "a"), give_back(100, "b")] == [100, 100, 200]
    with pytest.raises(RefundNotPossible):
        give_back(301, "c")

"""The simulated PayPal is as strict as the real one, and its page leads back to the shop."""

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from tests.simulators.paypal import PayPalSimulator
from tests.simulators.paypal_inside import CLIENT_ID, CLIENT_SECRET

EUR = {"currency_code": "EUR", "value": "10.00"}
CONTEXT = {"return_url": "https://shop.example/done?a=1", "cancel_url": "https://shop.example/back"}


@pytest.fixture
def paypal() -> Iterator[PayPalSimulator]:
    with PayPalSimulator() as paypal:
        yield paypal
        assert paypal.failures == []


@pytest.fixture
def client(paypal: PayPalSimulator) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=paypal.url, trust_env=False) as client:
        form = {"grant_type": "client_credentials"}
        said = client.post("/v1/oauth2/token", data=form, auth=(CLIENT_ID, CLIENT_SECRET)).json()
        client.headers["authorization"] = f"Bearer {said['access_token']}"
        yield client


def order(unit: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    asked = {
        "intent": "CAPTURE",
        "purchase_units": [{"amount": EUR, "custom_id": "pay_1", "invoice_id": "inv_1"} | (unit or {})],
        "payment_source": {"paypal": {"experience_context": CONTEXT}},
    }
    return asked | changes


def post(client: httpx2.Client, path: str, body: Any, key: str = "k") -> httpx2.Response:
    headers = {"paypal-request-id": key, "prefer": "return=representation"}
    return client.post(path, json=body, headers=headers if key else {})


def money(value: str, currency: str = "EUR") -> dict[str, str]:
    return {"currency_code": currency, "value": value}


@pytest.mark.parametrize(
    ("asked", "issue"),
    [
        (order(intent="SALE"), "INVALID_PARAMETER_VALUE"),
        (order(purchase_units=[]), "INVALID_ARRAY_LENGTH"),
        (order(unknown=1), "INVALID_PARAMETER_SYNTAX"),
        (order({"amount": money("10")}), "DECIMAL_PRECISION"),
        (order({"amount": money("10.0")}), "DECIMAL_PRECISION"),
        (order({"amount": money("500.00", "JPY")}), "DECIMALS_NOT_SUPPORTED"),
        (order({"amount": money("12.50", "HUF")}), "DECIMALS_NOT_SUPPORTED"),
        (order({"amount": money("1000", "XOF")}), "CURRENCY_NOT_SUPPORTED"),
        (order({"amount": money("0.00")}), "CANNOT_BE_ZERO_OR_NEGATIVE"),
        (order({"amount": EUR | {"breakdown": {"item_total": money("9.99")}}}), "AMOUNT_MISMATCH"),
        (
            order({"amount": EUR | {"breakdown": {"item_total": money("10.00", "USD")}}}),
            "CURRENCY_MISMATCH",
        ),
        (
            order(
                {
                    "amount": EUR | {"breakdown": {"item_total": EUR}},
                    "items": [{"name": "Eggs", "quantity": "2", "unit_amount": EUR}],
                }
            ),
            "ITEM_TOTAL_MISMATCH",
        ),
        (order({"custom_id": "x" * 128}), "INVALID_STRING_LENGTH"),
        (order(payment_source={"paypal": {"experience_context": {}}}), "INVALID_PARAMETER_SYNTAX"),
        (
            order(payment_source={"paypal": {"experience_context": CONTEXT | {"locale": "fr_FR"}}}),
            "INVALID_PARAMETER_SYNTAX",
        ),
    ],
)
def test_malformed_orders_are_refused(
    paypal: PayPalSimulator, client: httpx2.Client, asked: dict[str, Any], issue: str
) -> None:
    said = post(client, "/v2/checkout/orders", asked)
    assert said.status_code in (400, 422)
    assert said.json()["details"][0]["issue"] == issue
    assert paypal.books.entries == {}


def test_a_breakdown_that_adds_up_is_taken(client: httpx2.Client) -> None:
    parts = {"item_total": money("9.00"), "shipping": money("2.00"), "discount": money("1.00")}
    items = [{"name": "Eggs", "quantity": "3", "unit_amount": money("3.00")}]
    said = post(client, "/v2/checkout/orders", order({"amount": EUR | {"breakdown": parts}, "items": items}))
    assert said.status_code == 201


def test_request_ids(paypal: PayPalSimulator, client: httpx2.Client) -> None:
    assert post(client, "/v2/checkout/orders", order(), key="").status_code == 400
    first, again = (post(client, "/v2/checkout/orders", order()) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    other = post(client, "/v2/checkout/orders", order({"custom_id": "pay_2"}))
    assert other.json()["details"][0]["issue"] == "DUPLICATE_REQUEST_ID"
    paypal.skew = 6 * 3600 + 1
    assert post(client, "/v2/checkout/orders", order()).json()["id"] != first.json()["id"]


def test_an_order_is_captured_after_the_approval_and_once(
    paypal: PayPalSimulator, client: httpx2.Client
) -> None:
    reference = post(client, "/v2/checkout/orders", order()).json()["id"]
    path = f"/v2/checkout/orders/{reference}/capture"
    assert post(client, path, {}).json()["details"][0]["issue"] == "ORDER_NOT_APPROVED"
    paypal.approve(reference)
    assert post(client, path, {}).json()["status"] == "COMPLETED"
    assert post(client, path, {}).status_code == 200
    assert post(client, path, {}, "k2").json()["details"][0]["issue"] == "ORDER_ALREADY_CAPTURED"
    assert paypal.moved("pay_1").captured == 1000


def test_strangers_see_nothing(paypal: PayPalSimulator, client: httpx2.Client) -> None:
    reference = post(client, "/v2/checkout/orders", order()).json()["id"]
    client.headers["authorization"] = "Bearer made up"
    assert client.get(f"/v2/checkout/orders/{reference}").status_code == 401
    token = client.post("/v1/oauth2/token", data={"grant_type": "client_credentials"}, auth=(CLIENT_ID, "x"))
    assert token.status_code == 401


@pytest.mark.parametrize(
    ("answer", "leads_to", "status"),
    [
        ("approve", "https://shop.example/done?a=1&token={id}&PayerID=BUYER1", "APPROVED"),
        ("decline", "https://shop.example/done?a=1&token={id}&PayerID=BUYER1", "APPROVED"),
        ("cancel", "https://shop.example/back?token={id}", "PAYER_ACTION_REQUIRED"),
    ],
)
def test_the_page_leads_back(
    paypal: PayPalSimulator, client: httpx2.Client, answer: str, leads_to: str, status: str
) -> None:
    made = post(client, "/v2/checkout/orders", order({"description": "<b>Eggs</b>"})).json()
    page = client.get(next(link["href"] for link in made["links"] if link["rel"] == "payer-action"))
    assert page.status_code == 200 and "10.00 EUR" in page.text and "&lt;b&gt;Eggs" in page.text
    assert f'formaction="/checkoutnow/{answer}?token={made["id"]}"' in page.text
    back = client.post(f"/checkoutnow/{answer}?token={made['id']}")
    assert (back.status_code, back.headers["location"]) == (303, leads_to.format(id=made["id"]))
    assert paypal.orders[made["id"]].status == status
    assert client.get("/checkoutnow?token=nobody").status_code == 404

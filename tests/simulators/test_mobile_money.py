"""The simulated mobile money refuses what the real one refuses, and its pages are the buyer's hands."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from tests.simulators.mtn import MtnSimulator
from tests.simulators.orange import OrangeSimulator

NUMBER = "46733123459"


@pytest.fixture(scope="module")
def web() -> Iterator[httpx2.Client]:
    with httpx2.Client(trust_env=False) as client:
        yield client


@pytest.fixture
def mtn() -> Iterator[MtnSimulator]:
    with MtnSimulator() as simulator:
        yield simulator


@pytest.fixture
def orange() -> Iterator[OrangeSimulator]:
    with OrangeSimulator() as simulator:
        yield simulator


def headers_at(web: httpx2.Client, mtn: MtnSimulator, product: str = "collection") -> dict[str, str]:
    access = mtn.access[product]
    common = {"ocp-apim-subscription-key": access.subscription, "user-agent": "Duka/1"}
    given = web.post(f"{mtn.url}/{product}/token/", headers=common, auth=(access.user, access.key)).json()
    return common | {"authorization": f"Bearer {given['access_token']}", "x-target-environment": "sandbox"}


def pay(web: httpx2.Client, mtn: MtnSimulator, reference: str, **changes: Any) -> httpx2.Response:
    """A good request to pay, with changes to its body; those that begin with `x` are headers."""
    body = {
        "amount": "15.00",
        "currency": "EUR",
        "externalId": uuid4().hex,
        "payer": {"partyIdType": "MSISDN", "partyId": NUMBER},
        "payerMessage": "Order 1",
        "payeeNote": "Order 1",
    }
    headers = headers_at(web, mtn) | {"x-reference-id": reference}
    headers |= {name.replace("_", "-"): value for name, value in changes.items() if name.startswith("x")}
    body |= {name: value for name, value in changes.items() if not name.startswith("x")}
    return web.post(f"{mtn.url}/collection/v1_0/requesttopay", json=body, headers=headers)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"x_reference_id": "not-a-uuid"}, 400, None),
        ({"x_reference_id": "01a1fd98-161e-7508-9352-00934bcf909f"}, 400, None),
        ({"x_target_environment": "mtncameroon"}, 500, "NOT_ALLOWED_TARGET_ENVIRONMENT"),
        ({"x_callback_url": "http://elsewhere.example.com/x"}, 500, "INVALID_CALLBACK_URL_HOST"),
        ({"x_callback_url": "https://127.0.0.1/x"}, 500, "INVALID_CALLBACK_URL_HOST"),
        ({"x_callback_url": ""}, 500, "INVALID_CALLBACK_URL_HOST"),
        ({"currency": "XAF"}, 500, "INVALID_CURRENCY"),
        ({"amount": "15.001"}, 400, None),
        ({"amount": "15,00"}, 400, None),
        ({"amount": "0.00"}, 400, None),
        ({"amount": 15}, 400, None),
        ({"payer": {"partyIdType": "MSISDN", "partyId": f"+{NUMBER}"}}, 400, None),
        ({"payer": {"partyIdType": "EMAIL", "partyId": NUMBER}}, 400, None),
        ({"payerMessage": "the buyer's"}, 400, None),
        ({"payeeNote": "x" * 161}, 400, None),
        ({"surprise": "1"}, 400, None),
    ],
)
def test_mtn_refuses_what_is_malformed(
    web: httpx2.Client, mtn: MtnSimulator, changes: Any, status: int, code: str | None
) -> None:
    answer = pay(web, mtn, str(uuid4()), **changes)
    assert (answer.status_code, answer.json().get("code")) == (status, code)
    assert mtn.requests == {}


def test_mtn_takes_a_reference_once(web: httpx2.Client, mtn: MtnSimulator) -> None:
    reference = str(uuid4())
    first, second = (pay(web, mtn, reference) for _ in range(2))
    assert (first.status_code, first.content) == (202, b"")
    assert (second.status_code, second.json()["code"]) == (409, "RESOURCE_ALREADY_EXIST")


def test_mtn_knows_its_merchants(web: httpx2.Client, mtn: MtnSimulator) -> None:
    url = f"{mtn.url}/collection/v1_0/account/balance"
    good = headers_at(web, mtn)
    for wrong in (
        {"authorization": "Bearer eyJ"},
        {"ocp-apim-subscription-key": mtn.access["disbursement"].subscription},
        {"authorization": headers_at(web, mtn, "disbursement")["authorization"]},
    ):
        assert web.get(url, headers=good | wrong).status_code == 401
    assert web.get(url, headers=good | {"user-agent": "python-requests/2"}).status_code == 403
    mtn.skew = 3601
    assert web.get(url, headers=good).status_code == 401


def test_the_telephone(web: httpx2.Client, mtn: MtnSimulator) -> None:
    mtn.callbacks.at_once = True
    references = [str(uuid4()) for _ in range(3)]
    for reference in references:
        pay(web, mtn, reference)
    page = f"{mtn.url}/telephone/{NUMBER}"
    assert web.get(page).text.count("Confirm") == 3
    web.post(f"{page}/{references[0]}", data={"pin": "12345", "answer": "confirm"})
    web.post(f"{page}/{references[1]}", data={"answer": "reject"})
    web.post(f"{page}/{references[2]}", data={"pin": "", "answer": "confirm"})
    web.post(f"{mtn.url}/telephone/46700000000/{references[2]}", data={"pin": "1", "answer": "confirm"})
    told = [(mtn.requests[r].status, mtn.requests[r].reason) for r in references]
    assert told == [("SUCCESSFUL", ""), ("FAILED", "APPROVAL_REJECTED"), ("PENDING", "")]
    assert web.get(page).text.count("Confirm") == 1
    assert "Nothing waits" in web.get(f"{mtn.url}/telephone/46700000000").text


def web_payment(web: httpx2.Client, orange: OrangeSimulator, **changes: Any) -> httpx2.Response:
    given = web.post(
        f"{orange.url}/oauth/v3/token",
        data={"grant_type": "client_credentials"},
        auth=(orange.client_id, orange.client_secret),
    ).json()
    body = {
        "merchant_key": orange.merchant_key,
        "currency": "OUV",
        "order_id": "order-1",
        "amount": 1500,
        "return_url": "http://shop.test/return",
        "cancel_url": "http://shop.test/cancel",
        "notif_url": "http://shop.test/notify",
        "lang": "fr",
        "reference": "Order 1",
    }
    return web.post(
        f"{orange.url}/orange-money-webpay/dev/v1/webpayment",
        json=body | changes,
        headers={"authorization": f"Bearer {given['access_token']}"},
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"merchant_key": "wrong"},
        {"currency": "XOF"},
        {"order_id": "o" * 31},
        {"order_id": ""},
        {"reference": "r" * 31},
        {"amount": "1500"},
        {"amount": 15.5},
        {"amount": True},
        {"amount": 0},
        {"return_url": "https://shop.test/".ljust(121, "x")},
        {"notif_url": "shop.test/notify"},
        {"surprise": "1"},
    ],
)
def test_orange_refuses_what_is_malformed(
    web: httpx2.Client, orange: OrangeSimulator, changes: dict[str, Any]
) -> None:
    assert web_payment(web, orange, **changes).status_code == 400
    assert orange.orders == {}


def test_orange_takes_an_order_id_once_and_keeps_its_page(
    web: httpx2.Client, orange: OrangeSimulator
) -> None:
    first, second = (web_payment(web, orange) for _ in range(2))
    assert first.status_code == 201
    assert (second.status_code, second.json()["code"]) == (400, 1204)
    page = first.json()["payment_url"]
    assert "Pay 1500 OUV" in web.get(page).text
    assert web.get(page + "x").status_code == 404
    assert web.post(f"{orange.url}/orange-money-webpay/dev/v1/transactionstatus", json={}).status_code == 401

"""What PayPal holds, how it shows it, and how strictly it reads what it is asked."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.simulators.server import Refused, Reply

DECIMALS = {
    "AUD": 2, "BRL": 2, "CAD": 2, "CHF": 2, "CNY": 2, "CZK": 2, "DKK": 2, "EUR": 2, "GBP": 2, "HKD": 2, "HUF": 0, "ILS": 2,
    "JPY": 0, "MXN": 2, "MYR": 2, "NOK": 2, "NZD": 2, "PHP": 2, "PLN": 2, "RUB": 2, "SEK": 2, "SGD": 2, "THB": 2, "TWD": 0,
    "USD": 2,
}  # fmt: skip
ISO_DECIMALS = {"JPY": 0}
HOLD_SECONDS = 29 * 24 * 3600
_LOCALE = re.compile(r"[a-z]{2}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_UNIT = {
    "reference_id",
    "description",
    "custom_id",
    "invoice_id",
    "soft_descriptor",
    "amount",
    "items",
    "payee",
}
_CONTEXT = {
    "brand_name", "locale", "landing_page", "shipping_preference", "user_action", "return_url", "cancel_url",
    "payment_method_preference",
}  # fmt: skip
_PARTS = ("item_total", "tax_total", "shipping", "handling", "insurance", "shipping_discount", "discount")


@dataclass
class Merchant:
    """An app at PayPal. `hook` is where its webhook points to."""

    client_id: str
    secret: str
    webhook_id: str
    hook: str = ""
    scopes: str = (
        "https://uri.paypal.com/services/payments/payment https://uri.paypal.com/services/payments/refund"
    )


@dataclass
class Capture:
    id: str
    amount: int
    status: str
    invoice_id: str
    is_final: bool = True
    fee: int = 0


@dataclass
class Refund:
    id: str
    capture: str
    amount: int
    status: str
    custom_id: str


@dataclass
class Hold:
    id: str
    amount: int
    created: int
    status: str = "CREATED"
    updated: int = 0


@dataclass
class Order:
    """`will_decline`: what the buyer chose to pay with will be refused."""

    id: str
    merchant: Merchant
    asked: dict[str, Any]
    amount: int
    currency: str
    status: str
    updated: int
    created: int
    will_decline: bool = False
    hold: Hold | None = None
    captures: list[Capture] = field(default_factory=list)
    refunds: list[Refund] = field(default_factory=list)

    @property
    def unit(self) -> dict[str, Any]:
        unit: dict[str, Any] = self.asked["purchase_units"][0]
        return unit

    @property
    def context(self) -> dict[str, str]:
        source = self.asked.get("payment_source") or {}
        context: dict[str, str] = (source.get("paypal") or {}).get("experience_context") or {}
        return context

    def back(self, capture_id: str) -> int:
        """What was given back of a capture."""
        return sum(r.amount for r in self.refunds if r.capture == capture_id and r.status != "FAILED")


def refused(
    status: int, issue: str, field_name: str = "", links: list[dict[str, str]] | None = None
) -> Refused:
    name = {400: "INVALID_REQUEST", 403: "NOT_AUTHORIZED", 404: "RESOURCE_NOT_FOUND"}.get(
        status, "UNPROCESSABLE_ENTITY"
    )
    body: dict[str, Any] = {
        "name": name,
        "message": "The request was refused.",
        "debug_id": "f1a2b3",
        "details": [{"issue": issue, "description": issue.replace("_", " "), "field": field_name}],
    }
    return Refused(Reply(status, body | ({"links": links} if links else {})))


def stamp(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def minor(money: Any, currency: str = "") -> int:
    """Of PayPal's form, in minor units of ISO 4217. Refuses another form, and another currency than `currency`."""
    if not isinstance(money, dict) or {"currency_code", "value"} - set(money):
        raise refused(400, "MISSING_REQUIRED_PARAMETER", "amount")
    code, value = money["currency_code"], money["value"]
    if code not in DECIMALS:
        raise refused(422, "CURRENCY_NOT_SUPPORTED", "currency_code")
    if currency and code != currency:
        raise refused(422, "CURRENCY_MISMATCH", "currency_code")
    decimals, iso = DECIMALS[code], ISO_DECIMALS.get(code, 2)
    form = rf"\d{{1,9}}\.\d{{{decimals}}}" if decimals else r"\d{1,12}"
    if not isinstance(value, str) or not re.fullmatch(form, value):
        raise refused(422, "DECIMAL_PRECISION" if decimals else "DECIMALS_NOT_SUPPORTED", "value")
    return int(value.replace(".", "")) * 10 ** (iso - decimals)


def money(amount: int, currency: str) -> dict[str, str]:
    decimals, iso = DECIMALS[currency], ISO_DECIMALS.get(currency, 2)
    units = amount // 10 ** (iso - decimals)
    value = f"{units // 10**decimals}.{units % 10**decimals:0{decimals}d}" if decimals else str(units)
    return {"currency_code": currency, "value": value}


def _known(given: Any, names: set[str], where: str) -> dict[str, Any]:
    if not isinstance(given, dict) or set(given) - names:
        raise refused(400, "INVALID_PARAMETER_SYNTAX", where)
    return given


def read_order(body: Any) -> tuple[int, str]:
    """(amount, currency) of an order that is asked for as PayPal wants it."""
    asked = _known(body, {"intent", "purchase_units", "payment_source"}, "order")
    if asked.get("intent") not in ("CAPTURE", "AUTHORIZE"):
        raise refused(400, "INVALID_PARAMETER_VALUE", "intent")
    units = asked.get("purchase_units")
    if not isinstance(units, list) or len(units) != 1:
        raise refused(400, "INVALID_ARRAY_LENGTH", "purchase_units")
    unit = _known(units[0], _UNIT, "purchase_units")
    for name, most in (
        ("custom_id", 127),
        ("invoice_id", 127),
        ("description", 127),
        ("soft_descriptor", 22),
    ):
        if not isinstance(unit.get(name, "x"), str) or not 1 <= len(unit.get(name, "x")) <= most:
            raise refused(400, "INVALID_STRING_LENGTH", name)
    amount = _known(unit.get("amount"), {"currency_code", "value", "breakdown"}, "amount")
    total, currency = minor(amount), amount["currency_code"]
    if total <= 0:
        raise refused(422, "CANNOT_BE_ZERO_OR_NEGATIVE", "value")
    _adds_up(total, currency, amount.get("breakdown") or {}, unit.get("items") or [])
    context = ((asked.get("payment_source") or {}).get("paypal") or {}).get("experience_context") or {}
    _known(context, _CONTEXT, "experience_context")
    for name in ("return_url", "cancel_url"):
        if not re.fullmatch(r"https?://\S+", str(context.get(name, ""))):
            raise refused(400, "INVALID_PARAMETER_SYNTAX", name)
    if not _LOCALE.fullmatch(context.get("locale", "en-US")):
        raise refused(400, "INVALID_PARAMETER_SYNTAX", "locale")
    if context.get("user_action", "CONTINUE") not in ("CONTINUE", "PAY_NOW"):
        raise refused(400, "INVALID_PARAMETER_VALUE", "user_action")
    return total, currency


def _adds_up(total: int, currency: str, breakdown: Any, items: Any) -> None:
    parts = {
        name: minor(part, currency) for name, part in _known(breakdown, set(_PARTS), "breakdown").items()
    }
    less = parts.pop("shipping_discount", 0) + parts.pop("discount", 0)
    if breakdown and sum(parts.values()) - less != total:
        raise refused(422, "AMOUNT_MISMATCH", "breakdown")
    each = sum(int(item["quantity"]) * minor(item["unit_amount"], currency) for item in items)
    if items and each != parts.get("item_total"):
        raise refused(422, "ITEM_TOTAL_MISMATCH", "items")
    if any(not 1 <= len(item.get("name", "")) <= 127 for item in items):
        raise refused(400, "INVALID_STRING_LENGTH", "name")


def view_order(order: Order, url: str, *, is_hiding: bool = False) -> dict[str, Any]:
    """`is_hiding`: refunds are listed without saying whose they are."""
    link = f"{url}/checkoutnow?token={order.id}"
    links = [{"rel": "self", "href": f"{url}/v2/checkout/orders/{order.id}", "method": "GET"}]
    if order.status in ("CREATED", "PAYER_ACTION_REQUIRED", "APPROVED"):
        rel = "payer-action" if "payment_source" in order.asked else "approve"
        links.append({"rel": rel, "href": link, "method": "GET"})
    payments = {
        "authorizations": [view_hold(order, url)] if order.hold else [],
        "captures": [view_capture(order, capture, url) for capture in order.captures],
        "refunds": [view_refund(order, refund, url) for refund in order.refunds],
    }
    if is_hiding:
        for refund in payments["refunds"]:
            del refund["custom_id"]
    named = {
        name: order.unit[name] for name in ("description", "custom_id", "invoice_id") if name in order.unit
    }
    unit = {"reference_id": "default", "amount": money(order.amount, order.currency)} | named
    return {
        "id": order.id,
        "intent": order.asked["intent"],
        "status": order.status,
        "create_time": stamp(order.created),
        "update_time": stamp(order.updated),
        "purchase_units": [unit | {"payments": {k: v for k, v in payments.items() if v}}],
        "links": links,
    }


def view_hold(order: Order, url: str) -> dict[str, Any]:
    hold = order.hold
    assert hold is not None
    return {
        "id": hold.id,
        "status": hold.status,
        "amount": money(hold.amount, order.currency),
        "expiration_time": stamp(hold.created + HOLD_SECONDS),
        "create_time": stamp(hold.created),
        "update_time": stamp(hold.updated or hold.created),
        **_names(order),
        "links": [{"rel": "up", "href": f"{url}/v2/checkout/orders/{order.id}", "method": "GET"}],
    }


def view_capture(order: Order, capture: Capture, url: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": capture.id,
        "status": capture.status,
        "amount": money(capture.amount, order.currency),
        "final_capture": capture.is_final,
        **_names(order),
        "invoice_id": capture.invoice_id,
        "links": [{"rel": "up", "href": f"{url}/v2/checkout/orders/{order.id}", "method": "GET"}],
    }
    if capture.fee:
        shown["seller_receivable_breakdown"] = {
            "gross_amount": shown["amount"],
            "paypal_fee": money(capture.fee, order.currency),
            "net_amount": money(capture.amount - capture.fee, order.currency),
        }
    return shown


def view_refund(order: Order, refund: Refund, url: str) -> dict[str, Any]:
    return {
        "id": refund.id,
        "status": refund.status,
        "amount": money(refund.amount, order.currency),
        "custom_id": refund.custom_id,
        "links": [{"rel": "up", "href": f"{url}/v2/payments/captures/{refund.capture}", "method": "GET"}],
    }


def _names(order: Order) -> dict[str, Any]:
    named = {name: order.unit[name] for name in ("custom_id", "invoice_id") if name in order.unit}
    return named | {"supplementary_data": {"related_ids": {"order_id": order.id}}}

"""EasyPost: many carriers behind one HTTP API (v2). Source: https://docs.easypost.com.

A label is bought in two questions: a shipment is made, which answers rates, and one of its rates is bought. The key is the
shipment's `reference`, which EasyPost takes in the place of its id; a shipment is bought once and refuses a second time
(SHIPMENT.POSTAGE.EXISTS). So after a lost answer the shipment is looked up by the key first. Weights are ounces and sizes inches.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from duka.shipping.carriers import wire
from duka.shipping.carriers.errors import AccountRefused, CancelRefused, CarrierUnreachable, ParcelRefused
from duka.shipping.carriers.providers import easypost_words as words
from duka.shipping.carriers.types import (
    About,
    Account,
    Callback,
    CarrierField,
    Checked,
    Label,
    Parcel,
    Rate,
    Tracking,
)
from duka.shipping.carriers.wire import Answer

BASE = "https://api.easypost.com/v2"
UNDECIDED = frozenset(
    {
        "SHIPMENT.POSTAGE.TIMED_OUT",
        "SHIPMENT.POSTAGE.NO_RESPONSE",
        "SHIPMENT.PURCHASE.IN_PROGRESS",
        "PAYLOAD.TIMEOUT",
    }
)
"""Refusals after which the label may have been bought all the same."""
EXISTS = "SHIPMENT.POSTAGE.EXISTS"
TAKEN_BACK = frozenset({"submitted", "refunded"})


class EasyPost:
    @property
    def about(self) -> About:
        return About(
            code="easypost",
            name="EasyPost",
            about="Rates, labels and tracking of many carriers, with one account.",
            fields=(
                CarrierField(
                    name="api_key",
                    label="API key",
                    help="In EasyPost under Account Settings, API Keys. A test key buys test labels only.",
                    is_secret=True,
                ),
                CarrierField(
                    name="webhook_secret",
                    label="Webhook secret",
                    help="The same that you give to the webhook in EasyPost; without it parcels are looked up on a schedule.",
                    is_secret=True,
                    is_required=False,
                ),
                CarrierField(
                    name="label_format",
                    label="Form of labels",
                    is_required=False,
                    choices={
                        "pdf": "PDF, 4 × 6 inches",
                        "png": "Picture (PNG)",
                        "zpl": "Label printer (ZPL)",
                    },
                ),
            ),
            can=frozenset({"quote", "label", "cancel", "track"}),
            has_modes=True,
            callback_events=("tracker.updated",),
        )

    def quote(self, account: Account, parcel: Parcel) -> list[Rate]:
        body = words.shipment(parcel, account.settings.get("label_format", "pdf"))
        return words.rates(_good(_ask(account, "quote", "POST", "/shipments", body)))

    def buy_label(self, account: Account, parcel: Parcel, service: str, key: str) -> Label:
        shipment = self._shipment(account, parcel, key)
        if not shipment.get("postage_label"):
            shipment = self._buy(account, shipment, service)
        label = shipment["postage_label"]
        rate = shipment.get("selected_rate") or {}
        cost, currency = words.cost(rate)
        return Label(
            reference=str(shipment["id"]),
            carrier=str(rate.get("carrier") or ""),
            service=service,
            tracking_number=str(shipment.get("tracking_code") or ""),
            tracking_url=str((shipment.get("tracker") or {}).get("public_url") or ""),
            cost_minor=cost,
            currency=currency,
            format=words.format_of(label),
            file=_file(account, str(label.get("label_url") or "")),
        )

    def cancel_label(self, account: Account, reference: str) -> None:
        answer = _ask(account, "cancel", "POST", f"/shipments/{reference}/refund")
        if answer.status >= 400:  # perhaps it was taken back before, and the answer got lost
            looked = _ask(account, "look up a label", "GET", f"/shipments/{reference}")
            if str(looked.json.get("refund_status")) not in TAKEN_BACK:
                raise CancelRefused(why=words.reason(answer.json))
            return
        if str(answer.json.get("refund_status")) not in TAKEN_BACK:
            raise CancelRefused(why=str(answer.json.get("refund_status") or "no reason was told"))

    def track(self, account: Account, tracking_number: str, carrier: str) -> Tracking:
        """Asking for a tracker that there is gives that one (within three months), so this is safe to repeat."""
        tracker = {"tracking_code": tracking_number} | ({"carrier": carrier} if carrier else {})
        answer = _ask(account, "track", "POST", "/trackers", {"tracker": tracker})
        if answer.status >= 400:
            return Tracking(status="unknown")
        return words.tracking(answer.json)

    def tracking_url(self, account: Account, tracking_number: str) -> str:
        """EasyPost tells its own page with the label and with each look."""
        return ""

    def read_callback(self, account: Account, headers: Mapping[str, str], body: bytes) -> Callback:
        return words.callback(
            account.secrets.get("webhook_secret", ""), headers.get("x-hmac-signature", ""), body
        )

    def check(self, account: Account) -> Checked:
        answer = _ask(account, "test", "GET", "/shipments", params={"page_size": "1"})
        if answer.status != 200:
            return Checked(False, words.reason(answer.json))
        is_test = account.secrets.get("api_key", "").startswith("EZTK")
        if is_test and account.mode == "live":
            return Checked(False, "This is a test key: it buys no real labels. Take the production key.")
        if not is_test and account.mode == "test":
            return Checked(False, "This is a production key: it would buy real labels. Take the test key.")
        return Checked(True, "EasyPost accepts the key.")

    def _shipment(self, account: Account, parcel: Parcel, key: str) -> dict[str, Any]:
        """The shipment of this key: the one that there is, or a new one."""
        found = _ask(account, "look up a label", "GET", f"/shipments/{key}")
        if found.status == 200:
            return dict(found.json)
        if found.status != 404:
            raise ParcelRefused(why=words.reason(found.json))
        body = words.shipment(parcel, account.settings.get("label_format", "pdf"), key)
        return _good(_ask(account, "make a shipment", "POST", "/shipments", body))

    def _buy(self, account: Account, shipment: dict[str, Any], service: str) -> dict[str, Any]:
        rate = words.rate_for(shipment, service)
        if rate is None:
            raise ParcelRefused(why=f"{service} is not offered for it; ask for the rates again")
        address = f"/shipments/{shipment['id']}"
        bought = _ask(account, "buy a label", "POST", f"{address}/buy", {"rate": {"id": rate}})
        if bought.status >= 400:
            code = words.code(bought.json)
            if code in UNDECIDED:
                raise CarrierUnreachable()
            if code != EXISTS:
                raise ParcelRefused(why=words.reason(bought.json))
            bought = _ask(account, "look up a label", "GET", address)
        found = _good(bought)
        if not found.get("postage_label"):
            raise CarrierUnreachable()
        return found


def _ask(
    account: Account,
    what: str,
    method: str,
    path: str,
    body: Any = None,
    *,
    params: Mapping[str, str] | None = None,
) -> Answer:
    key = account.secrets.get("api_key", "")
    url = (account.base_url or BASE) + path
    answer = wire.ask(what, method, url, json_body=body, params=params, auth=(key, ""))
    if answer.status in (401, 403):
        raise AccountRefused()
    return answer


def _good(answer: Answer) -> dict[str, Any]:
    """Refuses `ParcelRefused` with the carrier's own words."""
    if answer.status >= 400 or not isinstance(answer.json, dict) or "id" not in answer.json:
        raise ParcelRefused(why=words.reason(answer.json))
    return dict(answer.json)


def _file(account: Account, url: str) -> bytes:
    """The label itself, from EasyPost's own stores only. Not to be had now: it is asked for again with the same key."""
    if not _is_theirs(account, url):
        raise CarrierUnreachable()
    answer = wire.ask("fetch a label", "GET", url)
    if answer.status != 200 or not answer.body:
        raise CarrierUnreachable()
    return answer.body


def _is_theirs(account: Account, url: str) -> bool:
    parts = urlsplit(url)
    if account.base_url:
        return parts.netloc == urlsplit(account.base_url).netloc
    host = parts.hostname or ""
    is_bucket = host.startswith("easypost-files.s3") and host.endswith(".amazonaws.com")
    return parts.scheme == "https" and (is_bucket or host.endswith(".easypost.com"))

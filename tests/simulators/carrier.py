"""EasyPost, simulated (API v2): shipments with rates, labels bought once, refunds, trackers and signed webhooks.

It reads requests strictly, charges a label once for a shipment, refuses to buy a second time (SHIPMENT.POSTAGE.EXISTS), and takes
a shipment's `reference` in the place of its id. `python -m tests.simulators.carrier --port 8440 --webhook http://127.0.0.1:8000/…`.
"""

import base64
import hashlib
import hmac
import json
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.simulators.mischief import Letter
from tests.simulators.server import Asked, Refused, Reply, Simulator, route, run

API_KEY, WEBHOOK_SECRET = "EZTKacorn4711", "wéb-hook-ﬁsh"
ADDRESS = {"name", "company", "street1", "street2", "city", "state", "zip", "country", "phone", "email"}
SHIPMENT = {"from_address", "to_address", "parcel", "options", "reference", "customs_info"}
RATES = {
    ("USPS", "GroundAdvantage"): ("5.57", 4),
    ("USPS", "Priority"): ("7.475", 2),
    ("UPSDAP", "2ndDayAir"): ("19.90", 2),
}
KINDS = {"PDF": "application/pdf", "PNG": "image/png", "ZPL": "application/zpl"}
FILES = {
    "PDF": b"%PDF-1.4\n% a label\n%%EOF\n",
    "PNG": base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
    ),
    "ZPL": b"^XA^FO50,50^ADN,36,20^FDlabel^FS^XZ",
}


@dataclass
class Shipment:
    id: str
    reference: str
    asked: dict[str, Any]
    rates: list[dict[str, Any]]
    bought: dict[str, Any] | None = None
    tracking_code: str = ""
    refund_status: str | None = None


@dataclass
class Charged:
    """What the merchant's account paid: a line a label, and a line a label taken back."""

    lines: list[tuple[str, str, str]] = field(default_factory=list)

    def paid(self, reference: str) -> list[str]:
        return [amount for kind, about, amount in self.lines if (kind, about) == ("label", reference)]

    @property
    def count(self) -> int:
        return sum(1 for kind, _, _ in self.lines if kind == "label")


class CarrierSimulator(Simulator):
    name = "EasyPost"

    def __init__(self, webhook_url: str = "") -> None:
        super().__init__()
        self.webhook_url = webhook_url
        self.charged = Charged()
        self.shipments: dict[str, Shipment] = {}
        self.trackers: dict[str, dict[str, Any]] = {}
        self.used: set[str] = set()
        """Tracking codes of labels that were used: these are not taken back."""

    def compose(self, letter: Letter) -> tuple[dict[str, str], bytes]:
        body = json.dumps(letter.event).encode()
        secret = unicodedata.normalize("NFKD", WEBHOOK_SECRET).encode()
        signature = hmac.new(secret, body, hashlib.sha256).hexdigest()
        headers = {"content-type": "application/json", "x-hmac-signature": f"hmac-sha256-hex={signature}"}
        return headers, body

    def broken(self) -> Reply:
        return error(500, "INTERNAL_SERVER_ERROR", "Something went wrong")

    def unknown(self, asked: Asked) -> Reply:
        return error(404, "NOT_FOUND", "The requested resource could not be found.")

    def act(self, handler: Any, asked: Asked, parts: dict[str, str]) -> Reply:
        if asked.path.startswith("/v2/") or asked.path.startswith(("/shipments", "/trackers")):
            wanted = "Basic " + base64.b64encode(f"{API_KEY}:".encode()).decode()
            if asked.headers.get("authorization") != wanted:
                return error(401, "APIKEY.INACTIVE", "This api key is no longer active.")
            if asked.body and asked.headers.get("content-type") != "application/json":
                return error(422, "PARAMETER.INVALID", "Send JSON.")
        return super().act(handler, asked, parts)

    @route("POST", "/shipments")
    def make(self, asked: Asked) -> Reply:
        body = _fields(asked.json, {"shipment"}, "shipment")["shipment"]
        said = _fields(body, SHIPMENT, "shipment")
        for side in ("from_address", "to_address"):
            address = _fields(said.get(side), ADDRESS, side)
            if not address.get("street1") or not address.get("city") or len(address.get("country", "")) != 2:
                raise Refused(error(422, "ADDRESS.PARAMETERS.INVALID", f"{side} is not complete."))
        parcel = _fields(said.get("parcel"), {"weight", "length", "width", "height"}, "parcel")
        if not isinstance(parcel.get("weight"), int | float) or parcel["weight"] <= 0:
            raise Refused(error(422, "PARCEL.WEIGHT.INVALID", "The weight is missing."))
        if said["from_address"]["country"] != said["to_address"]["country"] and "customs_info" not in said:
            raise Refused(error(422, "SHIPMENT.CUSTOMS_INFO.MISSING", "Customs info is missing."))
        made = Shipment(self.token("shp_", 32), str(said.get("reference") or ""), said, [])
        is_heavy = parcel["weight"] > 2400
        made.rates = [
            {
                "id": self.token("rate_", 32),
                "object": "Rate",
                "carrier": carrier,
                "service": service,
                "rate": rate,
                "currency": "USD",
                "delivery_days": days,
                "shipment_id": made.id,
            }
            for (carrier, service), (rate, days) in RATES.items()
            if not is_heavy
        ]
        self.shipments[made.id] = made
        return Reply(201, self._view(made))

    @route("GET", "/shipments")
    def listed(self, asked: Asked) -> Reply:
        return Reply(200, {"shipments": [], "has_more": False})

    @route("GET", "/shipments/{id}")
    def look_up(self, asked: Asked, id: str) -> Reply:
        return Reply(200, self._view(self._find(id)))

    @route("POST", "/shipments/{id}/buy")
    def buy(self, asked: Asked, id: str) -> Reply:
        shipment = self._find(id)
        wanted = _fields(asked.json, {"rate"}, "rate")["rate"].get("id")
        rate = next((each for each in shipment.rates if each["id"] == wanted), None)
        if rate is None:
            raise Refused(error(422, "SHIPMENT.RATE.NOT_FOUND", "There is no such rate."))
        if shipment.bought is not None:
            raise Refused(error(422, "SHIPMENT.POSTAGE.EXISTS", "Postage already exists for this shipment."))
        shipment.bought = rate
        shipment.tracking_code = f"94055{self.token('', 0)}{len(self.charged.lines):017d}"
        self.charged.lines.append(("label", shipment.reference or shipment.id, str(rate["rate"])))
        self._tracker(shipment.tracking_code, rate["carrier"])
        return Reply(200, self._view(shipment))

    @route("POST", "/shipments/{id}/refund")
    def refund(self, asked: Asked, id: str) -> Reply:
        shipment = self._find(id)
        if shipment.bought is None or shipment.refund_status is not None:
            raise Refused(
                error(422, "SHIPMENT.REFUND.UNAVAILABLE", "The label is not eligible for a refund.")
            )
        if shipment.tracking_code in self.used:
            raise Refused(error(422, "SHIPMENT.REFUND.UNAVAILABLE", "The label was scanned."))
        shipment.refund_status = "submitted"
        name = shipment.reference or shipment.id
        self.charged.lines.append(("refund", name, str(shipment.bought["rate"])))
        return Reply(200, self._view(shipment))

    @route("GET", "/labels/{name}")
    def label_file(self, asked: Asked, name: str) -> Reply:
        kind = name.rpartition(".")[2].upper()
        return Reply(200, FILES[kind], {"content-type": KINDS[kind]})

    @route("POST", "/trackers")
    def track(self, asked: Asked) -> Reply:
        said = _fields(
            _fields(asked.json, {"tracker"}, "tracker")["tracker"], {"tracking_code", "carrier"}, ""
        )
        code = said.get("tracking_code", "")
        if code.startswith("BAD"):
            raise Refused(error(422, "TRACKER.CREATE.ERROR", "Unable to find a carrier for this number."))
        return Reply(201, self._tracker(code, said.get("carrier", "USPS")))

    # What the carrier's own people do

    def scan(self, code: str, status: str, message: str, *, at: datetime | None = None) -> None:
        """A driver scans a parcel; who subscribed to it is told."""
        tracker = self._tracker(code, "USPS")
        tracker["status"] = status
        tracker["tracking_details"].append(
            {
                "object": "TrackingDetail",
                "message": message,
                "status": status,
                "datetime": (at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ"),
                "tracking_location": {"city": "HOUSTON", "state": "TX", "country": "US"},
            }
        )
        self.used.add(code)
        event = {
            "id": self.token("evt_", 32),
            "object": "Event",
            "description": "tracker.updated",
            "mode": "test",
            "result": tracker,
        }
        self.callbacks.announce(self.webhook_url, "tracker.updated", event)

    def _tracker(self, code: str, carrier: str) -> dict[str, Any]:
        return self.trackers.setdefault(
            code,
            {
                "id": self.token("trk_", 32),
                "object": "Tracker",
                "tracking_code": code,
                "carrier": carrier,
                "status": "unknown",
                "est_delivery_date": None,
                "tracking_details": [],
                "public_url": f"https://track.easypost.com/{code}",
            },
        )

    def _find(self, name: str) -> Shipment:
        for shipment in self.shipments.values():
            if name in (shipment.id, shipment.reference) and name:
                return shipment
        raise Refused(self.unknown(Asked("", "", {}, {}, b"")))

    def _view(self, shipment: Shipment) -> dict[str, Any]:
        kind = shipment.asked.get("options", {}).get("label_format", "PNG")
        label = {
            "object": "PostageLabel",
            "label_size": "4x6",
            "label_file_type": KINDS[kind],
            "label_url": f"{self.url}/labels/{shipment.id}.{kind.lower()}",
        }
        return {
            "id": shipment.id,
            "object": "Shipment",
            "reference": shipment.reference or None,
            "rates": shipment.rates,
            "messages": [],
            "selected_rate": shipment.bought,
            "postage_label": label if shipment.bought else None,
            "tracking_code": shipment.tracking_code or None,
            "tracker": self.trackers.get(shipment.tracking_code),
            "refund_status": shipment.refund_status,
        }


def error(status: int, code: str, message: str) -> Reply:
    return Reply(status, {"error": {"code": code, "message": message, "errors": []}})


def _fields(value: Any, known: set[str], name: str) -> dict[str, Any]:
    """Refuses what is no object, and fields that nobody knows."""
    if not isinstance(value, dict) or set(value) - known:
        raise Refused(error(422, "PARAMETER.INVALID", f"{name} is malformed."))
    return value


if __name__ == "__main__":
    run(CarrierSimulator())

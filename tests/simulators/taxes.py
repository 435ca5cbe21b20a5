"""TaxJar and VIES, simulated over HTTP: amounts as decimals, answers in their own shapes."""

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.simulators.server import Asked, Refused, Reply, Simulator, route

TOKEN = "tj-token"
CENT = Decimal("0.01")
STATES: dict[str, tuple[tuple[str, str], ...]] = {
    "NY": (("state", "0.04"), ("city", "0.045"), ("special", "0.00375")),
    "CA": (("state", "0.0625"), ("county", "0.01"), ("special", "0.0175")),
}
"""State → its levels and their rates."""
CLOTHING, CLOTHING_FREE_BELOW = "20010", Decimal(110)
"""New York taxes no clothing below 110 dollars a piece."""


class TaxJarSimulator(Simulator):
    """Nexus in the states of `STATES`; carriage is taxed in New York and not in California."""

    name = "taxjar"

    @route("GET", "/v2/categories")
    def categories(self, asked: Asked) -> Reply:
        self._known(asked)
        return Reply(200, {"categories": [{"name": "Clothing", "product_tax_code": CLOTHING}]})

    @route("POST", "/v2/taxes")
    def quote(self, asked: Asked) -> Reply:
        self._known(asked)
        body = json.loads(asked.body, parse_float=Decimal)
        if not body.get("to_zip") and body.get("to_country") == "US":
            raise Refused(
                Reply(400, {"status": 400, "error": "Bad Request", "detail": "No to zip, required"})
            )
        state = str(body.get("to_state", "")).upper()
        where = {"country": body["to_country"], "state": state}
        levels = STATES.get(state)
        shipping = Decimal(body["shipping"])
        if levels is None:
            return Reply(
                200, {"tax": {"amount_to_collect": 0, "has_nexus": False, "shipping": float(shipping)}}
            )
        lines = [self._line(item, levels, state) for item in body.get("line_items", [])]
        told: dict[str, Any] = {"line_items": lines}
        freight = state == "NY"
        if freight:
            told["shipping"] = self._taxed(shipping, levels, shipping)
        return Reply(
            200,
            {
                "tax": {
                    "has_nexus": True,
                    "freight_taxable": freight,
                    "jurisdictions": where,
                    "breakdown": told,
                }
            },
        )

    def _line(self, item: dict[str, Any], levels: tuple[tuple[str, str], ...], state: str) -> dict[str, Any]:
        price = Decimal(item["unit_price"])
        amount = price * item["quantity"]
        free = state == "NY" and item.get("product_tax_code") == CLOTHING and price < CLOTHING_FREE_BELOW
        return {"id": item["id"], **self._taxed(amount, levels, Decimal(0) if free else amount)}

    def _taxed(
        self, amount: Decimal, levels: tuple[tuple[str, str], ...], taxable: Decimal
    ) -> dict[str, Any]:
        told: dict[str, Any] = {"taxable_amount": float(taxable)}
        tax = Decimal(0)
        for level, rate in levels:
            name = "state_sales_tax_rate" if level == "state" else f"{level}_tax_rate"
            of = "special_district" if level == "special" else level
            told[name], told[f"{of}_taxable_amount"] = float(rate), float(taxable)
            tax += taxable * Decimal(rate)
        told["tax_collectable"] = float(tax.quantize(CENT, ROUND_HALF_UP))
        return told

    def _known(self, asked: Asked) -> None:
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            raise Refused(Reply(401, {"status": 401, "error": "Unauthorized", "detail": "Not Authorized"}))


class ViesSimulator(Simulator):
    """`names`: the numbers that are somebody's. `away`: member states whose register does not answer."""

    name = "vies"

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, str] = {}
        self.away: set[str] = set()

    @route("POST", "/check-vat-number")
    def check(self, asked: Asked) -> Reply:
        body = asked.json
        country, number = body["countryCode"], body["countryCode"] + body["vatNumber"]
        if country in self.away:
            wrapper = {"actionSucceed": False, "errorWrappers": [{"error": "MS_UNAVAILABLE"}]}
            return Reply(200, wrapper)
        name = self.names.get(number)
        return Reply(
            200,
            {
                "countryCode": country,
                "vatNumber": body["vatNumber"],
                "requestDate": "2026-11-21T10:00:00.000Z",
                "valid": name is not None,
                "requestIdentifier": self.token("WAPIAAAA", 16) if body.get("requesterNumber") else "",
                "name": name or "---",
                "address": "1 Main Street\nTown" if name else "---",
            },
        )

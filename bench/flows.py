"""What shoppers do, as scripts of calls. Products and words are drawn anew each time, from a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Callable

import msgspec

from bench.client import Flow, Step, encode
from bench.ground import Good, Shop
from duka.demo.bulk import ADJECTIVES, NOUNS
from duka.kernel.ids import new_id, public

LINES, ADDS = 5, 20
"""A cart gets `LINES` different variants, some again, in `ADDS` calls; then the connection takes a new one."""
POPULAR = 10
"""Kept answers are measured on so many products: traffic gathers on few."""


class Made(msgspec.Struct):
    id: str
    token: str | None = None


class Rate(msgspec.Struct):
    id: str


class Placed(msgspec.Struct):
    id: str
    number: str
    total_minor: int


class Listed(msgspec.Struct):
    items: list[msgspec.Raw]


_made = msgspec.json.Decoder(Made).decode
_rates = msgspec.json.Decoder(list[Rate]).decode
_placed = msgspec.json.Decoder(Placed).decode
_listed = msgspec.json.Decoder(Listed).decode
_json = msgspec.json.Encoder().encode

HOME = {
    "name": "Sam Shopper",
    "line1": "12 rue de Rivoli",
    "city": "Paris",
    "postal_code": "75001",
    "country": "FR",
    "phone": "+33142601234",
}


class Flows:
    """The flows of one shop."""

    def __init__(self, shop: Shop, seed: int = 7) -> None:
        self.shop = shop
        self.headers = {"authorization": f"Bearer {shop.key}", "accept": "application/json"}
        self.pages = {"accept": "text/html", "accept-language": "en"}
        self.random = random.Random(seed)
        slugs = sorted({good.slug for good in shop.goods})
        self.listings = [Step("listing", self._get(f"{shop.api}/products?limit=20"))]
        self.products = [Step("product", self._get(f"{shop.api}/products/{slug}")) for slug in slugs]
        words = [f"{a.lower()}+{n}" for a in ADJECTIVES for n in NOUNS] + NOUNS
        self.searches = [
            Step("search", self._get(f"{shop.api}/products?q={word}&limit=20")) for word in words
        ]
        self.homes = [Step("page", encode("GET", f"{shop.pages}/", self.pages))]
        self.listing_pages = [Step("page", encode("GET", f"{shop.pages}/products", self.pages))]
        self.product_pages = [
            Step("page", encode("GET", f"{shop.pages}/p/{slug}", self.pages)) for slug in slugs
        ]

    def _get(self, path: str) -> bytes:
        return encode("GET", path, self.headers)

    def one_of(self, steps: list[Step], least: int = 1) -> Callable[[], Flow]:
        """A flow of one call, drawn from `steps`; an answer shorter than `least` bytes is a wrong one."""

        def flow() -> Flow:
            body = yield self.random.choice(steps) if len(steps) > 1 else steps[0]
            assert len(body) >= least

        return flow

    def add_to_cart(self) -> Callable[[], Flow]:
        """One add in the cart that the connection has; every `ADDS` times it takes a new cart first."""
        carts: list[tuple[str, str, list[str], int]] = []

        def flow() -> Flow:
            if carts:
                cart, token, variants, adds = carts.pop()
            else:
                made = _made((yield self._post("create cart", "/carts", {}, 201)))
                assert made.token
                variants = [public("var", self._good().variant_id) for _ in range(LINES)]
                cart, token, adds = made.id, made.token, 0
            line = {"variant_id": variants[adds % LINES], "quantity": 1}
            yield self._post("add", f"/carts/{cart}/lines", line, 200, {"cart-token": token})
            if adds + 1 < ADDS:
                carts.append((cart, token, variants, adds + 1))

        return flow

    def checkout(self, good: Good | None = None) -> Callable[[], Flow]:
        """From nothing to a placed order of a new guest, in five calls: cart with a line, contact and address, shipping
        options, choice of shipping and payment, order. `good`: always this one."""

        def flow() -> Flow:
            wanted = good or self._good()
            line = {"variant_id": public("var", wanted.variant_id), "quantity": 1}
            made = _made((yield self._post("create cart", "/carts", {"lines": [line]}, 201)))
            assert made.token
            secret = {"cart-token": made.token}
            buyer = {"email": f"sam{self.random.getrandbits(48)}@example.com", "shipping_address": HOME}
            yield self._call("PATCH", "contact and address", f"/carts/{made.id}", buyer, 200, secret)
            path = f"{self.shop.api}/carts/{made.id}/shipping-options"
            rates = _rates((yield Step("shipping options", encode("GET", path, {**self.headers, **secret}))))
            choice = {"shipping_option_id": rates[0].id, "payment_method": "cash_on_delivery"}
            yield self._call("PATCH", "shipping and payment", f"/carts/{made.id}", choice, 200, secret)
            once = {**secret, "idempotency-key": str(new_id())}
            order = _placed((yield self._post("place order", "/orders", {"cart_id": made.id}, 201, once)))
            assert order.number

        return flow

    def _good(self) -> Good:
        return self.random.choice(self.shop.goods)

    def _post(
        self, name: str, path: str, body: object, status: int, more: dict[str, str] | None = None
    ) -> Step:
        return self._call("POST", name, path, body, status, more)

    def _call(
        self, method: str, name: str, path: str, body: object, status: int, more: dict[str, str] | None = None
    ) -> Step:
        headers = {**self.headers, **more} if more else self.headers
        return Step(name, encode(method, self.shop.api + path, headers, _json(body)), status)

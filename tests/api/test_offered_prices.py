"""The goods API says what the shop's pages and the cart say: what one piece costs now, with the promotions that need no code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.api.client import Client
from tests.api.conftest import services_on
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import fill
from tests.markets.abroad import Abroad
from tests.promotions.offering import promote, promotion_id

from duka.customers import service as customers
from duka.customers.inputs import CustomerGroupInput
from duka.identity import keys
from duka.kernel.cache import Cache
from duka.kernel.db import Database
from duka.kernel.ids import public
from duka.main import application
from duka.promotions import service
from duka.promotions.types import Amount, ChosenGoods, Effect, InGroup, InMarket, Percent, UnitPrice
from duka.wiring import Services

Price = tuple[int, int | None]
"""Now, and before: None where nothing is off it."""
TENTH = Percent(ppm=100_000)
PRICE = re.compile(r'<p class="price"[^>]*>(.*?)</p>', re.DOTALL)
NOW = re.compile(r'<span(?: class="now")?>([^<]*)</span>')
BEFORE = re.compile(r"<s>([^<]*)</s>")


@dataclass
class Front:
    """A shop with its pages and its API."""

    client: Client
    bazaar: Bazaar
    key: str

    @property
    def slug(self) -> str:
        return f"t{self.bazaar.tenant.hex}"

    def api(self, path: str, market: str = "", **headers: str) -> Any:
        sent = {"authorization": f"Bearer {self.key}", "duka-market": market, **headers}
        path, _, query = path.partition("?")
        asked = dict(parse_qsl(query))
        answer = self.client.request(
            "GET", f"/api/tenants/{self.slug}/ecommerce{path}", query=asked, headers=sent
        )
        assert answer.status in {200, 304}, answer.body
        return answer

    def told(self, path: str = "/products/p1", market: str = "") -> Price:
        found = self.api(path, market).json
        found = found["items"][0] if "items" in found else found
        (variant,) = found["variants"]
        assert (variant["price_minor"], variant["was_minor"]) == (found["price_minor"], found["was_minor"])
        assert found["price_max_minor"] == found["price_minor"]
        return found["price_minor"], found["was_minor"]

    def shown(self, path: str = "/p/p1", market: str = "") -> Price:
        """The first price on a page."""
        headers = {"accept-language": "en"}
        asked = {"market": market} if market else {}
        answer = self.client.request("GET", f"/s/{self.slug}/main{path}", query=asked, headers=headers)
        assert answer.status == 200, answer.body
        price = PRICE.search(answer.body.decode())
        assert price
        now, before = NOW.search(price[1]), BEFORE.search(price[1])
        assert now
        return _digits(now[1]), _digits(before[1]) if before else None

    def everywhere(self, market: str = "") -> Price:
        """The price that all say: two pages and three answers."""
        answers = [
            self.shown("/p/p1", market),
            self.shown("/products", market),
            self.told("/products/p1", market),
            self.told("/products", market),
            self.told("/products?q=SKU-1", market),
        ]
        assert len(set(answers)) == 1, answers
        return answers[0]


def _digits(text: str) -> int:
    return int("".join(sign for sign in text if sign.isdigit()))


def _front(client: Client, services: Services) -> Front:
    bazaar = Bazaar(services.work).build()
    key = bazaar.perform(lambda ctx: keys.create_api_key(ctx, "publishable", "Shop", None, bazaar.store))
    return Front(client, bazaar, key)


@pytest.fixture
def front(server: Client, services: Services) -> Front:
    """With one product, p1, at 5000."""
    made = _front(server, services)
    made.bazaar.product(price=5000)
    return made


@pytest.mark.parametrize(
    ("effect", "now"),
    [
        (TENTH, 4500),
        (Percent(ppm=333_333), 3333),
        (Amount(amounts={"XOF": 700}, on="each"), 4300),
        (UnitPrice(prices={"XOF": 4100}), 4100),
        (UnitPrice(prices={"XOF": 9000}), 5000),
    ],
)
def test_pages_answers_and_the_cart_say_the_same(front: Front, effect: Effect, now: int) -> None:
    variant = _only_variant(front)
    assert front.everywhere() == (5000, None)
    promote(front.bazaar, effect)
    assert front.everywhere() == (now, 5000 if now < 5000 else None)
    cart = fill(front.bazaar, (variant, 1))
    assert cart.subtotal_minor - cart.discount_minor == now


def test_what_is_reduced_already_keeps_the_price_before(front: Front) -> None:
    _at(front, base=5000, special=4000)
    assert front.everywhere() == (4000, 5000)
    promote(front.bazaar, Percent(ppm=500_000), leaves_out_reduced=True)
    assert front.everywhere() == (4000, 5000)
    promote(front.bazaar, TENTH)
    assert front.everywhere() == (3600, 5000)


def test_reduced_is_what_is_shown_as_reduced(front: Front) -> None:
    """Where prices are compared with the lowest of 30 days, one that was there a week ago is no reduction, for anybody."""
    _lowest(front)
    _at(front, base=5000, special=4000, prior=4000)
    assert front.everywhere() == (4000, None)
    promote(front.bazaar, TENTH, leaves_out_reduced=True)
    assert front.everywhere() == (3600, 4000)
    cart = fill(front.bazaar, (_only_variant(front), 1))
    assert cart.subtotal_minor - cart.discount_minor == 3600
    (line,) = cart.lines
    assert line.was_minor is None
    _at(front, base=5000, special=4000, prior=4500)
    assert front.everywhere() == (4000, 4500)
    cart = fill(front.bazaar, (_only_variant(front), 1))
    assert cart.subtotal_minor - cart.discount_minor == 4000
    assert cart.lines[0].was_minor == 4500


def test_a_price_before_a_promotion_is_not_called_the_lowest(front: Front) -> None:
    _lowest(front)
    assert front.api("/products/p1").json["was_is_lowest"]
    promote(front.bazaar, TENTH)
    assert not front.api("/products/p1").json["was_is_lowest"]
    _at(front, base=5000, special=4000)
    found = front.api("/products/p1").json
    assert (found["price_minor"], found["was_minor"], found["was_is_lowest"]) == (3600, 5000, True)


def test_a_suggestion_promises_nothing_that_reduced_goods_do_not_get(front: Front) -> None:
    promote(front.bazaar, Percent(ppm=500_000), leaves_out_reduced=True)
    front.bazaar.product(price=9000, search_text="calabash bowl")
    _at(front, base=5000, special=4000)
    path = f"/s/{front.slug}/main/search/suggest"
    answer = front.client.request("GET", path, query={"q": "calab"}, headers={"accept-language": "en"})
    assert answer.status == 200 and "4,000" in answer.body.decode() and "2,000" not in answer.body.decode()
    assert front.everywhere() == (4000, 5000)


def test_what_only_some_get_is_no_ones_price_before_the_cart(front: Front) -> None:
    group = front.bazaar.staff(lambda ctx: customers.create_group(ctx, CustomerGroupInput(name="Chefs")))
    promote(front.bazaar, TENTH, conditions=[InGroup([public("cgrp", group)])])
    promote(front.bazaar, TENTH, codes=["TENTH"])
    assert front.everywhere() == (5000, None)


def test_prices_of_a_market_are_in_its_currency(front: Front) -> None:
    Abroad(front.bazaar).opened()
    promote(front.bazaar, Amount(amounts={"EUR": 100}, on="each"), conditions=[InMarket(["france"])])
    plain, _ = front.everywhere()
    euros, before = front.everywhere("france")
    assert plain == 5000
    assert before is not None
    assert euros == before - 100
    assert front.told(market="nowhere") == (5000, None)


def test_a_market_that_there_is_not_is_the_stores_own(front: Front) -> None:
    promote(front.bazaar, TENTH, conditions=[InMarket([""])])
    assert front.told(market="nowhere") == front.shown() == (4500, 5000)


def test_only_the_variant_that_is_meant_costs_less(front: Front) -> None:
    first = _only_variant(front)
    second = _second_variant(front, price=6000)
    promote(front.bazaar, Percent(ppm=500_000, goods=ChosenGoods(variants=[public("var", second)])))
    for path in ("/products/p1", "/products"):
        found = front.api(path).json
        found = found["items"][0] if "items" in found else found
        prices = {one["id"]: (one["price_minor"], one["was_minor"]) for one in found["variants"]}
        assert prices == {public("var", first): (5000, None), public("var", second): (3000, 6000)}
        assert (found["price_minor"], found["price_max_minor"], found["was_minor"]) == (3000, 5000, 6000)
    assert front.shown("/products") == (3000, 6000)


def test_recommendations_have_the_prices_of_listings(front: Front) -> None:
    other = public("prod", _product_of(front, front.bazaar.product(price=3000)))
    path = f"/products/{other}/recommendations"
    plain = front.api(path).json
    promote(front.bazaar, TENTH)
    found = front.api(path).json
    (one,) = found["like_it"]
    assert (one["card"]["price_minor"], one["card"]["was_minor"]) == (4500, 5000)
    assert [one | {"card": None} for one in plain["like_it"]] == [
        one | {"card": None} for one in found["like_it"]
    ]


def test_nothing_else_of_an_answer_changes(front: Front) -> None:
    paths = ("/products?with_total=true&with_facets=true", "/products/p1", "/products?q=SKU-1", "/products")
    plain = [front.api(path).json for path in paths]
    promote(front.bazaar, TENTH)
    for before, path in zip(plain, paths, strict=True):
        after = front.api(path).json
        assert _without_prices(after) == _without_prices(before)


def _without_prices(found: Any) -> Any:
    if isinstance(found, list):
        return [_without_prices(one) for one in found]
    if isinstance(found, dict):
        return {
            name: _without_prices(value)
            for name, value in found.items()
            if name not in {"price_minor", "price_max_minor", "was_minor", "was_is_lowest"}
        }
    return found


@pytest.fixture(scope="module")
def keeping(
    database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Client, Services]]:
    """A process that remembers for a minute, the answers of its edge not."""
    services = services_on(database, tmp_path_factory.mktemp("keeping"), cache_seconds=60)
    client = Client(application(services))
    client.app.pages = Cache(0)
    yield client, services
    client.close()


def test_a_promotion_begins_and_ends_at_its_moment(keeping: tuple[Client, Services]) -> None:
    """Although promotions are remembered, and with another tag each time."""
    client, services = keeping
    front = _front(client, services)
    front.bazaar.product(price=5000)
    begins = datetime.now(UTC) + timedelta(minutes=5)
    ends, moment = begins + timedelta(minutes=5), timedelta(microseconds=1)
    promote(front.bazaar, TENTH, starts_at=begins, ends_at=ends)
    clock = services.work.clock
    tags: list[str | None] = []
    try:
        for at, price in (
            (begins - moment, (5000, None)),
            (begins, (4500, 5000)),
            (ends - moment, (4500, 5000)),
            (ends, (5000, None)),
        ):
            services.work.clock = partial(_told, at)
            assert front.everywhere() == price
            known = str(tags[-1]) if tags else '"none"'
            answer = front.api("/products/p1", **{"if-none-match": known})
            assert answer.status == (304 if tags and price == (4500, 5000) and at != begins else 200)
            tags.append(answer.header("etag"))
    finally:
        services.work.clock = clock
    assert tags[0] != tags[1] == tags[2] != tags[3]


def _told(at: datetime) -> datetime:
    return at


def test_a_paused_promotion_is_gone_once_it_is_not_remembered(front: Front) -> None:
    made = promote(front.bazaar, TENTH)
    tag = front.api("/products").header("etag")
    assert front.everywhere() == (4500, 5000)
    front.bazaar.staff(lambda ctx: service.pause(ctx, promotion_id(made)))
    assert front.api("/products", **{"if-none-match": tag}).status == 200
    assert front.everywhere() == (5000, None)


EFFECTS = st.one_of(
    st.builds(Percent, ppm=st.integers(1, 1_000_000)),
    st.builds(lambda minor: Amount(amounts={"XOF": minor}, on="each"), st.integers(0, 4000)),
    st.builds(lambda minor: UnitPrice(prices={"XOF": minor}), st.integers(0, 12_000)),
)
PROMOTIONS = st.lists(
    st.fixed_dictionaries(
        {
            "effect": EFFECTS,
            "stacking": st.sampled_from(["stackable", "exclusive", "best"]),
            "priority": st.integers(0, 3),
            "leaves_out_reduced": st.booleans(),
            "most": st.sampled_from([{}, {"XOF": 900}]),
        }
    ),
    min_size=1,
    max_size=3,
)


@given(promotions=PROMOTIONS, base=st.integers(1, 10_000), part=st.integers(1, 100))
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_one_piece_costs_in_the_cart_what_the_answers_say(
    front: Front, promotions: list[dict[str, Any]], base: int, part: int
) -> None:
    _at(front, base=base, special=max(1, base * part // 100))
    made = [
        promote(front.bazaar, effect, **given)
        for effect, given in (({**one}.pop("effect"), _but_effect(one)) for one in promotions)
    ]
    cart = fill(front.bazaar, (_only_variant(front), 1))
    asked = cart.subtotal_minor - cart.discount_minor
    assert [front.told("/products/p1")[0], front.told("/products")[0]] == [asked, asked]
    for one in made:
        front.bazaar.staff(lambda ctx, one=one: service.end(ctx, promotion_id(one)))


def _but_effect(given: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != "effect"}


def _only_variant(front: Front) -> UUID:
    found: UUID = front.bazaar.value(
        "select id from variants where tenant_id = %(tenant)s order by id limit 1"
    )
    return found


def _product_of(front: Front, variant: UUID) -> UUID:
    found: UUID = front.bazaar.value(
        "select product_id from variants where tenant_id = %(tenant)s and id = %(id)s", id=variant
    )
    return found


def _second_variant(front: Front, price: int) -> UUID:
    """Another variant of p1: made as a product of its own, and moved."""
    made = front.bazaar.product(price=price)
    front.bazaar.perform(
        lambda ctx: ctx.db.run(
            """update variants set position = 1, option_values = '{M}', product_id = (
                   select p.id from products p where p.tenant_id = %(tenant)s and p.slug = 'p1')
                where tenant_id = %(tenant)s and id = %(id)s""",
            id=made,
        )
    )
    return made


def _lowest(front: Front) -> None:
    front.bazaar.perform(
        lambda ctx: ctx.db.run("update stores set lowest_price = 'always' where tenant_id = %(tenant)s")
    )


def _at(front: Front, *, base: int, special: int, prior: int | None = None) -> None:
    front.bazaar.perform(
        lambda ctx: ctx.db.run(
            """with listed as (update store_products set price_minor = %(special)s where tenant_id = %(tenant)s)
               update prices set base_minor = %(base)s, special_minor = %(special)s, prior_minor = %(prior)s
                where tenant_id = %(tenant)s""",
            base=base,
            special=special,
            prior=prior,
        )
    )

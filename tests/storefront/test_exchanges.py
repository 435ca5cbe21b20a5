"""A buyer without JavaScript asks for another variant in exchange, as a guest and from an account; and what is refused."""

import re
from typing import Any
from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, order_id
from tests.people import PASSWORD
from tests.returns.desk import settings_version
from tests.storefront.test_account import log_in
from tests.storefront.test_returns import ORIGIN, ask, delivered
from tests.storefront.test_shopping import form_of
from tests.storefront.wellformed import Page

from duka.customers import service as customers
from duka.kernel import ids
from duka.kernel.config import Config
from duka.kernel.context import SYSTEM
from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.orders.types import Order
from duka.payments.providers import registry
from duka.returns import queries, service
from duka.returns.types import Return, ReturnApproval, ReturnSettling
from duka.settings import service as settings
from duka.stores.sections import RETURNS

Client = Any
SIZES = """[{"name": "Taille", "values": ["S", "M", "L", "XL"],
             "translations": {"en": {"name": "Size", "values": {"M": "Medium"}}}}]"""


class Shirts:
    """A shirt that was sold in S for 5,000 F. M costs 7,000 F, L 4,000 F, and of XL, at 5,000 F, nothing is left."""

    def __init__(self, bazaar: Bazaar) -> None:
        self.bazaar = bazaar
        self.small = bazaar.product(price=5_000, title="Shirt")
        self.product = bazaar.value(
            "select product_id from variants where tenant_id = %(tenant)s and id = %(id)s", id=self.small
        )
        self._run("update products set options = %(sizes)s::jsonb where tenant_id = %(tenant)s", sizes=SIZES)
        self._run("update variants set option_values = '{S}', title = 'S' where tenant_id = %(tenant)s")
        self.medium = self._size("M", 7_000, 5)
        self.large = self._size("L", 4_000, 5)
        self.huge = self._size("XL", 5_000, 0)

    def _run(self, statement: Any, **params: Any) -> None:
        self.bazaar.perform(lambda ctx: ctx.db.run(statement, **params))

    def _size(self, size: str, price: int, stock: int) -> UUID:
        variant, item = new_id(), new_id()
        self._run(
            "insert into stock_items (tenant_id, id, sku) values (%(tenant)s, %(id)s, %(sku)s)",
            id=item,
            sku=f"SHIRT-{size}",
        )
        self._run(
            """insert into variants (tenant_id, id, product_id, sku, title, option_values, stock_item_id, tracks_stock)
               values (%(tenant)s, %(id)s, %(product)s, %(sku)s, %(size)s, array[%(size)s], %(item)s, true)""",
            id=variant,
            product=self.product,
            sku=f"SHIRT-{size}",
            size=size,
            item=item,
        )
        self._run(
            """insert into prices (tenant_id, store_id, variant_id, base_minor)
               values (%(tenant)s, %(store)s, %(variant)s, %(price)s)""",
            store=self.bazaar.store,
            variant=variant,
            price=price,
        )
        if stock:
            self.bazaar.stock(item, self.bazaar.plateau, stock)
        return variant

    def policy(self, *outcomes: str) -> None:
        store = self.bazaar.store
        self.bazaar.staff(
            lambda ctx: settings.save(
                ctx, RETURNS, store, {"outcomes": list(outcomes)}, settings_version(ctx, store)
            )
        )

    def returns(self, order: Order) -> list[Return]:
        found: list[Return] = self.bazaar.perform(lambda ctx: queries.of_order(ctx, order_id(order)))
        return found


@pytest.fixture
def shirts(bazaar: Bazaar) -> Shirts:
    return Shirts(bazaar)


@pytest.fixture
def order(bazaar: Bazaar, shirts: Shirts) -> Order:
    """Two shirts in S, and something that comes in one kind only; delivered and paid."""
    return delivered(bazaar, buy(bazaar, (shirts.small, 2), (bazaar.product(price=1_000), 1)))


def at(root: str, order: Order) -> str:
    return f"{root}/orders/{order.id}/return/{order.tracking_token}"


def wish(order: Order, variant: UUID, quantity: str = "1") -> dict[str, str]:
    line = order.lines[0].id
    return {
        f"quantity-{line}": quantity,
        f"exchange-{line}": ids.public("var", variant),
        "reason": "does_not_fit",
        "note": "Too small",
    }


def choices(html: str, order: Order) -> dict[str, str]:
    """What the choice of the first line says, with its attributes."""
    select = re.search(rf'<select id="exchange-{order.lines[0].id}".*?</select>', html, re.DOTALL)
    assert select, html
    return {words: mark for mark, words in re.findall(r"<option([^>]*)>([^<]*)</option>", select[0])}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            ["No exchange", "Medium — costs CFA 2,000 more", "L — you get back CFA 1,000", "XL — sold out"],
        ),
        (
            "fr",
            [
                "Pas d’échange",
                "M — coûte 2 000 F CFA de plus",
                "L — 1 000 F CFA rendus",
                "XL — épuisé",
            ],
        ),
    ],
)
def test_the_other_variants_with_what_they_cost_beyond(
    client: Client, root: str, order: Order, lang: str, said: list[str]
) -> None:
    html = client.get(at(root, order), headers={"accept-language": lang}).text
    offered = choices(html, order)
    plain = {re.sub(r"\s", " ", words): mark for words, mark in offered.items()}
    assert list(plain) == said
    assert ["disabled" in mark for mark in plain.values()] == [False, False, False, True]
    assert f'<label for="exchange-{order.lines[0].id}">' in html
    assert f'id="exchange-{order.lines[1].id}"' not in html  # there is no other of it
    page = Page(html)
    assert (page.mistakes, page.inline) == ([], [])


def test_a_guest_gets_another_size(
    client: Client, bazaar: Bazaar, config: Config, root: str, shirts: Shirts, order: Order
) -> None:
    client.headers["accept-language"] = "en"
    asked = ask(client, root, order, wish(order, shirts.large, "2"))
    assert asked.status_code == 303, asked.text
    status = asked.headers["location"]
    html = client.get(status).text
    assert (Page(html).mistakes, Page(html).inline) == ([], [])
    assert "Something else in its place" in html and "Shirt <small>L</small>" in html
    assert "We look at your request first." in html
    (back,) = shirts.returns(order)
    assert (back.kind, back.outcome, back.note) == ("exchange", "exchange", "Too small")
    assert [(one.sku, one.quantity) for one in back.wishes] == [("SHIRT-L", 2)]

    back_id = ids.parse("ret", back.id)
    bazaar.staff(lambda ctx: service.approve(ctx, back_id, ReturnApproval()))
    assert "We send it when your goods are back with us." in client.get(status).text
    gateways = registry.build(bazaar.work, config)
    service.settle(bazaar.work, bazaar.caller("staff"), gateways, back_id, ReturnSettling())
    new = shirts.returns(order)[0].exchange_order_number
    html = client.get(status).text
    assert new and f"Your new order is {new}." in html
    assert f'href="{root}/shop/track"' in html


def test_a_customer_exchanges_from_their_account(
    client: Client, bazaar: Bazaar, root: str, shirts: Shirts, order: Order
) -> None:
    email = "penda@example.com"
    penda = customers.admit(bazaar.work, Caller(bazaar.tenant, SYSTEM), email, PASSWORD, "Penda").customer_id
    bazaar.perform(
        lambda ctx: ctx.db.run(
            "update orders set customer_id = %(customer)s where tenant_id = %(tenant)s and id = %(order)s",
            customer=penda,
            order=order_id(order),
        )
    )
    assert client.get(f"{root}/orders/{order.id}/return/mine").status_code == 404
    log_in(client, root, email=email)
    asked = ask(client, root, order, wish(order, shirts.medium), token="mine")
    assert asked.status_code == 303, asked.text
    assert asked.headers["location"].endswith("/mine")
    assert [one.sku for one in shirts.returns(order)[0].wishes] == ["SHIRT-M"]
    assert "Shirt <small>M</small>" in client.get(asked.headers["location"]).text


def test_one_line_is_exchanged_and_another_paid_back(
    client: Client, root: str, shirts: Shirts, order: Order
) -> None:
    shirts.policy("exchange", "refund", "credit")
    both = {**wish(order, shirts.large), f"quantity-{order.lines[1].id}": "1", "outcome": "credit"}
    refused = ask(client, root, order, both)  # what an exchange leaves goes back as money
    assert refused.status_code == 422 and "Demandez d’abord l’échange" in refused.text
    assert 'href="#outcome"' in refused.text and 'id="outcome"' in refused.text
    assert shirts.returns(order) == []
    assert ask(client, root, order, {**both, "outcome": "refund"}).status_code == 303
    (back,) = shirts.returns(order)
    assert (back.outcome, len(back.lines), len(back.wishes)) == ("exchange", 2, 1)


def test_what_was_typed_stays_when_something_is_missing(
    client: Client, root: str, shirts: Shirts, order: Order
) -> None:
    client.headers["accept-language"] = "en"
    medium = ids.public("var", shirts.medium)
    line = order.lines[0].id
    none = ask(client, root, order, wish(order, shirts.medium, "0"))
    assert none.status_code == 422
    assert "Say how many you send back for the exchange." in none.text
    assert f'href="#quantity-{line}"' in none.text
    no_reason = ask(client, root, order, {**wish(order, shirts.medium), "reason": ""})
    assert no_reason.status_code == 422
    for page in (none.text, no_reason.text):
        assert f'value="{medium}" selected' in page
        assert "Too small</textarea>" in page
    assert shirts.returns(order) == []


def test_sold_out_meanwhile(client: Client, bazaar: Bazaar, root: str, shirts: Shirts, order: Order) -> None:
    client.headers["accept-language"] = "en"
    for variant, quantity in ((shirts.huge, "1"), (shirts.large, "2")):
        if variant == shirts.large:
            bazaar.stock(bazaar.item_of(variant), bazaar.plateau, 1)
        refused = ask(client, root, order, wish(order, variant, quantity))
        assert refused.status_code == 409
        field = f"exchange-{order.lines[0].id}"
        assert f'href="#{field}"' in refused.text
        assert re.search(
            rf'id="{field}"[^>]*aria-invalid="true" aria-describedby="{field}-says"', refused.text
        )
        assert "There is not enough left of what you chose in exchange." in refused.text
        chosen = next(mark for mark in choices(refused.text, order).values() if "selected" in mark)
        assert ids.public("var", variant) in chosen and "disabled" not in chosen
    assert shirts.returns(order) == []


def test_only_what_is_sold_of_the_same_product(
    client: Client, bazaar: Bazaar, root: str, shirts: Shirts, order: Order
) -> None:
    client.headers["accept-language"] = "en"
    for variant in (bazaar.product(), new_id()):
        refused = ask(client, root, order, wish(order, variant))
        assert refused.status_code == 422
        assert "We do not sell that of it. Choose another one." in refused.text
    assert shirts.returns(order) == []


def test_a_quantity_that_is_not_sold(
    client: Client, bazaar: Bazaar, root: str, shirts: Shirts, order: Order
) -> None:
    client.headers["accept-language"] = "en"
    bazaar.perform(
        lambda ctx: ctx.db.run("update products set step = 2, minimum = 2 where tenant_id = %(tenant)s")
    )
    refused = ask(client, root, order, wish(order, shirts.large, "1"))
    assert refused.status_code == 409
    assert "is not sold in this quantity" in refused.text
    assert ask(client, root, order, wish(order, shirts.large, "2")).status_code == 303


def test_what_was_chosen_is_asked_for_though_it_is_not_given_any_more(
    client: Client, root: str, shirts: Shirts, order: Order
) -> None:
    shirts.policy("credit")
    asked = {f"quantity-{order.lines[1].id}": "1", "reason": "does_not_fit", "outcome": "refund"}
    assert ask(client, root, order, asked).status_code == 422
    assert shirts.returns(order) == []


def test_a_policy_without_exchanges(client: Client, root: str, shirts: Shirts, order: Order) -> None:
    client.headers["accept-language"] = "en"
    shirts.policy("refund")
    assert "exchange-" not in client.get(at(root, order)).text
    refused = ask(client, root, order, wish(order, shirts.medium))
    assert refused.status_code == 422
    assert "The shop does not offer that any more." in refused.text
    shirts.policy("exchange")
    nothing = ask(client, root, order, {f"quantity-{order.lines[0].id}": "1", "reason": "does_not_fit"})
    assert "Choose what you want in place of the goods." in nothing.text
    assert shirts.returns(order) == []


def test_a_guessed_token_opens_nothing(client: Client, root: str, shirts: Shirts, order: Order) -> None:
    page = at(root, order)
    form = {**form_of(client.get(page).text, page), **wish(order, shirts.medium)}
    for token in ("guessed", "mine"):
        there = page.replace(str(order.tracking_token), token)
        assert client.get(there).status_code == 404
        assert client.post(there, data=form, headers=ORIGIN).status_code == 404
    assert shirts.returns(order) == []

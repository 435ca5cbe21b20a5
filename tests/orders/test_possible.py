"""What an order's page offers is what the verbs do: neither more nor less, whatever its state and whoever asks."""

from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.checkout.bazaar import DAKAR, Bazaar
from tests.checkout.steps import buy, order_id

from duka.checkout import readdressing, staff_paying
from duka.customers.types import Address
from duka.identity.sealing import Keyring
from duka.kernel.cache import Cache
from duka.kernel.context import Actor, Context
from duka.kernel.db import Database
from duka.kernel.errors import Refusal
from duka.kernel.ids import new_id, parse
from duka.kernel.work import Caller, Work
from duka.orders import possible, rules, staff_queries
from duka.orders import service as orders
from duka.orders.staff_types import OrderDetail
from duka.payments.gateways import Gateways
from duka.payments.providers.manual import Manual
from duka.payments.service import CaptureAsked
from duka.payments.types import RefundAsked

GATEWAYS = Gateways([Manual(n, n) for n in ("cash_on_delivery", "bank_transfer")], Keyring(("s",)), "")
MONEY = {"captured": (9, 0), "partially_captured": (5, 0), "partially_refunded": (9, 4), "refunded": (9, 9)}
PARCELS = {
    "unfulfilled": [],
    "partially_prepared": [("prepared", 1)],
    "prepared": [("prepared", 2)],
    "partially_shipped": [("shipped", 1)],
    "shipped": [("shipped", 1), ("shipped", 1)],
    "delivered": [("delivered", 2)],
    "partially_returned": [("delivered", 2)],
    "returned": [("delivered", 2)],
}
"""How two pieces lie in parcels."""
NEEDED = {"orders:read", "stores:read", "inventory:read"}
CHANGING = sorted(set(possible.PERMISSIONS.values()) - NEEDED)


class Undone(Exception):
    """Ends a transaction whose verb succeeded."""


class Scene:
    """One order, put into whatever state is asked for."""

    def __init__(self, bazaar: Bazaar) -> None:
        self.bazaar = bazaar
        self.id = order_id(buy(bazaar, (bazaar.product(stock=50), 2)))
        self.payment: UUID = bazaar.value("select id from payments where tenant_id = %(tenant)s")
        self.line: UUID = bazaar.value("select id from order_lines where tenant_id = %(tenant)s")
        self.number: str = bazaar.value("select number from orders where tenant_id = %(tenant)s")

    def set(
        self, status: str, payment: str, fulfillment: str, *, placed: bool, provider: str, short: bool
    ) -> None:
        captured, refunded = MONEY.get(payment, (0, 0))
        parcels = PARCELS[fulfillment]
        taken = sum(quantity for _, quantity in parcels)

        def act(ctx: Context) -> None:
            ctx.db.run(
                """update orders set status = %(status)s, payment_status = %(payment)s, fulfillment_status = %(goods)s,
                       placed_at = case when %(placed)s then %(now)s::timestamptz end, payment_method = %(method)s,
                       is_prepared = %(prepared)s
                   where tenant_id = %(tenant)s""",
                status=status, payment=payment, goods=fulfillment, placed=placed, method=provider, now=ctx.now,
                prepared=taken == 2,
            )  # fmt: skip
            ctx.db.run("delete from refunds where tenant_id = %(tenant)s")
            ctx.db.run(
                """update payments set status = %(status)s, provider = %(provider)s, amount_minor = 9,
                       captured_minor = %(captured)s, refunded_minor = %(refunded)s where tenant_id = %(tenant)s""",
                status=payment, provider=provider, captured=captured, refunded=refunded,
            )  # fmt: skip
            ctx.db.run(
                """update reservations set consumed = %(taken)s,
                       status = case when %(taken)s = 2 then 'consumed' else 'committed' end where tenant_id = %(tenant)s""",
                taken=taken,
            )
            ctx.db.run(
                "update stock_levels set on_hand = %(on_hand)s, reserved = %(held)s where tenant_id = %(tenant)s",
                on_hand=0 if short else 50,
                held=2 - taken,
            )
            ctx.db.run(
                "update order_lines set returned = %(back)s where tenant_id = %(tenant)s",
                back={"partially_returned": 1, "returned": 2}.get(fulfillment, 0),
            )
            ctx.db.run("delete from fulfillments where tenant_id = %(tenant)s")
            for position, (state, quantity) in enumerate(parcels, 1):
                self._pack(ctx, position, state, quantity)

        self.bazaar.perform(act)

    def _pack(self, ctx: Context, position: int, state: str, quantity: int) -> None:
        ctx.db.run(
            """with made as (
                   insert into fulfillments (tenant_id, id, order_id, location_id, position, status, prepared_at, updated_at)
                   values (%(tenant)s, %(id)s, %(order)s, %(place)s, %(position)s, %(state)s, %(now)s, %(now)s) returning id)
               insert into fulfillment_lines (tenant_id, fulfillment_id, position, order_line_id, stock_item_id, sku, title,
                   quantity, unit, scale, stock_quantity)
               select %(tenant)s, m.id, 1, l.id, l.stock_item_id, l.sku, l.title, %(quantity)s, l.unit, l.scale, %(quantity)s
               from made m, order_lines l where l.tenant_id = %(tenant)s and l.id = %(line)s""",
            id=new_id(), order=self.id, place=self.bazaar.plateau, position=position, state=state, now=ctx.now,
            quantity=quantity, line=self.line,
        )  # fmt: skip

    def caller(self, permissions: frozenset[str]) -> Caller:
        return Caller(self.bazaar.tenant, Actor("staff", new_id(), "Bob"), permissions | NEEDED, None, "en")

    def detail(self, caller: Caller) -> OrderDetail:
        return self.bazaar.work.perform(caller, lambda ctx: staff_queries.detail(ctx, self.id))

    def does(self, caller: Caller, action: str) -> Refusal | None:
        """What the verb says: its refusal, or None when it is done (or was before). Nothing is kept, but for a refund."""
        if action == "capture":
            taken = CaptureAsked(reason="as agreed")
            return self._refusal(
                lambda: staff_paying.capture(self.bazaar.work, caller, GATEWAYS, self.payment, taken)
            )
        if action == "refund":
            asked = RefundAsked(amount_minor=1, reason="as agreed")
            return self._refusal(
                lambda: staff_paying.refund(self.bazaar.work, caller, GATEWAYS, self.payment, asked)
            )
        return self._refusal(lambda: self.bazaar.work.perform(caller, lambda ctx: self._undone(ctx, action)))

    def _refusal(self, act: Any) -> Refusal | None:
        try:
            act()
        except Undone:
            return None
        except Refusal as refusal:
            return refusal
        return None

    def _undone(self, ctx: Context, action: str) -> None:
        street = Address(**{**DAKAR, "line1": "1 rue Neuve"})
        verbs: dict[str, Any] = {
            "prepare": lambda: orders.prepare(ctx, self.id),
            "ship": lambda: orders.ship(ctx, self.id, "Poste", "1"),
            "deliver": lambda: orders.deliver(ctx, self.id),
            "complete": lambda: orders.complete(ctx, self.id),
            "cancel": lambda: orders.cancel(ctx, self.id, "no"),
            "return": lambda: orders.mark_returned(ctx, self.id, is_sellable=True),
            "change_address": lambda: readdressing.change_address(ctx, self.id, shipping=street),
            "change_contact": lambda: readdressing.change_contact(
                ctx, self.id, email="b@example.com", phone=""
            ),
            "note": lambda: orders.add_note(ctx, self.id, "Hello"),
            "tag": lambda: orders.set_tags(ctx, self.id, ["gift"]),
            "mark_paid": lambda: staff_paying.mark_paid(ctx, self.payment, "cash"),
            "print": lambda: staff_queries.many(ctx, [self.id]),
        }
        verbs[action]()
        raise Undone


@pytest.fixture(scope="module")
def scene(database: Database) -> Scene:
    return Scene(Bazaar(Work(database, Cache(0))).build())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    status=st.sampled_from(sorted(rules.STATUS_FOLLOWS)),
    payment=st.sampled_from(sorted(rules.PAYMENT_FOLLOWS)),
    fulfillment=st.sampled_from(sorted(rules.FULFILLMENT_FOLLOWS)),
    placed=st.booleans(),
    provider=st.sampled_from(["cash_on_delivery", "bank_transfer", "sandbox"]),
    short=st.booleans(),
    held=st.frozensets(st.sampled_from(CHANGING)),
)
@example("open", "pending", "unfulfilled", True, "cash_on_delivery", False, frozenset(CHANGING))
@example("open", "captured", "delivered", True, "cash_on_delivery", False, frozenset(CHANGING))
@example("open", "pending", "unfulfilled", True, "cash_on_delivery", True, frozenset(CHANGING))
@example("completed", "captured", "delivered", True, "bank_transfer", False, frozenset(CHANGING))
def test_what_is_offered_is_done_and_nothing_else(
    scene: Scene,
    status: str,
    payment: str,
    fulfillment: str,
    placed: bool,
    provider: str,
    short: bool,
    held: frozenset[str],
) -> None:
    caller = scene.caller(held)
    scene.set(status, payment, fulfillment, placed=placed, provider=provider, short=short)
    offered = scene.detail(caller).actions
    assert [a.action for a in offered] == list(possible.PERMISSIONS)
    for each in offered:
        if each.action == "refund" and (status == "cancelled" or provider == "sandbox"):
            continue  # the gateway has no such charge; the claim is tested with the others
        if each.action == "capture" and each.is_allowed:
            continue  # none of these holds money; tests/payments/test_staff_queries.py takes it
        if each.action == "edit":
            continue  # tests/order_edits asks it
        told = scene.does(caller, each.action)
        if each.is_allowed:
            assert told is None, (each, told)
        elif each.code == "OrderStepDone" or (each.action == "mark_paid" and each.code == "OrderAlreadyPaid"):
            assert told is None, (each, told)  # twice is safe, and not offered
        else:
            assert told is not None, each
            assert (told.code, told.message) == (each.code, each.reason)


def test_the_need_is_what_the_database_says(scene: Scene) -> None:
    states = list(
        product(rules.STATUS_FOLLOWS, rules.PAYMENT_FOLLOWS, rules.FULFILLMENT_FOLLOWS, (True, False))
    )
    for n, (status, payment, fulfillment, placed) in enumerate(states):
        provider = ("cash_on_delivery", "bank_transfer")[n % 2]
        kind, keeps = ("flat", "pickup", "none")[n % 3], n % 5 == 0
        scene.set(status, payment, fulfillment, placed=placed, provider=provider, short=False)
        found = scene.bazaar.value(
            """update orders set shipping_method = shipping_method || jsonb_build_object('kind', %(kind)s::text),
                   keeps_payment = %(keeps)s where tenant_id = %(tenant)s returning need""",
            kind=kind,
            keeps=keeps,
        )
        told = rules.need(
            status,
            payment,
            fulfillment,
            is_placed=placed,
            payment_method=provider,
            shipping_kind=kind,
            is_prepared=sum(quantity for _, quantity in PARCELS[fulfillment]) == 2,
            keeps_payment=keeps,
        )
        assert found == told, (status, payment, fulfillment, placed, provider, kind, keeps)
        assert found in rules.NEEDS


def test_the_page_of_an_order_takes_few_statements(scene: Scene) -> None:
    scene.set("open", "pending", "unfulfilled", placed=True, provider="cash_on_delivery", short=False)
    detail = scene.detail(scene.caller(frozenset(CHANGING)))
    assert scene.bazaar.work.last_statements <= 4
    assert parse("ord", detail.id) == scene.id
    assert detail.customer is not None
    assert detail.customer.orders_count == 1
    assert [e.type for e in detail.timeline or ()][:2] == ["order.created", "order.placed"]

"""Every place that a policy names: with the policy it refuses or leaves out, without it it does not. A place that is new in the
vocabulary has no flip here, and the first test says so."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, fill, order_id
from tests.control.acting import operator
from tests.policies.deciding import decide, withdraw

from duka.carts import terms
from duka.control import acting, retention
from duka.control.acting import NewVisit
from duka.identity.types import SeenSession
from duka.kernel import ids
from duka.kernel.config import Config
from duka.kernel.context import Context
from duka.kernel.errors import Refusal
from duka.kernel.work import Work
from duka.media.providers.local import LocalStorage
from duka.orders import holds
from duka.orders import service as orders
from duka.payments.providers import registry
from duka.payments.service import accounts as payment_accounts
from duka.policies.vocabulary import POLICIES
from duka.shipping.carriers.registry import desk
from duka.shipping.carriers.service import accounts as carrier_accounts
from duka.shipping.carriers.views import NewCarrierAccount
from duka.stores import queries as stores
from duka.stores import service as store_verbs
from duka.stores.inputs import PaymentMethod, ShippingRate, ShippingZone, StoreChange
from duka.stores.pages import service as pages
from duka.stores.pages.types import NewPage

CONFIG = Config(data=Path("nowhere"), secret="a secret of the tests")
Flip = tuple[dict[str, Any], Callable[[Bazaar], bool]]


def refused(bazaar: Bazaar, act: Callable[[Context], Any]) -> bool:
    """Whether staff are refused; what they may is undone."""
    undone = RuntimeError("undone")

    def tried(ctx: Context) -> None:
        act(ctx)
        raise undone

    try:
        bazaar.staff(tried)
    except Refusal:
        return True
    except RuntimeError as error:
        assert error is undone
    return False


def checkout(bazaar: Bazaar) -> tuple[set[str], set[str]]:
    found = bazaar.shop(lambda ctx: terms.of(ctx, bazaar.store))
    return set(found.payment_methods), {str(row["code"]) for row in found.selling.shipping_rates}


def add_method(ctx: Context, bazaar: Bazaar) -> None:
    store_verbs.set_payment_methods(ctx, bazaar.store, [PaymentMethod(provider="stripe", name="Card")])


def add_rate(ctx: Context, bazaar: Bazaar) -> None:
    rate = ShippingRate(code="new", name="New", price_minor=500)
    store_verbs.set_shipping(ctx, bazaar.store, [ShippingZone(name="Mali", countries=["ML"], rates=[rate])])


def connect_stripe(ctx: Context, bazaar: Bazaar) -> None:
    given = payment_accounts.AccountInput(values={"secret_key": "sk_test_x", "publishable_key": "pk_test_x"})
    payment_accounts.save(ctx, registry.build(bazaar.work, CONFIG), bazaar.store, "stripe", given)


def connect_carrier(ctx: Context, bazaar: Bazaar) -> None:
    carrier_accounts.connect(ctx, desk(CONFIG), bazaar.store, NewCarrierAccount(provider="own", name="Own"))


def look(ctx: Context, bazaar: Bazaar) -> None:
    seen = ctx.db.value(
        "select version from stores where tenant_id = %(tenant)s and id = %(id)s", id=bazaar.store
    )
    store_verbs.update(ctx, bazaar.store, StoreChange(theme={"preset": "catalogue"}), seen)


def carts_go(bazaar: Bazaar) -> bool:
    fill(bazaar, (bazaar.product(), 1))
    with bazaar.work.database.platform() as tx:
        old = bazaar.work.clock() - timedelta(days=3)
        tx.run("update carts set updated_at = %(old)s where tenant_id = %(t)s", old=old, t=bazaar.tenant)
    retention.carry_on(bazaar.work, LocalStorage(Path("nowhere"), CONFIG), bazaar.tenant)
    return bool(bazaar.value("select count(*) from carts where tenant_id = %(tenant)s") == 0)


def is_held(bazaar: Bazaar) -> bool:
    key = order_id(buy(bazaar, (bazaar.product(), 1)))
    return bool(bazaar.perform(lambda ctx: orders.hold(ctx, key)).is_held)


def waits(bazaar: Bazaar) -> bool:
    key = order_id(buy(bazaar, (bazaar.product(), 1)))
    return refused(bazaar, lambda ctx: orders.prepare(ctx, key))


def is_the_platforms(bazaar: Bazaar) -> bool:
    key = order_id(buy(bazaar, (bazaar.product(), 1)))
    if not bazaar.perform(lambda ctx: orders.hold(ctx, key)).is_held:
        bazaar.staff(lambda ctx: holds.put_on_hold(ctx, key, "a test"))
    return refused(bazaar, lambda ctx: holds.release(ctx, key, "a test"))


def no_visit(bazaar: Bazaar) -> bool:
    session = SeenSession(ids.new_id(), "web", bazaar.work.clock(), bazaar.work.clock())
    try:
        acting.begin(bazaar.work, operator(), session, bazaar.tenant, NewVisit("Their rates do not add up"))
    except Refusal:
        return True
    return False


FLIPS: dict[tuple[str, str], Flip] = {
    ("payment_methods_allowed", "checkout"): (
        {"codes": ["bank_transfer"]},
        lambda b: "cash_on_delivery" not in checkout(b)[0],
    ),
    ("payment_methods_allowed", "payments"): (
        {"codes": ["bank_transfer"]},
        lambda b: refused(b, lambda ctx: add_method(ctx, b)),
    ),
    ("payment_methods_allowed", "accounts"): (
        {"codes": ["bank_transfer"]},
        lambda b: refused(b, lambda ctx: connect_stripe(ctx, b)),
    ),
    ("shipping_options_allowed", "checkout"): (
        {"codes": ["pickup"]},
        lambda b: "courier" not in checkout(b)[1],
    ),
    ("shipping_options_allowed", "shipping"): (
        {"codes": ["pickup"]},
        lambda b: refused(b, lambda ctx: add_rate(ctx, b)),
    ),
    ("carriers_allowed", "carriers"): (
        {"codes": []},
        lambda b: refused(b, lambda ctx: connect_carrier(ctx, b)),
    ),
    ("retention", "retention"): ({"carts_days": 1}, carts_go),
    ("theme_limits", "appearance"): ({"presets": ["market"]}, lambda b: refused(b, lambda ctx: look(ctx, b))),
    ("theme_limits", "storefront"): (
        {"presets": ["market"]},
        lambda b: b.shop(lambda ctx: stores.store(ctx, b.store)).theme.preset == "market",
    ),
    ("theme_limits", "pages"): (
        {"pages": 0},
        lambda b: refused(b, lambda ctx: pages.create(ctx, b.store, NewPage(title="About"))),
    ),
    ("risk_holds", "orders"): ({"above": {"XOF": 1}}, is_held),
    ("risk_holds", "preparing"): ({"above": {"XOF": 1}}, waits),
    ("risk_holds", "releasing"): ({"merchants_release": False}, is_the_platforms),
    ("support_visits", "acting"): ({"is_allowed": False}, no_visit),
}


def test_every_place_has_a_flip() -> None:
    named = {(policy.name, place.code) for policy in POLICIES.values() for place in policy.places}
    assert named == FLIPS.keys()


@pytest.mark.parametrize("where", FLIPS, ids="-".join)
def test_flipping_a_policy_is_felt_at_each_of_its_places(work: Work, where: tuple[str, str]) -> None:
    value, is_bound = FLIPS[where]
    bazaar = Bazaar(work).build()
    if where[1] != "acting":  # without the policy a visit begins, which tests of visits show
        assert not is_bound(bazaar)
    decide(work, bazaar.tenant, where[0], **value)
    assert is_bound(bazaar)
    withdraw(work, bazaar.tenant, where[0])
    if where[1] != "acting":
        assert not is_bound(bazaar)

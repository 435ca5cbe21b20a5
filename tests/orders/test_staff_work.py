"""What staff do beside the steps: notes, tags, other addresses, and two of them at once."""

import threading
from typing import Any

import pytest
from tests.checkout.bazaar import DAKAR, Bazaar
from tests.checkout.steps import buy, order_id
from tests.orders.desk import detail, limited, somebody

from duka.checkout import readdressing
from duka.customers.types import Address
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import new_id, parse
from duka.orders import service as orders
from duka.orders import staff_list
from duka.orders.errors import AddressChangesPrice, AddressFixed, NoteNotFound, NoteOfSomebodyElse
from duka.orders.types import Order


@pytest.fixture
def order(bazaar: Bazaar) -> Order:
    return buy(bazaar, (bazaar.product(stock=10), 3))


def entries(bazaar: Bazaar, action: str) -> list[Any]:
    return bazaar.perform(
        lambda ctx: ctx.db.all(
            "select * from audit_log where tenant_id = %(tenant)s and action = %(action)s order by at, id",
            action=action,
        )
    )


def test_of_two_at_once_one_wins_and_the_other_hears_of_it(bazaar: Bazaar, order: Order) -> None:
    seen = detail(bazaar, order_id(order)).version
    told: list[str] = []
    start = threading.Barrier(2)

    def act(name: str, verb: Any) -> None:
        start.wait()
        try:
            bazaar.work.perform(somebody(bazaar, name), verb)
            told.append("done")
        except VersionConflict:
            told.append("conflict")

    prepare = threading.Thread(
        target=act, args=("Bob", lambda ctx: orders.prepare(ctx, order_id(order), seen))
    )
    cancel = threading.Thread(
        target=act, args=("Eve", lambda ctx: orders.cancel(ctx, order_id(order), "no", expected=seen))
    )
    for each in (prepare, cancel):
        each.start()
    for each in (prepare, cancel):
        each.join()
    assert sorted(told) == ["conflict", "done"]
    now = detail(bazaar, order_id(order))
    assert (now.status, now.fulfillment_status) in {("open", "prepared"), ("cancelled", "unfulfilled")}


def test_notes_are_for_the_next_person(bazaar: Bazaar, order: Order) -> None:
    bob, eve = somebody(bazaar, "Bob"), somebody(bazaar, "Eve")
    note = bazaar.work.perform(bob, lambda ctx: orders.add_note(ctx, order_id(order), " Rings twice "))
    (seen,) = detail(bazaar, order_id(order), eve).notes
    assert (seen.author_name, seen.body, seen.is_own, seen.is_pinned) == ("Bob", "Rings twice", False, False)
    for verb in (
        lambda ctx: orders.change_note(ctx, order_id(order), note, body="Mine now"),
        lambda ctx: orders.delete_note(ctx, order_id(order), note),
    ):
        with pytest.raises(NoteOfSomebodyElse):
            bazaar.work.perform(eve, verb)
    bazaar.work.perform(eve, lambda ctx: orders.change_note(ctx, order_id(order), note, is_pinned=True))
    bazaar.work.perform(bob, lambda ctx: orders.change_note(ctx, order_id(order), note, body="Rings once"))
    changed = detail(bazaar, order_id(order), bob)
    assert [(n.body, n.is_pinned, n.is_own) for n in changed.notes] == [("Rings once", True, True)]
    assert [e.type for e in changed.timeline or ()][-3:] == ["note", "order.noted", "order.noted"]
    assert changed.timeline is not None
    assert changed.timeline[-1].before == {"note": "Rings twice"}
    bazaar.work.perform(bob, lambda ctx: orders.delete_note(ctx, order_id(order), note))
    assert detail(bazaar, order_id(order)).notes == []
    assert [e.before for e in entries(bazaar, "order.noted")][-1] == {"note": "Rings once"}
    with pytest.raises(NoteNotFound):
        bazaar.work.perform(bob, lambda ctx: orders.delete_note(ctx, order_id(order), note))
    with pytest.raises(InvalidInput):
        bazaar.work.perform(bob, lambda ctx: orders.add_note(ctx, order_id(order), "  "))
    payload = bazaar.value(
        "select payload::text from events where tenant_id = %(tenant)s and type = 'order.noted' limit 1"
    )
    assert "Rings" not in payload  # what the staff wrote does not leave with the event


def test_tags_are_kept_tidy_and_proposed(bazaar: Bazaar, order: Order) -> None:
    seen = detail(bazaar, order_id(order)).version
    bazaar.staff(lambda ctx: orders.set_tags(ctx, order_id(order), [" Gift ", "gift", "VIP"], seen))
    assert detail(bazaar, order_id(order)).tags == ["gift", "vip"]
    with pytest.raises(VersionConflict):
        bazaar.staff(lambda ctx: orders.set_tags(ctx, order_id(order), [], seen))
    bazaar.staff(lambda ctx: orders.add_tags(ctx, order_id(order), ["later"]))
    assert bazaar.staff(lambda ctx: staff_list.tags(ctx, "")) == ["gift", "later", "vip"]
    assert bazaar.staff(lambda ctx: staff_list.tags(ctx, "G")) == ["gift"]
    bazaar.staff(lambda ctx: orders.set_tags(ctx, order_id(order), []))
    assert bazaar.staff(lambda ctx: staff_list.tags(ctx, "")) == []
    first, *_ = entries(bazaar, "order.tagged")
    assert (first.before, first.after) == ({"tags": []}, {"tags": ["gift", "vip"]})
    with pytest.raises(InvalidInput):
        bazaar.staff(lambda ctx: orders.set_tags(ctx, order_id(order), [f"t{n}" for n in range(21)]))


def test_another_street_of_the_same_zone(bazaar: Bazaar, order: Order) -> None:
    before = detail(bazaar, order_id(order))
    street = Address(**{**DAKAR, "line1": "99 avenue Pompidou", "name": "Binta Sow"})
    bazaar.staff(lambda ctx: readdressing.change_address(ctx, order_id(order), shipping=street))
    after = detail(bazaar, order_id(order))
    assert after.shipping_address.line1 == "99 avenue Pompidou"
    assert (after.billing_address, after.total_minor, after.taxes) == (
        before.billing_address,
        before.total_minor,
        before.taxes,
    )
    assert after.version == before.version + 1
    (entry,) = entries(bazaar, "order.address_changed")
    assert entry.after == {
        "shipping_address.line1": "99 avenue Pompidou",
        "shipping_address.name": "Binta Sow",
    }
    assert entry.before["shipping_address.name"] == "Awa Ndiaye"
    bazaar.staff(lambda ctx: readdressing.change_address(ctx, order_id(order), shipping=street))
    assert len(entries(bazaar, "order.address_changed")) == 1  # the same again is no change


def test_an_address_that_would_cost_something_else_is_refused(bazaar: Bazaar, order: Order) -> None:
    paris = Address(name="Awa", line1="1 rue de Rivoli", city="Paris", postal_code="75001", country="FR")
    with pytest.raises(AddressChangesPrice) as refused:
        bazaar.staff(lambda ctx: readdressing.change_address(ctx, order_id(order), shipping=paris))
    changes: Any = refused.value.fields["changes"]
    assert changes["shipping"] == {"before": 1500, "after": "not offered"}
    assert changes["tax"]["after"] == "none"
    with pytest.raises(InvalidInput) as flaws:
        bazaar.staff(
            lambda ctx: readdressing.change_address(
                ctx, order_id(order), shipping=Address(country="SN", name="Awa")
            )
        )
    assert "shipping_address.city" in str(flaws.value.fields["errors"])
    bazaar.staff(lambda ctx: readdressing.change_address(ctx, order_id(order), billing=paris))
    assert detail(bazaar, order_id(order)).billing_address.city == "Paris"
    bazaar.staff(lambda ctx: orders.prepare(ctx, order_id(order)))
    bazaar.staff(lambda ctx: orders.ship(ctx, order_id(order), "Poste", "1"))
    with pytest.raises(AddressFixed):
        bazaar.staff(lambda ctx: readdressing.change_address(ctx, order_id(order), billing=paris))


def test_another_contact(bazaar: Bazaar, order: Order) -> None:
    def change(email: str, phone: str) -> None:
        bazaar.staff(lambda ctx: readdressing.change_contact(ctx, order_id(order), email=email, phone=phone))

    change(" Binta@Example.com ", "77 123 45 99")
    seen = detail(bazaar, order_id(order))
    assert (seen.email, seen.phone) == ("binta@example.com", "77 123 45 99")
    (entry,) = entries(bazaar, "order.contact_changed")
    assert entry.before["email"] == "awa@example.com"
    for email, phone, field in (("", "", "email"), ("nobody", "", "email"), ("b@example.com", "12", "phone")):
        with pytest.raises(InvalidInput) as wrong:
            change(email, phone)
        assert field in str(wrong.value.fields["errors"])


def test_strangers_change_nothing(bazaar: Bazaar, order: Order) -> None:
    note = bazaar.staff(lambda ctx: orders.add_note(ctx, order_id(order), "Mine"))
    verbs: list[Any] = [
        lambda ctx: orders.add_note(ctx, order_id(order), "x"),
        lambda ctx: orders.change_note(ctx, order_id(order), note, is_pinned=True),
        lambda ctx: orders.set_tags(ctx, order_id(order), ["x"]),
        lambda ctx: readdressing.change_contact(ctx, order_id(order), email="e@example.com", phone=""),
    ]
    before = detail(bazaar, order_id(order)).version
    for verb in verbs:
        for caller in (
            somebody(bazaar, "Sam", "orders:read"),
            limited(bazaar, stores={new_id()}),
            limited(bazaar, locations={bazaar.thies}),
        ):
            with pytest.raises(Forbidden):
                bazaar.work.perform(caller, verb)
    assert detail(bazaar, order_id(order)).version == before
    assert parse("ord", order.id) == order_id(order)

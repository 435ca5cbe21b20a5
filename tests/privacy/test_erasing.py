"""A person in every place that knows people, erased: nothing is left of them but the books."""

from collections.abc import Callable
from uuid import UUID

import msgspec
import pytest
from tests.checkout.bazaar import DAKAR, Bazaar
from tests.checkout.steps import buy, order_id
from tests.customers.letters import HERE
from tests.media.pictures import drawn, saved
from tests.people import PASSWORD

from duka.access.roles import CUSTOMER
from duka.audit import verifying as audit
from duka.checkout import staff_paying
from duka.customers import service as customers
from duka.customers.errors import CustomerNotFound
from duka.customers.inputs import CustomerNoteInput
from duka.customers.types import Address
from duka.draft_orders import service as drafts
from duka.draft_orders.types import DraftChange, WantedLine
from duka.identity.errors import WrongLogin
from duka.inventory import queries as stock
from duka.kernel import ids, relay
from duka.kernel.context import SYSTEM, Actor, Context
from duka.kernel.errors import Forbidden
from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.ledger import verifying as ledger
from duka.media.providers.local import LocalStorage
from duka.orders import service as orders
from duka.privacy import erasing, exporting, scanning
from duka.privacy.errors import CustomerErased, CustomerUnderWay, ErasureNotFound
from duka.returns import service as returns
from duka.returns.types import LineAsked, ReturnAsked
from duka.wiring import LISTENERS

EMAIL = "mariama.uniquely@mail.example"
PHONE = "+221770009988"
NAME = "Mariama Uniquename"
STREET = "77 rue de la Trace"
MARKERS = [EMAIL, PHONE, NAME, STREET, "Uniquename", "Her secret wish", "Her note to us", "called from"]


def bought(bazaar: Bazaar) -> tuple[UUID, UUID]:
    """A guest order of hers, to be paid at the door, and its customer."""
    address = Address(**{**DAKAR, "name": NAME, "line1": STREET, "phone": PHONE})
    order = buy(
        bazaar,
        (bazaar.product(), 1),
        email=EMAIL,
        phone=PHONE,
        shipping_address=address,
        billing_address=address,
        note="Her secret wish",
    )
    statement = "select customer_id from orders where tenant_id = %(tenant)s and id = %(id)s"
    return order_id(order), bazaar.value(statement, id=order_id(order))


def finished(bazaar: Bazaar, order: UUID) -> None:
    bazaar.staff(lambda ctx: orders.prepare(ctx, order))
    bazaar.staff(lambda ctx: orders.deliver(ctx, order))
    payment = bazaar.value(
        "select id from payments where tenant_id = %(tenant)s and order_id = %(id)s", id=order
    )
    bazaar.staff(lambda ctx: staff_paying.mark_paid(ctx, payment, f"{NAME} paid in notes"))


def herself(bazaar: Bazaar, customer: UUID) -> Caller:
    return Caller(bazaar.tenant, Actor("customer", customer), store=bazaar.store)


def test_nothing_is_left_but_the_books(bazaar: Bazaar, storage: LocalStorage) -> None:
    order, customer = bought(bazaar)
    bazaar.staff(lambda ctx: customers.add_note(ctx, customer, CustomerNoteInput(body="Her note to us")))
    bazaar.staff(lambda ctx: orders.add_note(ctx, order, f"{NAME} called from {PHONE}"))
    address = Address(**{**DAKAR, "name": NAME, "line1": STREET})
    bazaar.staff(lambda ctx: customers.add_address(ctx, customer, address, True))
    bazaar.staff(lambda ctx: orders.change_contact(ctx, order, email=EMAIL, phone=PHONE + "1"))
    finished(bazaar, order)
    relay.drain(bazaar.work, LISTENERS)
    with bazaar.work.database.platform() as tx:
        before = scanning.find(tx, bazaar.tenant, MARKERS)
        total = tx.value("select total_minor from orders where id = %(id)s", id=order)
    assert {"customers", "orders", "audit_log", "events", "order_notes"} <= set(before)
    erasure = bazaar.staff(lambda ctx: erasing.erase(ctx, customer, "she asked"))
    assert erasure.status == "running"
    relay.drain(bazaar.work, LISTENERS)
    for _ in range(2):
        erasing.follow(bazaar.work, bazaar.tenant, storage, ids.parse("era", erasure.id))
    seen = bazaar.staff(lambda ctx: erasing.get(ctx, customer))
    assert (seen.status, seen.traces) == ("done", {})
    with bazaar.work.database.platform() as tx:
        assert scanning.find(tx, bazaar.tenant, MARKERS) == {}
        row = tx.one("select total_minor, shipping_address from orders where id = %(id)s", id=order)
    assert row is not None
    assert (row.total_minor, row.shipping_address) == (total, {"country": "SN"})
    assert audit.verify(bazaar.work, bazaar.tenant).findings == []
    assert bazaar.staff(stock.verify) == []
    assert bazaar.perform(ledger.verify).findings == []
    with pytest.raises(CustomerErased):
        bazaar.staff(lambda ctx: erasing.erase(ctx, customer, "again"))
    assert bazaar.events("customer.erased") == ["customer.erased"]


def test_a_person_with_an_order_under_way_is_not_erased(bazaar: Bazaar) -> None:
    _, customer = bought(bazaar)
    with pytest.raises(CustomerUnderWay):
        bazaar.staff(lambda ctx: erasing.erase(ctx, customer))
    assert bazaar.value("select email from customers where tenant_id = %(tenant)s") == EMAIL
    with pytest.raises(ErasureNotFound):
        bazaar.staff(lambda ctx: erasing.get(ctx, customer))


def test_operators_stay_in_the_trail(bazaar: Bazaar, storage: LocalStorage) -> None:
    """What somebody of the platform did on a visit is told with their name and address, as what staff did."""
    order, customer = bought(bazaar)
    olive = msgspec.structs.replace(
        bazaar.caller("staff"), actor=Actor("operator", new_id(), "Olive"), origin="203.0.113.9 Firefox"
    )
    bazaar.work.perform(olive, lambda ctx: orders.add_note(ctx, order, f"{NAME} called"))
    bazaar.work.perform(olive, lambda ctx: orders.change_contact(ctx, order, email=EMAIL, phone=PHONE + "2"))
    finished(bazaar, order)
    relay.drain(bazaar.work, LISTENERS)
    erasure = bazaar.staff(lambda ctx: erasing.erase(ctx, customer))
    relay.drain(bazaar.work, LISTENERS)
    erasing.follow(bazaar.work, bazaar.tenant, storage, ids.parse("era", erasure.id))
    entries = bazaar.perform(
        lambda ctx: ctx.db.all(
            """select actor_name, origin, details from audit_log
               where tenant_id = %(tenant)s and actor like 'operator:%%' and object = %(order)s""",
            order=order.hex,
        )
    )
    assert entries and {(one.actor_name, one.origin) for one in entries} == {("Olive", "203.0.113.9 Firefox")}
    assert NAME not in str(entries)
    assert audit.verify(bazaar.work, bazaar.tenant).findings == []


def test_somebody_else_stays_as_they_are(bazaar: Bazaar) -> None:
    order, customer = bought(bazaar)
    buy(bazaar, (bazaar.product(), 1), email="awa@example.com")
    finished(bazaar, order)
    bazaar.staff(lambda ctx: erasing.erase(ctx, customer))
    kept = bazaar.row(
        """select c.email, o.shipping_address ->> 'name' as name from customers c
           join orders o on o.tenant_id = %(tenant)s and o.customer_id = c.id
           where c.tenant_id = %(tenant)s and c.id <> %(her)s""",
        her=customer,
    )
    assert (kept.email, kept.name) == ("awa@example.com", DAKAR["name"])


def test_the_trail_can_be_changed_in_no_other_way(bazaar: Bazaar) -> None:
    bought(bazaar)
    with pytest.raises(Exception, match="is final"), bazaar.work.database.platform() as tx:
        tx.run("update audit_log set details = '{}' where tenant_id = %(owner)s", owner=bazaar.tenant)


def test_what_listeners_have_not_heard_yet_is_waited_for(bazaar: Bazaar, storage: LocalStorage) -> None:
    order, customer = bought(bazaar)
    finished(bazaar, order)
    erasure = bazaar.staff(lambda ctx: erasing.erase(ctx, customer))
    with pytest.raises(erasing.StillTold):
        erasing.follow(bazaar.work, bazaar.tenant, storage, ids.parse("era", erasure.id))


def test_the_export_holds_what_she_gave_and_nothing_of_others(bazaar: Bazaar) -> None:
    _, customer = bought(bazaar)
    buy(bazaar, (bazaar.product(), 1), email="awa@example.com")
    told = bazaar.work.perform(herself(bazaar, customer), lambda ctx: exporting.export(ctx, customer))
    assert told.kept["customers"][0]["email"] == EMAIL
    assert [o["note"] for o in told.kept["orders"]] == ["Her secret wish"]
    assert "awa@example.com" not in str(told.kept)
    assert "hash" not in str(told.kept)
    assert bazaar.events("customer.exported") == ["customer.exported"]


def test_only_she_and_those_who_may(bazaar: Bazaar) -> None:
    order, customer = bought(bazaar)
    finished(bazaar, order)
    stranger = herself(bazaar, new_id())
    verbs: list[Callable[[Context, UUID], object]] = [exporting.export, erasing.erase]
    for verb in verbs:

        def act(ctx: Context, verb: Callable[[Context, UUID], object] = verb) -> object:
            return verb(ctx, customer)

        with pytest.raises(CustomerNotFound):
            bazaar.work.perform(stranger, act)
        with pytest.raises(Forbidden):
            bazaar.shop(act)
    erasure = bazaar.work.perform(herself(bazaar, customer), lambda ctx: erasing.erase(ctx, customer))
    assert erasure.status == "running"


def test_an_account_with_everything_leaves_nothing(bazaar: Bazaar, storage: LocalStorage) -> None:
    """Signed up, wished, consented, sent back goods with a photo, got a draft and a link to pay."""
    order, customer = bought(bazaar)
    finished(bazaar, order)
    made = customers.admit(bazaar.work, Caller(bazaar.tenant, SYSTEM), EMAIL, PASSWORD, NAME, PHONE)
    assert made.customer_id == customer
    her = msgspec.structs.replace(herself(bazaar, customer), permissions=CUSTOMER)
    line = bazaar.row(
        "select id, variant_id from order_lines where tenant_id = %(tenant)s and order_id = %(id)s", id=order
    )
    bazaar.work.perform(her, lambda ctx: customers.add_wish(ctx, line.variant_id))
    bazaar.work.perform(
        her,
        lambda ctx: customers.consent(
            ctx, customer, "email", is_given=True, source="settings", wording="Yes"
        ),
    )
    photo = returns.add_photo(bazaar.work, her, storage, order, None, saved(drawn(90, 70)))
    asked = ReturnAsked(
        lines=[
            LineAsked(
                line_id=ids.public("line", line.id), quantity=1, reason="damaged", note=f"{NAME} was sad"
            )
        ],
        photos=[ids.public("photo", photo)],
        note="Her note to us",
    )
    back = bazaar.work.perform(her, lambda ctx: returns.request(ctx, order, asked))
    bazaar.staff(lambda ctx: returns.refuse(ctx, back, f"Sorry, {NAME}"))
    draft = bazaar.staff(
        lambda ctx: drafts.create(
            ctx,
            bazaar.store,
            DraftChange(
                customer_id=customer, lines=[WantedLine(line.variant_id, 1)], internal_note="Her note to us"
            ),
        )
    )
    bazaar.staff(lambda ctx: drafts.cancel(ctx, ids.parse("draft", draft.id)))
    relay.drain(bazaar.work, LISTENERS)
    folder = bazaar.value("select m.key from media m where m.tenant_id = %(tenant)s")
    assert list((storage.root / folder).iterdir())
    erasure = bazaar.staff(lambda ctx: erasing.erase(ctx, customer))
    relay.drain(bazaar.work, LISTENERS)
    erasing.follow(bazaar.work, bazaar.tenant, storage, ids.parse("era", erasure.id))
    assert bazaar.staff(lambda ctx: erasing.get(ctx, customer)).traces == {}
    with bazaar.work.database.platform() as tx:
        assert scanning.find(tx, bazaar.tenant, [*MARKERS, "was sad", "Sorry, "]) == {}
    assert bazaar.value("select count(*) from media where tenant_id = %(tenant)s") == 0
    assert not (storage.root / folder).exists()
    with pytest.raises(WrongLogin):
        customers.log_in(bazaar.work, bazaar.caller(), HERE, EMAIL, PASSWORD)
    assert audit.verify(bazaar.work, bazaar.tenant).findings == []
    assert bazaar.perform(ledger.verify).findings == []

"""What staff do with one customer."""

import pytest
from tests.customers.letters import HERE
from tests.people import PASSWORD, Shop
from tests.support.callers import limited, person, staff

from duka.customers import service, staff_queries
from duka.customers.errors import (
    CustomerNotFound,
    EmailTaken,
    GroupNameTaken,
    GroupNotFound,
    NoteNotFound,
    NoteOfSomebodyElse,
    TooManyTags,
)
from duka.customers.inputs import (
    CustomerChange,
    CustomerGroupChange,
    CustomerGroupInput,
    CustomerNoteChange,
    CustomerNoteInput,
    NewCustomer,
)
from duka.customers.staff_types import StaffCustomer
from duka.customers.types import Address
from duka.identity import queries as identity
from duka.identity.errors import EmailInvalid, WrongLogin
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import new_id, public
from duka.kernel.work import Work
from duka.support import addresses


def seen(work: Work, shop: Shop, customer: object) -> StaffCustomer:
    return work.perform(shop.caller, lambda ctx: staff_queries.customer_for_staff(ctx, customer))  # type: ignore[arg-type]


def trail(work: Work, shop: Shop, customer: object) -> list[tuple[str, object, object]]:
    rows = work.perform(
        shop.caller,
        lambda ctx: ctx.db.all(
            """select action, before, after from audit_log
               where tenant_id = %(tenant)s and object = %(id)s order by at, id""",
            id=customer.hex,  # type: ignore[attr-defined]
        ),
    )
    return [(r.action, r.before, r.after) for r in rows]


def test_a_new_customer_is_no_account(work: Work, shop: Shop) -> None:
    group = work.perform(
        shop.caller, lambda ctx: service.create_group(ctx, CustomerGroupInput(name="Restaurants"))
    )
    new = NewCustomer(
        email=" Awa@Mail.example",
        name=" Awa Ndiaye ",
        phone="+221 77 1",
        locale="fr",
        tags=["VIP", " vip ", "Often  here"],
        groups=[public("cgrp", group)],
    )
    made = work.perform(shop.caller, lambda ctx: service.create(ctx, new))
    customer = seen(work, shop, made)
    assert (customer.email, customer.name, customer.is_registered) == (
        "awa@mail.example",
        "Awa Ndiaye",
        False,
    )
    assert customer.tags == ["often here", "vip"] and [g.name for g in customer.groups] == ["Restaurants"]
    ((action, before, after),) = trail(work, shop, made)
    assert action == "customer.created" and before is None and after["tags"] == ["often here", "vip"]  # type: ignore[index]


def test_an_address_is_nobody_elses(work: Work, shop: Shop, other_shop: Shop) -> None:
    first = person(work, shop, "Awa", "awa@mail.example")
    with pytest.raises(EmailTaken) as refusal:
        person(work, shop, "Another", "AWA@mail.example")
    assert refusal.value.fields["customer_id"] == public("cus", first)
    person(work, other_shop, "At another merchant", "awa@mail.example")
    with pytest.raises(EmailInvalid):
        person(work, shop, "Nobody", "no address")


def test_a_change_names_what_it_changes_and_leaves_the_rest(work: Work, shop: Shop) -> None:
    who = person(work, shop, "Awa", phone="+221 77 1", tags=["vip"])
    change = CustomerChange(name="Awa Ndiaye", tags=["wholesale"])
    assert work.perform(shop.caller, lambda ctx: service.update(ctx, who, change, 1)) == 2
    customer = seen(work, shop, who)
    assert (customer.name, customer.phone, customer.tags, customer.version) == (
        "Awa Ndiaye",
        "+221 77 1",
        ["wholesale"],
        2,
    )
    assert trail(work, shop, who)[-1] == (
        "customer.updated",
        {"name": "Awa", "tags": ["vip"]},
        {"name": "Awa Ndiaye", "tags": ["wholesale"]},
    )
    with pytest.raises(VersionConflict):
        work.perform(shop.caller, lambda ctx: service.update(ctx, who, change, 1))
    assert work.perform(shop.caller, lambda ctx: service.update(ctx, who, change, 2)) == 2  # nothing differs


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (CustomerChange(name="x" * 201), InvalidInput),
        (CustomerChange(phone="call me"), InvalidInput),
        (CustomerChange(locale="French"), InvalidInput),
        (CustomerChange(tags=["a,b"]), InvalidInput),
        (CustomerChange(tags=[f"t{n}" for n in range(51)]), TooManyTags),
        (CustomerChange(groups=[public("cgrp", new_id())]), GroupNotFound),
    ],
)
def test_a_wrong_change_changes_nothing(
    work: Work, shop: Shop, change: CustomerChange, refusal: type[Exception]
) -> None:
    who = person(work, shop, "Awa", tags=["vip"])
    with pytest.raises(refusal):
        work.perform(shop.caller, lambda ctx: service.update(ctx, who, change, 1))
    assert (seen(work, shop, who).tags, seen(work, shop, who).version) == (["vip"], 1)


def test_another_email_address_ends_what_the_old_one_opened(work: Work, shop: Shop) -> None:
    account = service.admit(work, shop.caller, "awa@mail.example", PASSWORD, "Awa")
    person(work, shop, "Taken", "taken@mail.example")
    change = lambda email, by=shop.caller, version=1: work.perform(  # noqa: E731
        by,
        lambda ctx: service.change_email(ctx, account.customer_id, email, "Called from her number", version),
    )
    with pytest.raises(EmailTaken):
        change("taken@mail.example")
    with pytest.raises(Forbidden):
        change("new@mail.example", limited(shop, shop.store))
    with pytest.raises(VersionConflict):
        change("new@mail.example", version=7)
    assert change("New@mail.example") == 2
    assert identity.authenticate(work, account.token) is None
    for email in ("awa@mail.example", "new@mail.example"):
        with pytest.raises(WrongLogin):
            service.log_in(work, shop.shopper, HERE, email, PASSWORD)
    assert trail(work, shop, account.customer_id)[-1] == (
        "customer.email_changed",
        {"email": "awa@mail.example"},
        {"email": "new@mail.example"},
    )


def test_a_closed_account_can_be_opened_again(work: Work, shop: Shop) -> None:
    account = service.admit(work, shop.caller, "awa@mail.example", PASSWORD, "Awa")
    who = account.customer_id
    with pytest.raises(Forbidden):
        work.perform(limited(shop, shop.store), lambda ctx: service.deactivate(ctx, who, "Fraud"))
    for _ in range(2):
        work.perform(shop.caller, lambda ctx: service.deactivate(ctx, who, "Fraud"))
    assert not seen(work, shop, who).is_active
    assert identity.authenticate(work, account.token) is None
    with pytest.raises(WrongLogin):
        service.log_in(work, shop.shopper, HERE, "awa@mail.example", PASSWORD)
    work.perform(shop.caller, lambda ctx: service.reactivate(ctx, who))
    assert service.log_in(work, shop.shopper, HERE, "awa@mail.example", PASSWORD).customer_id == who
    actions = [action for action, *_ in trail(work, shop, who)]
    assert actions == [
        "customer.registered",
        "customer.verified",
        "customer.deactivated",
        "customer.reactivated",
        "customer.logged_in",
    ]


def test_notes_are_for_the_next_person(work: Work, shop: Shop) -> None:
    who, bob = person(work, shop, "Awa"), staff(shop, "Bob")
    note = lambda by, body, **more: work.perform(  # noqa: E731
        by, lambda ctx: service.add_note(ctx, who, CustomerNoteInput(body=body, **more))
    )
    first = note(shop.caller, "Rings twice")
    note(bob, "Wants a call before delivery", is_pinned=True)
    notes = work.perform(bob, lambda ctx: staff_queries.notes(ctx, who))
    assert [(n.body, n.author, n.is_own, n.is_pinned) for n in notes] == [
        ("Wants a call before delivery", "Bob", True, True),
        ("Rings twice", "Alice", False, False),
    ]
    with pytest.raises(NoteOfSomebodyElse):
        work.perform(bob, lambda ctx: service.update_note(ctx, who, first, CustomerNoteChange(body="Mine")))
    with pytest.raises(NoteOfSomebodyElse):
        work.perform(bob, lambda ctx: service.remove_note(ctx, who, first))
    work.perform(bob, lambda ctx: service.update_note(ctx, who, first, CustomerNoteChange(is_pinned=True)))
    work.perform(
        shop.caller, lambda ctx: service.update_note(ctx, who, first, CustomerNoteChange(body="Rings thrice"))
    )
    assert work.perform(bob, lambda ctx: staff_queries.notes(ctx, who))[-1].body == "Rings thrice"
    work.perform(shop.caller, lambda ctx: service.remove_note(ctx, who, first))
    with pytest.raises(NoteNotFound):
        work.perform(shop.caller, lambda ctx: service.remove_note(ctx, who, first))
    with pytest.raises(InvalidInput):
        note(bob, "  \n ")
    assert [action for action, *_ in trail(work, shop, who)].count("customer.noted") == 5


def test_groups_hold_customers_of_the_company(work: Work, shop: Shop, other_shop: Shop) -> None:
    group = work.perform(shop.caller, lambda ctx: service.create_group(ctx, CustomerGroupInput(name="Cafés")))
    awa, stranger = person(work, shop, "Awa"), person(work, other_shop, "Stranger")
    move = lambda add, remove: work.perform(  # noqa: E731
        shop.caller, lambda ctx: service.set_members(ctx, group, add, remove)
    )
    assert (move([awa], []), move([awa], []), seen(work, shop, awa).version) == (1, 0, 2)
    with pytest.raises(CustomerNotFound):
        move([stranger], [])
    with pytest.raises(GroupNotFound):
        work.perform(other_shop.caller, lambda ctx: service.set_members(ctx, group, [], []))
    with pytest.raises(GroupNameTaken):
        work.perform(shop.caller, lambda ctx: service.create_group(ctx, CustomerGroupInput(name="CAFES")))
    with pytest.raises(Forbidden):
        work.perform(limited(shop, shop.store), lambda ctx: service.delete_group(ctx, group))
    renamed = CustomerGroupChange(name="Restaurants")
    assert work.perform(shop.caller, lambda ctx: service.update_group(ctx, group, renamed, 1)) == 2
    (listed,) = work.perform(shop.caller, staff_queries.list_groups)
    assert (listed.name, listed.members) == ("Restaurants", 1)
    assert move([], [awa]) == 1
    work.perform(shop.caller, lambda ctx: service.delete_group(ctx, group))
    assert seen(work, shop, awa).groups == []


def test_tags_for_many_at_once_are_suggested_by_use(work: Work, shop: Shop, other_shop: Shop) -> None:
    crowd = [person(work, shop, f"P{n}", tags=["new"]) for n in range(3)]
    tag = lambda who, add, remove: work.perform(  # noqa: E731
        shop.caller, lambda ctx: service.tag_many(ctx, who, add, remove)
    )
    assert tag(crowd[:2], ["VIP"], ["new"]) == 2
    assert tag(crowd[:2], ["vip"], []) == 0
    with pytest.raises(CustomerNotFound):
        tag([crowd[2], person(work, other_shop, "Stranger")], ["vip"], [])
    listed = work.perform(shop.caller, staff_queries.list_tags)
    assert [(t.tag, t.customers) for t in listed] == [("vip", 2), ("new", 1)]
    assert [t.tag for t in work.perform(shop.caller, lambda ctx: staff_queries.list_tags(ctx, "V"))] == [
        "vip"
    ]


def test_an_address_is_complete_for_its_country(work: Work, shop: Shop) -> None:
    who = person(work, shop, "Awa")
    add = lambda address: work.perform(shop.caller, lambda ctx: addresses.add(ctx, who, address))  # noqa: E731
    with pytest.raises(InvalidInput) as refusal:
        add(Address(name="Awa", line1="3 rue de Lille", city="Paris", country="FR", postal_code="7"))
    assert list(refusal.value.fields["errors"]) == ["address.postal_code"]  # type: ignore[call-overload]
    first = add(Address(name="Awa", line1="3 rue de Lille", city="Paris", country="FR", postal_code="75007"))
    assert seen(work, shop, who).country == "FR"
    there = Address(
        name="Awa", instructions="Behind the market", city="Thiès", country="SN", phone="771234567"
    )
    work.perform(shop.caller, lambda ctx: addresses.update(ctx, who, first, there))
    assert seen(work, shop, who).country == "SN"
    _, before, after = trail(work, shop, who)[-1]
    assert before["address"]["city"] == "Paris" and after["address"]["city"] == "Thiès"  # type: ignore[index]


def test_only_staff_who_may_change_customers_do(work: Work, shop: Shop, other_shop: Shop) -> None:
    who = person(work, shop, "Awa")
    reader = staff(shop, "Reader", "customers:read")
    for act in (
        lambda ctx: service.update(ctx, who, CustomerChange(name="X"), 1),
        lambda ctx: service.add_note(ctx, who, CustomerNoteInput(body="X")),
        lambda ctx: service.tag_many(ctx, [who], ["x"], []),
        lambda ctx: addresses.add(ctx, who, Address(country="SN")),
        lambda ctx: service.create(ctx, NewCustomer(email="x@y.example")),
    ):
        with pytest.raises(Forbidden):
            work.perform(reader, act)
    with pytest.raises(CustomerNotFound):
        seen(work, other_shop, who)
    with pytest.raises(CustomerNotFound):
        work.perform(other_shop.caller, lambda ctx: service.add_note(ctx, who, CustomerNoteInput(body="X")))

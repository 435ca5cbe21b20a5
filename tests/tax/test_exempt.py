from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from tests import make
from tests.people import Shop

from duka.customers import service as customers
from duka.customers.errors import CustomerNotFound, GroupNotFound
from duka.customers.inputs import CustomerGroupInput, NewCustomer
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden, InvalidInput
from duka.kernel.ids import new_id, parse, public
from duka.kernel.work import Caller, Work
from duka.tax.errors import ExemptionNotFound
from duka.tax.service import exemptions
from duka.tax.types import TaxExemptionInput


def customer(work: Work, shop: Shop) -> str:
    new = NewCustomer(email=f"{make.unique('sam')}@sam.example", name="Sam")
    return public("cus", work.perform(shop.caller, lambda ctx: customers.create(ctx, new)))


def given(**more: Any) -> TaxExemptionInput:
    return TaxExemptionInput(**{"reason": "School", "certificate_number": "C-1", **more})


def events(work: Work, shop: Shop) -> list[str]:
    def ask(ctx: Context) -> list[str]:
        rows = ctx.db.all(
            "select e.type from events e where e.tenant_id = %(tenant)s and e.type like 'tax_exemption.%%'"
            " order by e.id"
        )
        return [row.type for row in rows]

    return work.perform(Caller(shop.tenant.id), ask)


def test_a_customer_is_exempt_until_it_is_ended(work: Work, shop: Shop) -> None:
    sam = customer(work, shop)
    new = given(customer_id=sam, countries=["FR", "DE", "FR"], classes=["books"])
    made = work.perform(shop.caller, lambda ctx: exemptions.exempt(ctx, new))
    assert made.is_in_force
    assert (made.customer_id, made.name, made.countries, made.classes) == (
        sam,
        "Sam",
        ["DE", "FR"],
        ["books"],
    )
    ended = work.perform(shop.caller, lambda ctx: exemptions.end(ctx, _id(made.id)))
    again = work.perform(shop.caller, lambda ctx: exemptions.end(ctx, _id(made.id)))
    assert not ended.is_in_force
    assert again == ended
    assert events(work, shop) == ["tax_exemption.given", "tax_exemption.ended"]


def test_all_in_a_group_are_and_it_runs_out(work: Work, shop: Shop) -> None:
    group = work.perform(
        shop.caller, lambda ctx: customers.create_group(ctx, CustomerGroupInput(name="Schools"))
    )

    def exempt(ctx: Context) -> None:
        exemptions.exempt(ctx, given(group_id=public("cgrp", group), until=ctx.now + timedelta(days=1)))

    work.perform(shop.caller, exempt)
    (only,) = work.perform(shop.caller, lambda ctx: exemptions.list_exemptions(ctx, in_force=True)).items
    assert (only.name, only.is_in_force) == ("Schools", True)


def test_pages_follow_each_other(work: Work, shop: Shop) -> None:
    sam = customer(work, shop)
    for n in range(3):
        new = given(customer_id=sam, reason=f"Why {n}")
        work.perform(shop.caller, partial(exemptions.exempt, new=new))
    first = work.perform(shop.caller, lambda ctx: exemptions.list_exemptions(ctx, limit=2))
    rest = work.perform(shop.caller, lambda ctx: exemptions.list_exemptions(ctx, limit=2, cursor=first.next))
    assert [e.reason for e in (*first.items, *rest.items)] == ["Why 2", "Why 1", "Why 0"]
    assert rest.next is None


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({}, "customer_id"),
        ({"customer_id": public("cus", new_id()), "group_id": public("cgrp", new_id())}, "customer_id"),
        ({"customer_id": public("cus", new_id()), "reason": "  "}, "reason"),
    ],
)
def test_what_is_wrong_is_said_by_field(work: Work, shop: Shop, more: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        work.perform(shop.caller, lambda ctx: exemptions.exempt(ctx, given(**more)))
    assert field in refused.value.fields["errors"]  # type: ignore[operator]
    assert events(work, shop) == []


def test_strangers_are_not_there(work: Work, shop: Shop, other_shop: Shop) -> None:
    sam = customer(work, shop)
    with pytest.raises(CustomerNotFound):
        work.perform(other_shop.caller, lambda ctx: exemptions.exempt(ctx, given(customer_id=sam)))
    with pytest.raises(GroupNotFound):
        work.perform(
            other_shop.caller, lambda ctx: exemptions.exempt(ctx, given(group_id=public("cgrp", new_id())))
        )
    made = work.perform(shop.caller, lambda ctx: exemptions.exempt(ctx, given(customer_id=sam)))
    with pytest.raises(ExemptionNotFound):
        work.perform(other_shop.caller, lambda ctx: exemptions.end(ctx, _id(made.id)))
    assert work.perform(shop.caller, lambda ctx: exemptions.get(ctx, _id(made.id))).is_in_force


def test_only_who_may_change_settings_gives_them(work: Work, shop: Shop) -> None:
    sam = customer(work, shop)
    clerk = make.caller(shop.tenant, None, "customers:read", "customers:write")
    with pytest.raises(Forbidden):
        work.perform(clerk, lambda ctx: exemptions.exempt(ctx, given(customer_id=sam)))
    assert work.perform(clerk, exemptions.list_exemptions).items == []


def _id(text: str) -> Any:

    return parse("texm", text)

"""What a store says about goods that come back: the section `returns` of its settings, and the policy of each return."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from duka.settings.types import Errors

Outcome = Literal["refund", "exchange", "credit"]
Payer = Literal["customer", "store"]
Code = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,39}$")]
Id = Annotated[str, Meta(max_length=40)]
Words = dict[Annotated[str, Meta(max_length=20)], Annotated[str, Meta(max_length=2000)]]
Days = Annotated[int, Meta(ge=0, le=100_000)]


class ReturnReason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why goods come back. `labels`: language → its words; the known codes have words of their own. `paid_by`: who pays the
    way back. `fee_percent` of what the line is worth is kept. `is_fault`: the store's, so that it is a claim: the goods are
    taken back longer, and may stay where they are."""

    code: Code
    labels: Words = {}
    paid_by: Payer = "customer"
    needs_photo: bool = False
    fee_percent: Annotated[int, Meta(ge=0, le=100)] = 0
    is_fault: bool = False
    is_offered: bool = True


REASONS = (
    ReturnReason(code="changed_mind"),
    ReturnReason(code="does_not_fit"),
    ReturnReason(code="not_as_described", paid_by="store"),
    ReturnReason(code="damaged", paid_by="store", needs_photo=True, is_fault=True),
    ReturnReason(code="wrong_item", paid_by="store", needs_photo=True, is_fault=True),
    ReturnReason(code="missing", paid_by="store", is_fault=True),
)


class ReturnSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Goods come back within `return_days` of their arrival, faults are told within `claim_days`; money goes back within
    `refund_days`.

    `paid_by` is said to shoppers; who pays in each case is the reason's. `excluded_categories` and `excluded_products` are
    public ids of what does not come back; `excludes_weighed`: nor does what is sold by weight (food). A fault may be claimed
    of these too. `approves_alone`: a request within the policy is approved at once, up to `approves_up_to_minor` of goods
    where that is set. `refunds_shipping`: the carriage goes back when all of an order does. `carriage_minor`: what the way
    back costs a customer who pays for it with our label. `location_id` is where goods are received, `address` what is
    written on the parcel; `instructions`: language → what to do."""

    accepted: bool = True
    return_days: Days = 14
    refund_days: Days = 14
    claim_days: Days = 60
    paid_by: Payer = "customer"
    outcomes: Annotated[list[Outcome], Meta(min_length=1, max_length=3)] = msgspec.field(
        default_factory=lambda: ["refund", "exchange", "credit"]
    )
    reasons: Annotated[list[ReturnReason], Meta(max_length=30)] = msgspec.field(
        default_factory=lambda: list(REASONS)
    )
    excluded_categories: Annotated[list[Id], Meta(max_length=200)] = []
    excluded_products: Annotated[list[Id], Meta(max_length=500)] = []
    excludes_weighed: bool = True
    approves_alone: bool = False
    approves_up_to_minor: Annotated[int, Meta(ge=0, le=10**15)] | None = None
    refunds_shipping: bool = True
    carriage_minor: Annotated[int, Meta(ge=0, le=10**15)] = 0
    location_id: Id | None = None
    address: Annotated[str, Meta(max_length=1000)] = ""
    instructions: Words = {}

    def reason(self, code: str) -> ReturnReason | None:
        return next((reason for reason in self.reasons if reason.code == code), None)


def check(value: ReturnSettings, errors: Errors) -> None:
    """The reasons differ, and one is offered."""
    codes = [reason.code for reason in value.reasons]
    for index, code in enumerate(codes):
        if code in codes[:index]:
            errors[f"reasons[{index}].code"] = "is there twice"
    if value.accepted and not any(reason.is_offered for reason in value.reasons):
        errors["reasons"] = "offer one at least"
    if len(set(value.outcomes)) < len(value.outcomes):
        errors["outcomes"] = "each once"

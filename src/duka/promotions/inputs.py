"""What staff say of a promotion, and what they see of it."""

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from duka.promotions.types import Amounts, Rules

Name = Annotated[str, Meta(min_length=1, max_length=120)]
Title = Annotated[str, Meta(max_length=120)]
Titles = dict[Annotated[str, Meta(max_length=20)], Title]
Priority = Annotated[int, Meta(ge=0, le=10_000)]
Limit = Annotated[int, Meta(ge=1, le=10**12)]
Each = Annotated[int, Meta(ge=1, le=10_000)]
Code = Annotated[str, Meta(max_length=60)]


class NewPromotion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`name` is for staff, `title` for buyers (empty: the name), `titles` the same by locale. `codes`: the first ones, of a
    promotion that needs one."""

    name: Name
    rules: Rules
    title: Title = ""
    titles: Titles = {}
    needs_code: bool = False
    priority: Priority = 100
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    usage_limit: Limit | None = None
    customer_limit: Each | None = None
    budget: Amounts = {}
    codes: Annotated[list[Code], Meta(max_length=100)] = []


class PromotionChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays."""

    name: Name | UnsetType = UNSET
    rules: Rules | UnsetType = UNSET
    title: Title | UnsetType = UNSET
    titles: Titles | UnsetType = UNSET
    needs_code: bool | UnsetType = UNSET
    priority: Priority | UnsetType = UNSET
    starts_at: datetime | UnsetType | None = UNSET
    ends_at: datetime | UnsetType | None = UNSET
    usage_limit: Limit | UnsetType | None = UNSET
    customer_limit: Each | UnsetType | None = UNSET
    budget: Amounts | UnsetType = UNSET


class Given(msgspec.Struct, frozen=True):
    """What orders got by it, in one currency."""

    currency: str
    orders: int
    amount_minor: int


class Promotion(msgspec.Struct, frozen=True, kw_only=True):
    """`status`: draft, active, paused or ended; `state` is that of this moment: a promotion that is active may be scheduled
    or over by its dates. `codes`: how many it has; `code`: its only one. `is_advanced`: plans with basic promotions lack it."""

    id: str
    name: str
    title: str
    titles: dict[str, str]
    status: str
    state: str
    needs_code: bool
    rules: Rules
    is_advanced: bool
    priority: int
    starts_at: str | None
    ends_at: str | None
    usage_limit: int | None
    customer_limit: int | None
    budget: dict[str, int]
    uses: int
    given: list[Given]
    codes: int
    code: str
    version: int
    created_by: str
    created_at: str
    updated_at: str


class PromotionSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A promotion in a list."""

    id: str
    name: str
    title: str
    state: str
    needs_code: bool
    code: str
    codes: int
    rules: Rules
    priority: int
    starts_at: str | None
    ends_at: str | None
    usage_limit: int | None
    uses: int
    given: list[Given]
    version: int
    created_at: str


class PromotionCode(msgspec.Struct, frozen=True):
    code: str
    uses: int
    usage_limit: int | None
    is_disabled: bool
    batch_id: str | None
    created_at: str


class CodeBatch(msgspec.Struct, frozen=True):
    """Codes that were made together; `used`: how many of them were."""

    id: str
    prefix: str
    count: int
    used: int
    usage_limit: int | None
    created_by: str
    created_at: str


class Use(msgspec.Struct, frozen=True):
    """An order that used it. `is_given_back`: it came to nothing."""

    order_id: str
    number: str
    code: str
    amount_minor: int
    currency: str
    at: str
    is_given_back: bool


class Why(msgspec.Struct, frozen=True, kw_only=True):
    """One promotion and a cart. `reason` is a code, `values` what its sentence names, `text` the sentence."""

    promotion_id: str
    name: str
    needs_code: bool
    applies: bool
    code: str
    amount_minor: int
    reason: str
    values: dict[str, str | int]
    text: str


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What the promotions make of a cart: those that apply first. `total_minor` is with shipping and tax where a cart was asked
    about; goods less discounts of one that was tried out."""

    currency: str
    subtotal_minor: int
    discount_minor: int
    shipping_discount_minor: int
    total_minor: int
    promotions: list[Why]

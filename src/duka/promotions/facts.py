"""What promotions are judged by, and what comes of it."""

from datetime import datetime

import msgspec

from duka.promotions.types import TypedCode, Used


class Line(msgspec.Struct, frozen=True):
    """Goods in a cart. `places`: public ids of its product, variant, categories (with those above them) and collections.
    `subtotal_minor` is unit price × quantity; a quantity is an integer at `scale`; `is_weighed`: it is no count of pieces."""

    key: str
    places: frozenset[str]
    unit_price_minor: int
    quantity: int
    scale: int
    subtotal_minor: int
    is_reduced: bool = False
    is_weighed: bool = False

    @property
    def pieces(self) -> int:
        """How many it counts as where pieces are counted: what is weighed is one."""
        if not self.quantity:
            return 0
        return 1 if self.is_weighed or self.scale else self.quantity


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """A cart at a moment. `moment` is in the store's time zone. `shipping_minor` None: no way to carry it is chosen, or
    none is needed; `shipping_method` is the code of the rate. `uses`: promotion → how often this buyer used it. `used`:
    promotion → what was used of it by all. `is_known`: who buys is known by account or e-mail address."""

    currency: str
    lines: tuple[Line, ...]
    moment: datetime
    store: str = ""
    channel: str = "storefront"
    location: str = ""
    market: str = ""
    groups: frozenset[str] = frozenset()
    orders_before: int = 0
    is_known: bool = False
    codes: tuple[TypedCode, ...] = ()
    uses: dict[str, int] = {}
    used: dict[str, Used] = {}
    shipping_minor: int | None = None
    shipping_method: str = ""


class Reason(msgspec.Struct, frozen=True):
    """Why a promotion applied or did not: a code, and what its sentence names."""

    code: str
    values: dict[str, str | int] = {}


class Applied(msgspec.Struct, frozen=True):
    """`lines`: key → what is off that line; `shipping_minor` is off the carriage. `code` opened it."""

    id: str
    title: str
    code: str
    lines: dict[str, int]
    shipping_minor: int = 0

    @property
    def amount_minor(self) -> int:
        return sum(self.lines.values()) + self.shipping_minor


class OnOffer(msgspec.Struct, frozen=True):
    """Gifts that whoever buys may still add: so many `pieces` of one of these variants."""

    promotion: str
    title: str
    variants: list[str]
    pieces: int


class Outcome(msgspec.Struct, frozen=True):
    """`lines`: key → what is off it altogether. `reasons`: by promotion, of every one when that was asked for."""

    applied: tuple[Applied, ...] = ()
    lines: dict[str, int] = {}
    shipping_minor: int = 0
    gifts: tuple[OnOffer, ...] = ()
    reasons: dict[str, Reason] = {}

    @property
    def goods_minor(self) -> int:
        return sum(self.lines.values())

    def without_shipping(self) -> "Outcome":
        """The same, with the carriage at its price."""
        if not self.shipping_minor:
            return self
        applied = (msgspec.structs.replace(one, shipping_minor=0) for one in self.applied if one.lines)
        return msgspec.structs.replace(self, applied=tuple(applied), shipping_minor=0)


NOTHING = Outcome()

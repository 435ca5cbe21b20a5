"""What others may hold of messages, and the kinds there are."""

from typing import Any

import msgspec


class Kind(msgspec.Struct, frozen=True):
    """`permission` is what one must hold, at the place where it happened, to hear of it. `has_letter`: it may come by
    e-mail too."""

    name: str
    permission: str
    is_on: bool = True
    has_letter: bool = False


ORDER_PLACED = Kind("order_placed", "orders:write", has_letter=True)
ORDER_HELD = Kind("order_held", "orders:review")
PAYMENT_FAILED = Kind("payment_failed", "payments:write")
PAYMENT_UNCLEAR = Kind("payment_unclear", "payments:write")
STOCK_LOW = Kind("stock_low", "inventory:write", has_letter=True)
STOCK_SOLD_OUT = Kind("stock_sold_out", "inventory:write")
BOOKS_OFF = Kind("books_off", "ledger:read")
IMPORT_FINISHED = Kind("import_finished", "imports:run")
STAFF_JOINED = Kind("staff_joined", "staff:write")
WEBHOOK_TROUBLE = Kind("webhook_trouble", "webhooks:write")
PLAN_LIMIT = Kind("plan_limit", "plan:write")
SUPPORT_VISIT = Kind("support_visit", "staff:write")
EXPERIMENT_PAUSED = Kind("experiment_paused", "experiments:write")
PAYMENTS_FAILING = Kind("payments_failing", "payments:write", has_letter=True)
STOCKOUTS_UNUSUAL = Kind("stockouts_unusual", "inventory:write", has_letter=True)
ORDERS_LATE = Kind("orders_late", "orders:write", has_letter=True)
HEALTH_ALERT = Kind("health_alert", "health:write", has_letter=True)
KINDS = {
    kind.name: kind
    for kind in (
        ORDER_PLACED,
        ORDER_HELD,
        PAYMENT_FAILED,
        PAYMENT_UNCLEAR,
        STOCK_LOW,
        STOCK_SOLD_OUT,
        BOOKS_OFF,
        IMPORT_FINISHED,
        STAFF_JOINED,
        SUPPORT_VISIT,
        WEBHOOK_TROUBLE,
        EXPERIMENT_PAUSED,
        PAYMENTS_FAILING,
        STOCKOUTS_UNUSUAL,
        ORDERS_LATE,
        HEALTH_ALERT,
        PLAN_LIMIT,
    )
}


class Message(msgspec.Struct, frozen=True):
    """`object` is the public id of what it is about; `data` what the console words it with."""

    id: str
    kind: str
    at: str
    read_at: str | None
    object: str
    store_id: str | None
    data: dict[str, Any]


class Unread(msgspec.Struct, frozen=True):
    """Counted up to 100."""

    unread: int


class Preference(msgspec.Struct, frozen=True):
    """`is_possible`: the reader's permissions reach messages of this kind at all. `by_email`: letters of this kind are wanted
    too, where the store's settings send them; None: there are none."""

    kind: str
    is_on: bool
    is_possible: bool = True
    by_email: bool | None = None

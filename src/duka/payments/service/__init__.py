"""The verbs of payments. Those that take `work` talk to a provider, between transactions of their own."""

from duka.payments.gateways import Gateways
from duka.payments.service.accounts import AccountInput, AccountView
from duka.payments.service.asking import find
from duka.payments.service.capturing import CaptureAsked, capture
from duka.payments.service.collecting import (
    Asked,
    Way,
    ask,
    charge_key,
    create,
    mark_paid,
    open_payment,
    pay_rest,
    prepare,
    resize,
    tell_cancelled,
)
from duka.payments.service.recording import Held, Recorded, adjust, hold, record
from duka.payments.service.refunding import made_by_hand, refund, refund_rest

__all__ = [
    "AccountInput",
    "AccountView",
    "Asked",
    "CaptureAsked",
    "Gateways",
    "Held",
    "Recorded",
    "Way",
    "adjust",
    "ask",
    "capture",
    "charge_key",
    "create",
    "find",
    "hold",
    "made_by_hand",
    "mark_paid",
    "open_payment",
    "pay_rest",
    "prepare",
    "record",
    "refund",
    "refund_rest",
    "resize",
    "tell_cancelled",
]

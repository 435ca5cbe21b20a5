"""The verbs of payments. Those that take `work` talk to a provider, between transactions of their own."""

from duka.payments.service.callbacks import keep_callback
from duka.payments.service.collecting import (
    Providers,
    Recorded,
    ask,
    begin,
    charge_key,
    find,
    hold,
    mark_paid,
    open_payment,
    record,
    try_again,
)
from duka.payments.service.refunding import carry_out, refund, refund_rest

__all__ = [
    "Providers",
    "Recorded",
    "ask",
    "begin",
    "carry_out",
    "charge_key",
    "find",
    "hold",
    "keep_callback",
    "mark_paid",
    "open_payment",
    "record",
    "refund",
    "refund_rest",
    "try_again",
]

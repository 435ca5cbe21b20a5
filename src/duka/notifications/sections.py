"""The section of settings that says which message goes by which channel, and when."""

import re
from typing import Annotated

import msgspec
from msgspec import Meta

from duka.mail import wording
from duka.settings.types import Errors, Section

TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
Kind = Annotated[str, Meta(max_length=40)]
Time = Annotated[str, Meta(max_length=5)]
ALWAYS_BY_EMAIL = frozenset(
    {"order_placed", "order_edited", "payment_refunded", "draft_order", "payment_link"}
)
"""What a buyer must have in writing."""
HEARD = (
    "order_placed", "order_cancelled", "order_edited", "payment_failed", "payment_refunded", "ready_for_pickup",
    "order_shipped", "order_delivered", "return_requested", "return_approved", "return_refused", "return_received",
    "return_completed",
)  # fmt: skip
"""Messages to customers that follow from events, in the order of an order's life."""
BY_SMS = tuple(kind for kind in HEARD if kind in wording.kinds(wording.SMS))


class MessageSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`email_off`: messages to customers that are not sent by e-mail. `is_sms_on`: customers who gave a number and did not
    stop it get `sms_on` by SMS too, but not between `quiet_from` and `quiet_until` (HH:MM, in the store's time zone; both
    empty: at any time): those wait."""

    email_off: list[Kind] = []
    is_sms_on: bool = False
    sms_on: list[Kind] = msgspec.field(default_factory=lambda: ["ready_for_pickup", "order_shipped"])
    quiet_from: Time = "21:00"
    quiet_until: Time = "08:00"


def _check(value: MessageSettings, errors: Errors) -> None:
    may_be_off = [kind for kind in HEARD if kind not in ALWAYS_BY_EMAIL]
    if set(value.email_off) - set(may_be_off):
        errors["email_off"] = f"only these can be switched off: {', '.join(may_be_off)}"
    if set(value.sms_on) - set(BY_SMS):
        errors["sms_on"] = f"only these go by SMS: {', '.join(BY_SMS)}"
    for name in ("quiet_from", "quiet_until"):
        time = getattr(value, name)
        if time and not TIME.fullmatch(time):
            errors[name] = "write a time of day like 21:00"
    if bool(value.quiet_from) != bool(value.quiet_until):
        errors["quiet_until"] = "give both times, or none"


MESSAGES = Section(
    name="messages",
    title="Messages to customers",
    about="What customers hear of, by e-mail or SMS, and quiet hours",
    shape=MessageSettings,
    scope="both",
    check=_check,
)

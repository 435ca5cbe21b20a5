"""Telling people of an alert: a message in the console and a letter, to operators and to the merchant whom it concerns.

In the console each hears of an alert once, however often it is told, and once more when it has become worse.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

import msgspec

from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.mail import service as mail
from duka.notifications import handlers, recipients
from duka.notifications.types import (
    HEALTH_ALERT,
    ORDERS_LATE,
    PAYMENTS_FAILING,
    STOCKOUTS_UNUSUAL,
    Kind,
)

MERCHANTS = {
    "payments_failing": PAYMENTS_FAILING,
    "stockouts_unusual": STOCKOUTS_UNUSUAL,
    "orders_late": ORDERS_LATE,
}
OLD = timedelta(days=2)


class Notice(msgspec.Struct, frozen=True):
    """`merchant` is a company's name, empty for what concerns everybody. `facts` hold plain values. `version` is the alert's: it
    grows when the alert becomes worse. `at`: when it was seen last."""

    alert: UUID
    version: int
    kind: str
    severity: str
    subject: str
    merchant: str
    facts: dict[str, str | int | float]
    at: datetime


def operators(ctx: Context, notice: Notice) -> None:
    """Whoever may replay and silence."""
    _tell(
        ctx,
        notice,
        HEALTH_ALERT,
        "staff_health_alert",
        f"/console/control/health/alerts?alert={notice.alert.hex}",
    )


def merchant(ctx: Context, notice: Notice) -> None:
    """Those who look after what it is about; nobody for what is no merchant's."""
    kind = MERCHANTS.get(notice.kind)
    if kind is None:
        return
    slug = ctx.db.value("select slug from tenants where id = %(tenant)s")
    pages = {"payments_failing": "payments/health", "stockouts_unusual": "inventory", "orders_late": "orders"}
    _tell(ctx, notice, kind, "staff_shop_alert", f"/console/{slug}/{pages[notice.kind]}")


def _tell(ctx: Context, notice: Notice, kind: Kind, letter: str, link: str) -> None:
    data = {**notice.facts, "alert": notice.kind, "subject": notice.subject, "merchant": notice.merchant}
    heard_of = uuid5(notice.alert, str(notice.version))
    heard = Delivery(
        ctx.tenant, heard_of, "alert.opened", 1, notice.alert, {}, "system", ctx.request_id, notice.at
    )
    handlers.tell(ctx, heard, kind, ids.public("alrt", notice.alert), data)
    if notice.at < ctx.now - OLD:
        return
    for reader in recipients.letters(ctx, kind):
        mail.send(
            ctx,
            reader.email,
            letter,
            reader.locale or "en",
            kind=notice.kind,
            severity=notice.severity,
            subject=notice.subject.replace("_", " "),
            merchant=notice.merchant,
            facts_line=", ".join(f"{name.replace('_', ' ')} {value}" for name, value in notice.facts.items()),
            count=notice.facts.get("count", notice.facts.get("late", 0)),
            percent=notice.facts.get("percent", 0),
            usual_percent=notice.facts.get("usual_percent", 0),
            link=link,
        )

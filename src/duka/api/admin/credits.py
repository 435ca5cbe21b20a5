"""Customers' store credit: what they have, given and taken by staff."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, uuid
from duka.credits import queries, service
from duka.credits.types import CustomerCredit
from duka.kernel.context import Context

TAGS = ["Admin: customers"]


class CreditInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`amount_minor` above zero gives, below takes back. `expires_at` None: it does not end."""

    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
    amount_minor: Annotated[int, msgspec.Meta(ge=-(10**12), le=10**12)]
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    expires_at: datetime | None = None


@get("/customers/{customer:str}/credit", permission="credits:read", sync_to_thread=True, tags=TAGS)
def admin_customer_credit(call: NamedDependency[Call], customer: FromPath[str]) -> CustomerCredit:
    """What somebody may spend, with the newest 50 changes."""
    customer_id = uuid("cus", customer)
    return call.read(lambda ctx: queries.of_customer(ctx, customer_id))


@post(
    "/customers/{customer:str}/credit",
    permission="credits:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_change_credit(
    call: NamedDependency[Call], customer: FromPath[str], data: JSONBody[CreditInput]
) -> Response[CustomerCredit]:
    """Give somebody store credit, or take it back. Send an Idempotency-Key, so that a retry gives it once."""
    customer_id = uuid("cus", customer)

    def act(ctx: Context) -> CustomerCredit:
        if data.amount_minor > 0:
            service.issue(ctx, customer_id, data.currency, data.amount_minor, data.reason, data.expires_at)
        elif data.amount_minor < 0:
            service.take(ctx, customer_id, data.currency, -data.amount_minor, data.reason)
        return queries.of_customer(ctx, customer_id)

    answer: Response[Any] = call.write(act, is_key_required=True)
    return answer


HANDLERS = [admin_customer_credit, admin_change_credit]

"""Samples of payments. Those that talk to a provider talk to the sandbox, and, where money is held, to a simulated Stripe."""

from collections.abc import Callable
from functools import cache
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World
from tests.payments.card_shop import values_of
from tests.simulators.stripe import StripeSimulator

from duka.kernel.ids import new_id, parse, public


def _asked(w: World, method: str = "sandbox") -> str:
    """A payment whose buyer is at the provider."""
    order = w.order(method)
    asked = w.shop(
        "POST",
        "/payments/intent",
        {"order_id": order["id"], "return_path": "/back"},
        headers={"order-token": order["tracking_token"], "idempotency-key": new_id().hex},
    )
    assert asked.status == 200, asked.body
    return str(asked.json["id"])


@cache
def _stripe() -> StripeSimulator:
    """Serves until the process ends."""
    simulator = StripeSimulator()
    simulator.__enter__()
    return simulator


def _held(w: World) -> str:
    """A payment whose money the bank holds."""
    simulator = _stripe()
    w.services.gateways.addresses["stripe"] = simulator.url  # type: ignore[index]
    account = f"/stores/{w.store}/payment-accounts/stripe"
    known = w.admin("GET", account)
    version = known.json["version"] if known.status == 200 else 0
    body = {"mode": "test", "values": values_of(simulator), "capture_method": "manual"}
    saved = w.admin("PUT", account, body, headers={"if-match": f'"{version}"'})
    assert saved.status == 200, saved.body
    w.perform(
        lambda ctx: ctx.db.run(
            """insert into payment_methods (tenant_id, id, store_id, provider, name)
               select %(tenant)s, gen_random_uuid(), %(store)s, 'stripe', 'Card'
               where not exists (select from payment_methods m where m.tenant_id = %(tenant)s
                                   and m.store_id = %(store)s and m.provider = 'stripe')""",
            store=parse("store", w.store),
        )
    )
    payment = _asked(w, "stripe")
    simulator.approve(w.admin("GET", f"/payments/{payment}").json["reference"])
    checked = w.admin("POST", f"/payments/{payment}/recheck")
    assert checked.json["status"] == "authorized", checked.body
    return payment


def _capture(w: World) -> Sample:
    body = {"reason": "It weighs less", "amount_minor": 900, "is_final": True}
    return Sample({"payment": _held(w)}, body, headers={"idempotency-key": new_id().hex})


def _made(w: World) -> Sample:
    """A refund that a person has to make."""
    payment, refund = w.order()["payments"][0]["id"], new_id()
    assert w.admin("POST", f"/payments/{payment}/mark-paid", {"reason": "cash"}).status == 200
    w.perform(
        lambda ctx: ctx.db.run(
            """with claimed as (update payments set refunded_minor = 100 where tenant_id = %(tenant)s and id = %(payment)s)
               insert into refunds (tenant_id, id, payment_id, amount_minor, status, reason, actor, created_at, updated_at)
               values (%(tenant)s, %(id)s, %(payment)s, 100, 'by_hand', 'torn', 'staff', %(now)s, %(now)s)""",
            id=refund,
            payment=parse("pay", payment),
            now=ctx.now,
        )
    )
    return Sample({"refund": public("ref", refund)}, {"reference": "Transfer 4711"})


def _replay(w: World) -> Sample:
    callback = new_id()
    w.perform(
        lambda ctx: ctx.db.run(
            """insert into payment_callbacks (tenant_id, id, provider, event_id, reference, body, received_at)
               values (%(tenant)s, %(id)s, 'sandbox', %(event)s, 'sbx_unknown', '{}', %(now)s)""",
            id=callback,
            event=callback.hex,
            now=ctx.now,
        )
    )
    return Sample({"callback": public("cb", callback)})


def samples() -> dict[str, Callable[[World], Sample]]:
    reason: dict[str, Any] = {"reason": "They pay at the door"}
    return {
        "admin_list_payments": lambda w: Sample(
            query={
                "need": "problem",
                "q": "1001",
                "status": "failed",
                "provider": "sandbox",
                "store_id": w.store,
                "created_from": "2020-01-01T00:00:00Z",
            }
        ),
        "admin_get_payment": lambda w: Sample({"payment": _asked(w)}),
        "admin_capture_payment": _capture,
        "admin_cancel_payment": lambda w: Sample({"payment": _asked(w)}, reason),
        "admin_recheck_payment": lambda w: Sample({"payment": _asked(w)}),
        "admin_refund_made": _made,
        "admin_payment_health": lambda w: Sample(query={"period": "week"}),
        "admin_list_payment_callbacks": lambda w: Sample(
            query={"outcome": "mismatch", "provider": "sandbox", "store_id": w.store}
        ),
        "admin_replay_payment_callback": _replay,
    }

"""The steps that PayPal's tests have in common."""

import msgspec
from tests.payments.providers.rig_paypal import PayPalRig
from tests.simulators.paypal_orders import Merchant
from tests.simulators.server import Asked, Reply

from duka.payments.types import CaptureMethod, Charge, Known


def refusing(issue: str) -> PayPalRig:
    """A PayPal that takes no order at all."""
    rig, said = PayPalRig(), {"name": "UNPROCESSABLE_ENTITY", "details": [{"issue": issue}]}
    rig.simulator._routes = [
        (method, path, is_page, (lambda *a, **k: Reply(422, said)) if "capture" in path.pattern else handler)
        for method, path, is_page, handler in rig.simulator._routes
    ]
    return rig


def asked(rig: PayPalRig, method: str, end: str) -> list[Asked]:
    return [one for one in rig.simulator.asked if one.method == method and one.path.endswith(end)]


def opened(
    rig: PayPalRig, total: int = 5000, capture_method: CaptureMethod = "automatic"
) -> tuple[Charge, Known]:
    charge = rig.charge(total, capture_method)
    made = rig.provider.create(rig.account, charge)
    assert made.status == "requires_action" and made.reference
    return charge, rig.known(charge, made.reference)


def held(rig: PayPalRig, total: int = 5000) -> Known:
    _, known = opened(rig, total, "manual")
    rig.approve(known.reference)
    made = rig.provider.confirm(rig.account, known)
    assert made.status == "authorized"
    return msgspec.structs.replace(known, data=made.data)


def paid(rig: PayPalRig, total: int = 5000) -> Known:
    _, known = opened(rig, total)
    rig.approve(known.reference)
    made = rig.provider.confirm(rig.account, known)
    assert made.status == "captured"
    return msgspec.structs.replace(known, data=made.data, captured_minor=total)


def merchant(name: str, scopes: str = "services/payments/payment") -> Merchant:
    return Merchant(name, "s", "WH4" + name, scopes=scopes)

"""One rig a provider: its simulator, its adapter and a merchant's account there, with the buyer's hands.

`RIGS` names them all; the contract tests run over every one. A provider's own rig lives in `rig_<provider>.py`, has one line
here, and says with `about.can` what its provider can do; what it cannot is not asked of it.
"""

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Protocol, Self

import pytest
from tests.simulators.mischief import Letter
from tests.simulators.server import Simulator

from duka.payments.types import Able, Account, CaptureMethod, Charge, Known, Provider


class Rig(Protocol):
    """`with make() as rig:`. Amounts are in minor units of `currency`."""

    simulator: Simulator
    provider: Provider
    account: Account
    currency: str
    secrets: tuple[str, ...]
    """What must never be seen in a recorded exchange or in an exception."""
    routes: Mapping[str, str]
    """The simulator's route that moves the money of each call: `create`, `capture`, `refund`, `cancel`, `look_up`,
    `collect` (where `confirm` collects the money of an approved charge; left out where the buyer's approval does)."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *error: Any) -> None: ...

    def charge(self, amount: int, capture_method: CaptureMethod = "automatic") -> Charge:
        """A new payment, of an order of its own."""

    def known(self, charge: Charge, reference: str, data: Mapping[str, str] | None = None) -> Known:
        """What we hold of that charge after it was created."""

    def approve(self, reference: str) -> None:
        """The buyer pays, on the provider's page or telephone."""

    def decline(self, reference: str) -> None:
        """The buyer, or their bank, says no."""

    def misreport(self, reference: str, amount: int) -> None:
        """The provider holds another amount than we asked for."""

    def wrong_credentials(self) -> Account:
        """The account with a secret that the provider does not know."""

    def callback(self, reference: str) -> Letter:
        """A true callback about that charge, not yet signed."""


def _made(name: str, rig: str) -> Callable[[], Rig]:
    """Loaded when used, so that one provider's rig can be broken without the others noticing."""
    return lambda: getattr(import_module(f"tests.payments.providers.{name}"), rig)()


RIGS: dict[str, Callable[[], Rig]] = {
    "stripe": _made("rig_stripe", "StripeRig"),
    "paypal": _made("rig_paypal", "PayPalRig"),
    "mtn_momo": _made("rig_mtn", "MtnRig"),
    "orange_money": _made("rig_orange", "OrangeRig"),
}

LIVE: dict[str, Callable[[], Rig]] = (
    {"stripe-live": _made("rig_stripe", "LiveStripeRig")} if "DUKA_LIVE_STRIPE" in os.environ else {}
)
"""The real sandboxes for which the environment has credentials: no mischief there, and no callbacks."""


def able(*what: Able, live: bool = False) -> pytest.MarkDecorator:
    """The test runs over the rigs whose provider can do all that; with `live`, at the real sandboxes too."""
    rigs = {**RIGS, **(LIVE if live else {})}
    names = [name for name, make in rigs.items() if make().provider.about.can.issuperset(what)]
    return pytest.mark.parametrize("rig", names, indirect=True)

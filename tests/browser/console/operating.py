"""An operator of the installation with a browser in Center Control."""

from __future__ import annotations

from pathlib import Path

import pyotp
from playwright.sync_api import Browser
from tests.browser.installation import FurnishedShop, Installation
from tests.browser.visitor import Visitor
from tests.operators import hire
from tests.people import PASSWORD

from duka.identity import accounts
from duka.kernel.work import Caller
from duka.tenants.types import PLATFORM


class OperatorAtWork(Visitor):
    """Logged in to the company `control` with a password and a code. `shop` is a merchant they may look at."""

    def __init__(
        self,
        browser: Browser,
        installation: Installation,
        shop: FurnishedShop,
        artefacts: Path,
        *,
        role: str = "owner",
        width: int = 1440,
        height: int = 900,
    ) -> None:
        super().__init__(browser, shop, width, height, artefacts)
        self.company = "control"
        self.console = f"{installation.base_url}/console"
        self.operator = hire(installation.services, role, name="Olive Baker")
        installation.services.work.perform(
            Caller(PLATFORM), lambda ctx: accounts.mark_verified(ctx, self.operator.id)
        )
        self.expects(
            401, 403
        )  # nobody is logged in yet: the console asks who it is, and then for the second factor
        self.log_in()

    def log_in(self) -> None:
        self.page.goto(f"{self.console}/account/log-in")
        self.page.locator("input[name=email]").fill(self.operator.email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("input[name=password]").press("Enter")
        code = self.page.locator("input[name=code], input[autocomplete=one-time-code]").first
        code.wait_for()
        code.press_sequentially(pyotp.TOTP(self.operator.secret).now())
        code.press("Enter")
        self.page.wait_for_url("**/console/control**")

    def go(self, path: str = "/") -> None:
        """`path` begins after the company."""
        self.page.goto(f"{self.console}/control{path if path != '/' else ''}")

"""Somebody of the staff with a browser in the console."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser
from tests.browser.installation import FurnishedShop, Installation
from tests.browser.visitor import Visitor

from duka.identity import accounts
from duka.kernel.context import SYSTEM
from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.staff import service as staff

PASSWORD = "market-day-basket"


class Colleague(Visitor):
    """Logged in to the company of `shop`; `role` is a built-in one."""

    def __init__(
        self,
        browser: Browser,
        installation: Installation,
        shop: FurnishedShop,
        name: str,
        artefacts: Path,
        *,
        role: str = "owner",
        width: int = 1440,
        height: int = 900,
    ) -> None:
        super().__init__(browser, shop, width, height, artefacts)
        self.name = name
        self.company = shop.url.rsplit("/", 1)[-1]
        self.console = f"{installation.base_url}/console"
        self.email = f"{name.split()[0].lower()}-{new_id().hex[-8:]}@staff.example"
        system = Caller(shop.tenant, SYSTEM)
        work = installation.services.work
        made = work.perform(system, lambda ctx: staff.create_staff(ctx, self.email, name, PASSWORD, role))
        work.perform(system, lambda ctx: accounts.mark_verified(ctx, made))
        self.expects(401)  # nobody is logged in yet: the console asks who it is
        self.log_in()

    def log_in(self) -> None:
        self.page.goto(f"{self.console}/account/log-in")
        self.page.locator("input[name=email]").fill(self.email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("input[name=password]").press("Enter")
        self.page.wait_for_url(f"**/console/{self.company}**")

    def go(self, path: str = "/") -> None:
        """`path` begins after the company."""
        self.page.goto(f"{self.console}/{self.company}{path if path != '/' else ''}")

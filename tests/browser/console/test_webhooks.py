"""An endpoint is added in the console, hears a test and an event, fails, and is told again what it missed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.console.signing_in import Colleague
from tests.browser.installation import FurnishedShop, Installation
from tests.webhooks.receiver import Receiver

from duka.kernel import events
from duka.kernel.context import SYSTEM
from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.orders.events import OrderCompleted


@pytest.fixture
def awa(
    chromium: Browser, installation: Installation, boutique: FurnishedShop, artefacts: Path
) -> Iterator[Colleague]:
    made = Colleague(chromium, installation, boutique, "Awa Sarr", artefacts / "webhooks")
    yield made
    made.context.close()
    assert not made.complaints, "\n".join(made.complaints)


def until(what: Callable[[], bool], page: Page) -> None:
    for _ in range(600):
        if what():
            return
        page.wait_for_timeout(50)
    raise AssertionError("nothing came within thirty seconds")


def test_an_endpoint_is_added_tried_and_told_again(
    awa: Colleague, installation: Installation, boutique: FurnishedShop
) -> None:
    """The worker of the installation sends."""
    page, work = awa.page, installation.services.work
    with Receiver() as receiver:
        awa.go("/webhooks/new")
        address = page.get_by_label(re.compile("^(Address|Adresse)$"))
        address.fill("https://localhost/hooks")
        add = page.get_by_role("button", name=re.compile("^(Add the endpoint|Ajouter le point d’accès)$"))
        awa.expects(422)
        add.click()
        expect(page.get_by_role("alert").first).to_contain_text("private network")
        address.fill(receiver.url("/once/500"))
        page.get_by_label(re.compile("^(Only what I choose|Seulement ce que je choisis)$")).check()
        page.get_by_label("order.completed").check()
        add.click()
        secret = page.get_by_test_id("secret").inner_text()
        assert secret.startswith("whsec_")
        awa.look("secret")
        page.get_by_role("button", name=re.compile("^(I have kept it|Je l’ai gardé)$")).click()
        expect(page).to_have_url(re.compile("/webhooks/whe_"))
        awa.look("endpoint")

        page.get_by_role("button", name=re.compile("test message|message d’essai")).click()
        expect(page).to_have_url(re.compile("/webhooks/log/whd_"))
        expect(page.get_by_text("500", exact=True)).to_be_visible(timeout=30_000)
        assert receiver.heard[0].verified(secret)["type"] == "webhook.test"

        event = OrderCompleted(aggregate_id=new_id(), number="1")
        work.perform(Caller(boutique.tenant, SYSTEM), lambda ctx: events.emit(ctx, event))
        until(lambda: len(receiver.heard) == 2, page)
        assert receiver.heard[1].verified(secret)["type"] == "order.completed"
        awa.go("/webhooks/log?type=order.completed&status=delivered")
        page.get_by_role("link", name="order.completed").first.click()
        awa.look("delivery")
        page.get_by_role("button", name=re.compile("^(Send again|Renvoyer)$")).click()
        until(lambda: len(receiver.heard) == 3, page)
        assert receiver.heard[2].id == receiver.heard[1].id

"""The public doors of messages: reports of providers, and the page that stops advertising."""

import json
import re
from typing import Any
from uuid import UUID

import pytest
from tests.api.world import World
from tests.simulators.twilio import TwilioSimulator

from duka.api.messages_door import FRAME, FRAME_HEADERS, mail_report_path
from duka.identity.sealing import keyring
from duka.kernel.ids import parse
from duka.mail import service as mail
from duka.mail import suppressions
from duka.notifications import unsubscribing
from duka.texting import accounts
from duka.texting import service as texting
from duka.texting.accounts import TextingAccountInput
from duka.wiring import Services, exchange

SAM = "sam@shopper.example"


def advert(w: World) -> UUID:
    def write(ctx: Any) -> UUID:
        return mail.send(
            ctx, SAM, "return_received", "fr", store=parse("store", w.store), is_marketing=True, name="Sam", number="1",
            return_number="R-1", link="/x",
        )  # fmt: skip

    found: UUID = w.perform(write)
    return found


@pytest.fixture
def link(acorn: World, services: Services) -> str:
    signer = keyring(services.config)
    return unsubscribing.addresses(signer, "")(acorn.tenant.id, advert(acorn))


def test_looking_stops_nothing_and_one_click_does(acorn: World, link: str) -> None:
    shown = acorn.client.request("GET", link)
    assert shown.status == 200 and 'lang="fr"' in shown.body.decode() and "<form" in shown.body.decode()
    assert not acorn.perform(lambda ctx: marketing(ctx))
    for _ in range(2):
        done = acorn.client.request("POST", link, raw=b"List-Unsubscribe=One-Click")
        assert done.status == 200 and "<form" not in done.body.decode()
    assert acorn.perform(lambda ctx: marketing(ctx))
    assert not acorn.perform(lambda ctx: suppressions.is_suppressed(ctx, "email", SAM))


def marketing(ctx: Any) -> bool:
    sql = "select 1 from mail_suppressions where tenant_id = %(tenant)s and address = %(sam)s and scope = 'marketing'"
    return bool(ctx.db.value(sql, sam=SAM))


@pytest.mark.parametrize(
    "spoil", [lambda s: s[:-1], lambda s: s + "a", lambda s: s.replace(".", "a."), lambda s: "x.y"]
)
def test_a_link_that_is_not_ours_opens_nothing(acorn: World, link: str, spoil: Any) -> None:
    broken = "/unsubscribe/" + spoil(link.removeprefix("/unsubscribe/"))
    assert acorn.client.request("GET", broken).status == 404
    assert acorn.client.request("POST", broken).status == 404


def test_it_holds_no_address(link: str) -> None:
    assert "sam" not in link and re.fullmatch(r"/unsubscribe/[\w-]+\.[0-9a-f]{64}", link)


def test_a_report_of_letters_needs_our_signature(acorn: World, services: Services) -> None:
    path = mail_report_path(services.config, "postmark")
    body = json.dumps({"RecordType": "Delivery"}).encode()
    assert acorn.client.request("POST", path, raw=body).status == 404  # this installation sends by no API
    assert acorn.client.request("POST", path[:-1] + "0", raw=body).status == 404


def test_a_report_of_texts_is_verified(acorn: World, services: Services) -> None:
    known = exchange(services.config)
    with TwilioSimulator() as twilio:
        values = {"account_sid": twilio.sid, "auth_token": twilio.auth, "from": "+15005550006"}

        def connect(ctx: Any) -> Any:
            version = ctx.db.value(
                "select version from texting_accounts where tenant_id = %(tenant)s and provider = 'twilio'"
            )
            return accounts.save(ctx, known, "twilio", TextingAccountInput(values=values), version or 0)

        url = acorn.perform(connect).report_url
        path = url.removeprefix(services.config.base_url)
        number = "+221779876543"
        headers, body = twilio.incoming(url, number, "STOP")
        assert acorn.client.request("POST", path, raw=body, headers={"content-type": "x"}).status == 403
        assert not acorn.perform(lambda ctx: suppressions.is_suppressed(ctx, "sms", number))
        answer = acorn.client.request("POST", path, raw=body, headers=headers)
        assert (answer.status, answer.body) == (200, b"<Response/>")
        assert acorn.perform(lambda ctx: suppressions.is_suppressed(ctx, "sms", number))
    assert acorn.client.request("POST", "/reports/texting/nonsense", raw=body).status == 404
    assert {"stop", "arrêt"} <= texting.STOP


def test_the_frame_of_letters_runs_nothing_else() -> None:
    policy = FRAME_HEADERS["Content-Security-Policy"]
    assert (
        "script-src 'sha256-" in policy
        and "unsafe-inline'; img-src" in policy
        and "sandbox allow-scripts" in policy
    )
    assert FRAME.count("<script") == 1 and FRAME_HEADERS["X-Frame-Options"] == "SAMEORIGIN"

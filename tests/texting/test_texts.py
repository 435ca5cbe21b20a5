"""Texts go by a company's own account; reports are verified; STOP is obeyed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.conftest import Clock
from tests.people import Shop
from tests.simulators.africas_talking import AfricasTalkingSimulator
from tests.simulators.twilio import TwilioSimulator
from tests.texting.conftest import BASE, connect_africas_talking, connect_twilio

from duka.identity.sealing import Keyring
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.work import Work
from duka.mail import suppressions
from duka.texting import accounts, service
from duka.texting.accounts import TextingAccountInput
from duka.texting.errors import (
    NotAPhoneNumber,
    ReportRefused,
    TextingAccountLocked,
    TextingAccountMissing,
    UnknownTextingProvider,
)
from duka.texting.exchange import Exchange, parse

NUMBER = "+221771234567"


def write(work: Work, shop: Shop, to: str = NUMBER, **more: Any) -> UUID:
    given = {"number": "1001", "link": "/shop/track/t", "store": shop.store, **more}
    return work.perform(shop.caller, lambda ctx: service.send(ctx, to, "order_shipped", "en", **given))


def state(work: Work, shop: Shop, mail: UUID) -> Any:
    sql = "select * from mails where tenant_id = %(tenant)s and id = %(id)s"
    return work.perform(shop.caller, lambda ctx: ctx.db.one(sql, id=mail))


def report(
    work: Work, shop: Shop, exchange: Exchange, code: str, headers: dict[str, str], body: bytes
) -> None:
    def hear(ctx: Any) -> None:
        account = accounts.used(ctx, exchange)
        assert account is not None
        heard = exchange.provider(code).read(account, headers, body)
        if heard is not None:
            service.hear(ctx, code, heard)

    work.perform(shop.caller, hear)


def test_a_text_by_twilio_from_writing_to_delivery(
    work: Work, shop: Shop, exchange: Exchange, twilio: TwilioSimulator
) -> None:
    account = connect_twilio(work, shop, exchange, twilio)
    mail = write(work, shop)
    for _ in range(3):
        service.deliver(work, shop.tenant.id, mail, exchange)
    (text,) = twilio.texts
    assert text["To"] == NUMBER and text["From"] == "+15005550006" and "1001" in text["Body"]
    assert f"{BASE}/shop/track/t" in text["Body"] and text["StatusCallback"] == account.report_url
    row = state(work, shop, mail)
    assert (row.status, row.segments, row.text, row.secrets) == ("sent", 1, "", {})
    for _ in range(2):
        report(work, shop, exchange, "twilio", *twilio.report(text, "delivered"))
    assert state(work, shop, mail).status == "delivered"


def test_a_text_by_africas_talking_with_its_price(
    work: Work, shop: Shop, exchange: Exchange, africas_talking: AfricasTalkingSimulator
) -> None:
    connect_africas_talking(work, shop, exchange, africas_talking)
    mail = write(work, shop)
    service.deliver(work, shop.tenant.id, mail, exchange)
    (text,) = africas_talking.texts
    row = state(work, shop, mail)
    assert (row.status, row.cost_micro, row.cost_currency) == ("sent", 800_000, "KES")
    report(work, shop, exchange, "africas_talking", {}, africas_talking.report(text, "Success"))
    assert state(work, shop, mail).status == "delivered"


def test_a_forged_report_changes_nothing(
    work: Work, shop: Shop, exchange: Exchange, twilio: TwilioSimulator
) -> None:
    connect_twilio(work, shop, exchange, twilio)
    mail = write(work, shop)
    service.deliver(work, shop.tenant.id, mail, exchange)
    headers, body = twilio.report(twilio.texts[0], "delivered")
    for wrong in ({}, {"x-twilio-signature": ""}, {"x-twilio-signature": "AAAA"}):
        with pytest.raises(ReportRefused):
            report(work, shop, exchange, "twilio", wrong, body)
    with pytest.raises(ReportRefused):
        report(work, shop, exchange, "twilio", headers, body.replace(b"delivered", b"failed"))
    assert state(work, shop, mail).status == "sent"


def test_a_number_that_is_none_at_the_provider_bounces(
    work: Work, shop: Shop, exchange: Exchange, africas_talking: AfricasTalkingSimulator
) -> None:
    connect_africas_talking(work, shop, exchange, africas_talking)
    africas_talking.codes[NUMBER] = (403, "InvalidPhoneNumber")
    first, second = write(work, shop), write(work, shop)
    for mail in (first, second):
        service.deliver(work, shop.tenant.id, mail, exchange)
    assert state(work, shop, first).status == "bounced" and state(work, shop, second).status == "suppressed"


def test_without_credit_a_text_waits(
    work: Work, shop: Shop, exchange: Exchange, africas_talking: AfricasTalkingSimulator
) -> None:
    connect_africas_talking(work, shop, exchange, africas_talking)
    africas_talking.codes[NUMBER] = (405, "InsufficientBalance")
    mail = write(work, shop)
    service.deliver(work, shop.tenant.id, mail, exchange)
    assert state(work, shop, mail).status == "queued" and "405" in state(work, shop, mail).error
    africas_talking.codes.clear()
    service.deliver(work, shop.tenant.id, mail, exchange)
    assert state(work, shop, mail).status == "sent"


def test_stop_stops_and_start_starts(
    work: Work, shop: Shop, exchange: Exchange, twilio: TwilioSimulator
) -> None:
    account = connect_twilio(work, shop, exchange, twilio)
    for _ in range(2):
        report(work, shop, exchange, "twilio", *twilio.incoming(account.report_url, NUMBER, " Stop. "))
    mail = write(work, shop)
    service.deliver(work, shop.tenant.id, mail, exchange)
    assert twilio.texts == [] and state(work, shop, mail).status == "suppressed"
    report(work, shop, exchange, "twilio", *twilio.incoming(account.report_url, NUMBER, "thanks"))
    assert work.perform(shop.caller, lambda ctx: suppressions.is_suppressed(ctx, "sms", NUMBER))
    report(work, shop, exchange, "twilio", *twilio.incoming(account.report_url, NUMBER, "START"))
    mail = write(work, shop)
    service.deliver(work, shop.tenant.id, mail, exchange)
    assert len(twilio.texts) == 1


def test_a_lost_answer_is_not_sent_again_and_a_busy_provider_is(
    work: Work, shop: Shop, exchange: Exchange, twilio: TwilioSimulator
) -> None:
    connect_twilio(work, shop, exchange, twilio)
    lost, busy = write(work, shop), write(work, shop)
    twilio.mischief.then("cut_after", "messages")
    service.deliver(work, shop.tenant.id, lost, exchange)
    service.deliver(work, shop.tenant.id, lost, exchange)
    assert state(work, shop, lost).status == "failed" and len(twilio.texts) == 1
    twilio.mischief.then("error_before", "messages")
    service.deliver(work, shop.tenant.id, busy, exchange)
    assert state(work, shop, busy).status == "queued"
    service.deliver(work, shop.tenant.id, busy, exchange)
    assert state(work, shop, busy).status == "sent" and len(twilio.texts) == 2


def test_a_text_waits_for_its_time(
    work: Work, shop: Shop, exchange: Exchange, twilio: TwilioSimulator, clock: Clock
) -> None:
    connect_twilio(work, shop, exchange, twilio)
    later = clock() + timedelta(hours=8)
    mail = write(work, shop, not_before=later)
    service.deliver(work, shop.tenant.id, mail, exchange)
    assert state(work, shop, mail).status == "held" and twilio.texts == []
    clock.now = later
    service.deliver(work, shop.tenant.id, mail, exchange)
    assert state(work, shop, mail).status == "sent"


def test_without_an_account_a_text_is_kept(work: Work, shop: Shop, exchange: Exchange) -> None:
    mail = write(work, shop)
    service.deliver(work, shop.tenant.id, mail, exchange)
    assert state(work, shop, mail).status == "kept" and "1001" in state(work, shop, mail).text


def test_what_is_no_number_is_refused(work: Work, shop: Shop) -> None:
    with pytest.raises(NotAPhoneNumber):
        write(work, shop, to="call me")


def test_an_account_is_tested_and_its_secret_never_shown(
    work: Work, shop: Shop, exchange: Exchange, twilio: TwilioSimulator
) -> None:
    account = connect_twilio(work, shop, exchange, twilio)
    assert account.secrets == ["auth_token"] and twilio.auth not in repr(account)
    tested = accounts.test(work, shop.caller, exchange, "twilio")
    assert tested.is_working and tested.check_message == "Acorn"
    twilio.auth = "another"
    assert accounts.test(work, shop.caller, exchange, "twilio").is_working is False
    twilio.stop()
    assert accounts.test(work, shop.caller, exchange, "twilio").is_working is False

    def entries(ctx: Any) -> Any:
        return ctx.db.all("select * from audit_log where tenant_id = %(tenant)s and kind = 'texting_account'")

    told = work.perform(shop.caller, entries)
    assert {each.action for each in told} == {"texting_account.saved", "texting_account.tested"}
    sealed = work.perform(
        shop.caller,
        lambda ctx: ctx.db.value("select sealed from texting_accounts where tenant_id = %(tenant)s"),
    )
    assert b"auth_token" not in bytes(sealed) and "auth_token'" not in repr([each.details for each in told])


def test_a_secret_that_is_left_out_stays_and_the_version_counts(
    work: Work, shop: Shop, exchange: Exchange, twilio: TwilioSimulator
) -> None:
    first = connect_twilio(work, shop, exchange, twilio)
    only = TextingAccountInput(values={"account_sid": twilio.sid, "from": "MG123"})
    with pytest.raises(VersionConflict):
        work.perform(shop.caller, lambda ctx: accounts.save(ctx, exchange, "twilio", only, 0))
    changed = work.perform(
        shop.caller, lambda ctx: accounts.save(ctx, exchange, "twilio", only, first.version)
    )
    assert changed.settings["from"] == "MG123" and changed.secrets == ["auth_token"]
    mail = write(work, shop)
    service.deliver(work, shop.tenant.id, mail, exchange)
    assert twilio.texts[0]["MessagingServiceSid"] == "MG123" and "From" not in twilio.texts[0]


def test_texts_go_by_the_account_that_was_connected_last(
    work: Work,
    shop: Shop,
    exchange: Exchange,
    twilio: TwilioSimulator,
    africas_talking: AfricasTalkingSimulator,
) -> None:
    connect_twilio(work, shop, exchange, twilio)
    connect_africas_talking(work, shop, exchange, africas_talking)
    mail = write(work, shop)
    service.deliver(work, shop.tenant.id, mail, exchange)
    assert (len(twilio.texts), len(africas_talking.texts)) == (0, 1)
    listed = work.perform(shop.caller, lambda ctx: accounts.list_providers(ctx, exchange))
    assert [each.account.is_active for each in listed if each.account] == [False, True]
    work.perform(shop.caller, lambda ctx: accounts.disconnect(ctx, exchange, "africas_talking"))
    mail = write(work, shop)
    service.deliver(work, shop.tenant.id, mail, exchange)
    assert state(work, shop, mail).status == "kept"


def test_what_is_refused_of_an_account(work: Work, shop: Shop, exchange: Exchange) -> None:
    wrong = TextingAccountInput(values={"account_sid": "AC1", "colour": "red"})
    with pytest.raises(InvalidInput) as refused:
        work.perform(shop.caller, lambda ctx: accounts.save(ctx, exchange, "twilio", wrong, 0))
    assert set(refused.value.fields["errors"]) == {"values.auth_token", "values.from", "values.colour"}  # type: ignore[call-overload]
    with pytest.raises(UnknownTextingProvider):
        work.perform(shop.caller, lambda ctx: accounts.save(ctx, exchange, "pigeons", wrong, 0))
    with pytest.raises(TextingAccountMissing):
        work.perform(shop.caller, lambda ctx: accounts.disconnect(ctx, exchange, "twilio"))
    writer = make.caller(shop.tenant, None, "messages:read", "messages:write")
    with pytest.raises(Forbidden):
        work.perform(writer, lambda ctx: accounts.save(ctx, exchange, "twilio", wrong, 0))


def test_another_company_sees_nothing_of_it(
    work: Work, shop: Shop, other_shop: Shop, exchange: Exchange, twilio: TwilioSimulator
) -> None:
    account = connect_twilio(work, shop, exchange, twilio)
    found = parse(account.report_url.rpartition("/")[2])
    assert found is not None and found[0] == shop.tenant.id and parse("nonsense") is None
    with pytest.raises(TextingAccountMissing):
        work.perform(other_shop.caller, lambda ctx: accounts.at(ctx, exchange, found[1]))
    with pytest.raises(TextingAccountMissing):
        work.perform(other_shop.caller, lambda ctx: accounts.view(ctx, exchange, "twilio"))


def test_after_a_change_of_the_installations_secret(
    work: Work, shop: Shop, exchange: Exchange, twilio: TwilioSimulator
) -> None:
    connect_twilio(work, shop, exchange, twilio)
    both = Exchange(Keyring(("new", "a secret of the tests")), BASE, exchange.addresses)
    assert work.perform(shop.caller, lambda ctx: accounts.reseal(ctx, both)) == 1
    new = Exchange(Keyring(("new",)), BASE, exchange.addresses)
    mail = write(work, shop)
    service.deliver(work, shop.tenant.id, mail, exchange)
    assert state(work, shop, mail).status == "queued"
    service.deliver(work, shop.tenant.id, mail, new)
    assert state(work, shop, mail).status == "sent"
    with pytest.raises(TextingAccountLocked):
        work.perform(shop.caller, lambda ctx: accounts.used(ctx, exchange))

"""The post office when things go wrong: a server that is away, addresses that bounce, messages that wait."""

import json
import time
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.conftest import Clock
from tests.mail.conftest import FROM, Office, Postman, desk
from tests.people import Shop
from tests.simulators.mail_api import MailApiSimulator

from duka.kernel.config import Config
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden
from duka.kernel.work import Work
from duka.mail import post, queries, service, suppressions
from duka.mail.errors import MailNotFound, MailNotRepeatable, MailStillWaiting, SuppressionNotFound
from duka.mail.line import Line
from duka.mail.postmark import Postmark
from duka.mail.smtp import Server, compose, read_url
from duka.mail.types import Outgoing, Report, Unreachable

SAM = "sam@shopper.example"


def write(work: Work, shop: Shop, to: str = SAM, kind: str = "return_received", **more: Any) -> UUID:
    values = {"name": "Sam", "number": "1001", "return_number": "R-1", "link": "/shop/track/t", **more}
    return work.perform(
        shop.caller, lambda ctx: service.send(ctx, to, kind, "en", store=shop.store, **values)
    )


def state(work: Work, shop: Shop, mail: UUID) -> Any:
    sql = "select * from mails where tenant_id = %(tenant)s and id = %(id)s"
    return work.perform(shop.caller, lambda ctx: ctx.db.one(sql, id=mail))


def queued_jobs(work: Work, mail: UUID) -> int:
    with work.database.platform() as tx:
        return int(
            tx.value(
                "select count(*) from procrastinate_jobs where args ->> 'mail_id' = %(id)s and status = 'todo'",
                id=str(mail),
            )
        )


def test_a_dead_server_loses_nothing_and_each_letter_arrives_once(
    work: Work, shop: Shop, office: Office, postman: Postman, clock: Clock
) -> None:
    there = desk(office.server)
    before = write(work, shop)
    service.deliver(work, shop.tenant.id, before, there)
    office.close()
    mails = [write(work, shop) for _ in range(5)]
    for mail in mails:
        service.deliver(work, shop.tenant.id, mail, there)
        assert state(work, shop, mail).status == "queued" and queued_jobs(work, mail) == 2
    office.open()
    clock.now = clock() + timedelta(hours=1)
    for mail in [before, *mails, *mails]:
        service.deliver(work, shop.tenant.id, mail, there)
    assert all(state(work, shop, mail).status == "sent" for mail in mails)
    ids = [message["Message-ID"] for message in postman.taken]
    assert len(ids) == len(set(ids)) == 6
    assert {mail.hex for mail in mails} <= {str(each)[1:33] for each in ids}


def test_after_three_days_it_is_a_dead_letter_that_can_be_replayed(
    work: Work, shop: Shop, office: Office, postman: Postman, clock: Clock
) -> None:
    mail = write(work, shop)
    office.close()
    clock.now = clock() + timedelta(days=3, minutes=1)
    with pytest.raises(post.GivenUp):
        service.deliver(work, shop.tenant.id, mail, desk(office.server))
    assert state(work, shop, mail).status == "failed" and state(work, shop, mail).text
    office.open()
    service.deliver(work, shop.tenant.id, mail, desk(office.server))
    assert state(work, shop, mail).status == "sent" and len(postman.taken) == 1


def test_a_line_rests_while_nobody_answers_and_then_tries_with_one() -> None:
    class Away:
        code = "away"
        tried = 0

        def take(self, letter: Outgoing) -> str:
            self.tried += 1
            raise Unreachable("nobody")

        def read_reports(self, body: bytes) -> list[Report]:
            return []

    away = Away()
    line, letter = Line(away, rest=0.2), outgoing()
    for _ in range(20):
        with pytest.raises(Unreachable):
            line.take(letter)
    assert away.tried == 1
    time.sleep(0.25)
    for _ in range(20):
        with pytest.raises(Unreachable):
            line.take(letter)
    assert away.tried == 2


def outgoing(**more: Any) -> Outgoing:
    given: dict[str, Any] = {
        "id": UUID(int=5), "tenant": UUID(int=6), "to": SAM, "from_name": "Teranga, Dakar",
        "from_address": "no-reply@duka.example",
        "subject": "Hi\nBcc: x@y.example", "text": "words", "html": "<p>words</p>", "locale": "fr",
    }  # fmt: skip
    return Outgoing(**given | more)


def test_the_headers_of_a_letter() -> None:
    message = compose(
        outgoing(reply_to="shop@acorn.example", unsubscribe="https://duka.example/unsubscribe/x")
    )
    assert message["From"] == '"Teranga, Dakar" <no-reply@duka.example>'
    assert message["Reply-To"] == "shop@acorn.example" and message["Content-Language"] == "fr"
    assert message["List-Unsubscribe"] == "<https://duka.example/unsubscribe/x>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Bcc"] is None and message["Message-ID"] == f"<{UUID(int=5).hex}@duka.example>"
    assert compose(outgoing())["List-Unsubscribe"] is None
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_an_address_that_bounces_gets_nothing_more_until_staff_release_it(
    work: Work, shop: Shop, server: Server, postman: Postman
) -> None:
    postman.no_such.add(SAM)
    first = write(work, shop)
    service.deliver(work, shop.tenant.id, first, desk(server))
    assert state(work, shop, first).status == "bounced" and "550" in state(work, shop, first).error
    postman.no_such.clear()
    second = write(work, shop, to="Sam@Shopper.example")
    service.deliver(work, shop.tenant.id, second, desk(server))
    assert state(work, shop, second).status == "suppressed" and postman.taken == []
    (held,) = work.perform(shop.caller, suppressions.list_suppressions).items
    assert (held.address, held.reason, held.scope) == (SAM, "bounced", "all")
    work.perform(shop.caller, lambda ctx: suppressions.lift(ctx, UUID(held.id.removeprefix("sup_"))))
    third = write(work, shop)
    service.deliver(work, shop.tenant.id, third, desk(server))
    assert state(work, shop, third).status == "sent"
    with pytest.raises(SuppressionNotFound):
        work.perform(shop.caller, lambda ctx: suppressions.lift(ctx, UUID(held.id.removeprefix("sup_"))))


def test_another_companys_suppression_is_not_there(work: Work, shop: Shop, other_shop: Shop) -> None:
    made = work.perform(shop.caller, lambda ctx: suppressions.add(ctx, "email", SAM))
    with pytest.raises(SuppressionNotFound):
        work.perform(
            other_shop.caller, lambda ctx: suppressions.lift(ctx, UUID(made.id.removeprefix("sup_")))
        )
    assert work.perform(other_shop.caller, suppressions.list_suppressions).items == []
    reader = make.caller(shop.tenant, None, "messages:read")
    with pytest.raises(Forbidden):
        work.perform(reader, lambda ctx: suppressions.add(ctx, "email", "x@y.example"))


def test_advertising_stops_where_it_was_refused_and_orders_still_arrive(
    work: Work, shop: Shop, server: Server, postman: Postman
) -> None:
    work.perform(
        shop.caller, lambda ctx: suppressions.suppress(ctx, "email", SAM, "opted_out", scope="marketing")
    )
    advert, news = write(work, shop, is_marketing=True), write(work, shop)
    for mail in (advert, news):
        service.deliver(work, shop.tenant.id, mail, desk(server))
    assert state(work, shop, advert).status == "suppressed" and state(work, shop, news).status == "sent"
    assert postman.taken[0]["List-Unsubscribe"] is None


def test_a_letter_that_is_held_waits_for_its_time(
    work: Work, shop: Shop, server: Server, postman: Postman, clock: Clock
) -> None:
    later = clock() + timedelta(minutes=10)
    mail = write(work, shop, not_before=later)
    service.deliver(work, shop.tenant.id, mail, desk(server))
    assert postman.taken == [] and state(work, shop, mail).status == "held"
    clock.now = later + timedelta(seconds=1)
    service.deliver(work, shop.tenant.id, mail, desk(server))
    assert len(postman.taken) == 1


def test_links_are_whole_in_the_letter_and_gone_afterwards(
    work: Work, shop: Shop, server: Server, postman: Postman
) -> None:
    mail = write(work, shop)
    assert state(work, shop, mail).secrets == {"link": "/shop/track/t"}
    service.deliver(work, shop.tenant.id, mail, desk(server))
    body = postman.taken[0].get_body(("plain",))
    assert body is not None and "https://duka.example/shop/track/t" in body.get_content()
    row = state(work, shop, mail)
    assert row.secrets == {} and row.text == "" and "track" not in repr(row)


def test_the_log_shows_the_words_without_their_secrets(work: Work, shop: Shop, server: Server) -> None:
    mail = write(work, shop)
    service.deliver(work, shop.tenant.id, mail, desk(server))
    found = work.perform(shop.caller, lambda ctx: queries.message(ctx, mail))
    assert "1001" in found.text and "R-1" in found.html and "/shop/track/t" not in found.text + found.html
    assert [each.outcome for each in found.history] == ["sent"] and found.history[0].provider == "smtp"
    page = work.perform(shop.caller, lambda ctx: queries.log(ctx, recipient="SAM@", status="sent"))
    assert [each.id for each in page.items] == [found.id]
    assert work.perform(shop.caller, lambda ctx: queries.log(ctx, channel="sms")).items == []


def test_the_log_is_paged_in_one_statement(work: Work, shop: Shop) -> None:
    mails = [write(work, shop) for _ in range(5)]
    seen, cursor = [], None
    while True:
        page = work.perform(shop.caller, partial(queries.log, cursor=cursor, limit=2))
        assert work.last_statements <= 2  # one of them names the tenant
        seen += [each.id for each in page.items]
        if (cursor := page.next) is None:
            break
    assert seen == [f"mail_{mail.hex}" for mail in reversed(mails)]


def test_another_companys_message_is_not_there(work: Work, shop: Shop, other_shop: Shop) -> None:
    mail = write(work, shop)
    with pytest.raises(MailNotFound):
        work.perform(other_shop.caller, lambda ctx: queries.message(ctx, mail))
    with pytest.raises(MailNotFound):
        work.perform(other_shop.caller, lambda ctx: service.resend(ctx, mail))
    elsewhere = make.staff(work, shop.tenant)
    assert work.perform(elsewhere, lambda ctx: queries.message(ctx, mail)).recipient == SAM


def test_what_held_a_secret_is_not_sent_again(work: Work, shop: Shop, server: Server) -> None:
    mail = write(work, shop)
    with pytest.raises(MailStillWaiting):
        work.perform(shop.caller, lambda ctx: service.resend(ctx, mail))
    service.deliver(work, shop.tenant.id, mail, desk(server))
    with pytest.raises(MailNotRepeatable):
        work.perform(shop.caller, lambda ctx: service.resend(ctx, mail))


@pytest.fixture
def api(work: Work) -> Any:
    with MailApiSimulator() as simulator:
        yield simulator


def test_a_provider_by_its_api(work: Work, shop: Shop, api: MailApiSimulator) -> None:
    provider = Postmark(api.server_token, api.url)
    mail = write(work, shop)
    for _ in range(2):
        service.deliver(work, shop.tenant.id, mail, desk(provider))
    (taken,) = api.taken
    assert taken["To"] == SAM and taken["Metadata"] == {"tenant": str(shop.tenant.id), "mail": str(mail)}
    assert {"Name": "Content-Language", "Value": "en"} in taken["Headers"]
    assert state(work, shop, mail).provider_reference == taken["MessageID"]
    for record, kind, status in (("Delivery", "", "delivered"), ("Bounce", "HardBounce", "bounced")):
        body = json.dumps(api.report(taken, record, Type=kind)).encode()
        for report in provider.read_reports(body) * 2:
            work.perform(shop.caller, partial(service.record, report=report))
        assert state(work, shop, mail).status == status
    assert work.perform(shop.caller, lambda ctx: suppressions.is_suppressed(ctx, "email", SAM))


def test_an_api_that_refuses_or_is_away(work: Work, shop: Shop, api: MailApiSimulator) -> None:
    api.inactive.add(SAM)
    gone = write(work, shop)
    service.deliver(work, shop.tenant.id, gone, desk(Postmark(api.server_token, api.url)))
    assert state(work, shop, gone).status == "bounced"
    waits = write(work, shop, to="other@shopper.example")
    service.deliver(work, shop.tenant.id, waits, desk(Postmark("wrong", api.url)))
    api.mischief.then("error_before", "email")
    service.deliver(work, shop.tenant.id, waits, desk(Postmark(api.server_token, api.url)))
    assert state(work, shop, waits).status == "queued" and state(work, shop, waits).attempts == 2
    service.deliver(work, shop.tenant.id, waits, desk(Postmark(api.server_token, api.url)))
    assert state(work, shop, waits).status == "sent"


def test_reports_of_what_is_not_ours_are_none(work: Work, shop: Shop) -> None:
    provider = Postmark("t")
    assert provider.read_reports(b"no json") == [] == provider.read_reports(b'{"RecordType": "Bounce"}')
    nobody = Report(tenant=shop.tenant.id, mail_id=UUID(int=9), outcome="bounced")
    work.perform(shop.caller, lambda ctx: service.record(ctx, nobody))
    assert work.perform(shop.caller, suppressions.list_suppressions).items == []


def test_a_complaint_stops_advertising_only(work: Work, shop: Shop, server: Server) -> None:
    mail = write(work, shop)
    service.deliver(work, shop.tenant.id, mail, desk(server))
    said = Report(tenant=shop.tenant.id, mail_id=mail, outcome="complained")
    work.perform(shop.caller, lambda ctx: service.record(ctx, said))
    (held,) = work.perform(shop.caller, suppressions.list_suppressions).items
    assert (held.scope, held.reason) == ("marketing", "complained")


def test_the_configuration_names_the_provider(tmp_path: Any) -> None:
    assert service.provider_of(Config(data=tmp_path)) is None
    assert service.provider_of(Config(data=tmp_path, smtp_url="smtp://m.example")) == read_url(
        "smtp://m.example"
    )
    by_api = Config(data=tmp_path, mail_api="postmark:abc", smtp_url="smtp://m.example")
    assert service.provider_of(by_api) == Postmark("abc")
    with pytest.raises(SystemExit):
        service.provider_of(Config(data=tmp_path, mail_api="pigeons:abc"))
    assert FROM.startswith("Duka")


def test_a_suppression_leaves_an_entry_in_the_trail(work: Work, shop: Shop) -> None:
    work.perform(shop.caller, lambda ctx: suppressions.add(ctx, "email", SAM))

    def entries(ctx: Context) -> Any:
        return ctx.db.all(
            "select action, after from audit_log where tenant_id = %(tenant)s and action = 'mail.suppressed'"
        )

    (entry,) = work.perform(shop.caller, entries)
    assert entry.after["reason"] == "staff" and SAM not in repr(entry)

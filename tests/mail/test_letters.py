"""Letters: written with their cause, sent once by a real SMTP server, emptied afterwards."""

from datetime import timedelta
from typing import Any

import pytest
from tests.conftest import Clock
from tests.mail.conftest import FROM, Postman, desk
from tests.people import ALICE, Shop

from duka.kernel.config import Config
from duka.kernel.ids import new_id
from duka.kernel.work import Work
from duka.mail import mailbox, rendering, service, wording
from duka.mail.smtp import Server, read_url

LINK = "https://duka.example/console/verify#token=vt_secret"
VALUES: dict[str, Any] = {"name": "Alice", "company": "Acorn", "link": LINK}


def write(work: Work, shop: Shop, kind: str = "verify_email", locale: str = "en") -> Any:
    return work.perform(shop.caller, lambda ctx: service.send(ctx, ALICE.email, kind, locale, **VALUES))


def stored(work: Work, shop: Shop, mail_id: Any) -> Any:
    return work.perform(
        shop.caller,
        lambda ctx: ctx.db.one(
            "select * from mails where tenant_id = %(tenant)s and id = %(id)s", id=mail_id
        ),
    )


def test_both_languages_have_the_same_letters() -> None:
    assert {p.stem for p in (rendering.FOLDER / "fr").glob("*.txt")} == rendering.kinds()
    assert {p.stem for p in (rendering.FOLDER / "sms" / "fr").glob("*.txt")} == wording.kinds("sms")
    assert rendering.language("fr-CI") == "fr" and rendering.language("sw") == "en"


def test_a_name_cannot_begin_a_paragraph() -> None:
    letter = rendering.render("verify_email", "en", VALUES | {"name": "A\n\n=> Click: https://evil.example"})
    assert 'href="https://evil.example"' not in letter.html


def test_it_is_sent_once_and_emptied(work: Work, shop: Shop, server: Server, postman: Postman) -> None:
    mail = write(work, shop, locale="fr-FR")
    for _ in range(3):
        service.deliver(work, shop.tenant.id, mail, desk(server))
    (message,) = postman.taken
    assert message["To"] == ALICE.email and message["From"] == FROM
    assert message["Subject"] == "Confirmez votre adresse e-mail" and mail.hex in message["Message-ID"]
    words, page = message.get_body(("plain",)), message.get_body(("html",))
    assert words is not None and page is not None
    assert LINK in words.get_content() and LINK in page.get_content()
    row = stored(work, shop, mail)
    assert (row.status, row.text, row.html, row.attempts) == ("sent", "", "", 1)


def test_without_a_server_it_is_kept_and_shown(
    work: Work, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "MOST", 1_000_000)  # other tests write letters with clocks of their own
    mail = write(work, shop)
    service.deliver(work, shop.tenant.id, mail, desk(None))
    assert stored(work, shop, mail).status == "kept"
    assert mail in {letter.id for letter in mailbox.kept(work)}


def test_a_server_that_is_away_is_asked_again(
    work: Work, shop: Shop, server: Server, postman: Postman
) -> None:
    mail = write(work, shop)
    postman.refusal = "451 come back later"
    service.deliver(work, shop.tenant.id, mail, desk(server))
    row = stored(work, shop, mail)
    assert row.status == "queued" and "451" in row.error and row.text
    service.deliver(work, shop.tenant.id, mail, desk(Server("127.0.0.1", 9, "none")))
    row = stored(work, shop, mail)
    assert (row.status, row.attempts) == ("queued", 2) and row.text
    postman.refusal = ""
    service.deliver(work, shop.tenant.id, mail, desk(server))
    assert stored(work, shop, mail).status == "sent" and len(postman.taken) == 1


def test_what_is_refused_for_good_is_not_tried_again(
    work: Work, shop: Shop, server: Server, postman: Postman
) -> None:
    mail = write(work, shop)
    postman.refusal = "554 no thanks"
    service.deliver(work, shop.tenant.id, mail, desk(server))
    row = stored(work, shop, mail)
    assert row.status == "failed" and "554" in row.error and row.text == ""


def test_one_that_a_dead_process_had_is_taken_over(
    work: Work, shop: Shop, server: Server, postman: Postman, clock: Clock
) -> None:
    mail = write(work, shop)
    work.perform(
        shop.caller,
        lambda ctx: ctx.db.run(
            "update mails set status = 'sending', updated_at = %(now)s where tenant_id = %(tenant)s and id = %(id)s",
            id=mail,
            now=ctx.now,
        ),
    )
    with pytest.raises(service.StillSending):
        service.deliver(work, shop.tenant.id, mail, desk(server))
    assert postman.taken == []
    clock.now = clock() + timedelta(minutes=3)
    service.deliver(work, shop.tenant.id, mail, desk(server))
    assert len(postman.taken) == 1


def test_it_is_not_written_when_its_cause_fails(work: Work, shop: Shop) -> None:
    def act(ctx: Any) -> None:
        service.send(ctx, ALICE.email, "verify_email", "en", **VALUES)
        raise KeyError("the cause failed")

    with pytest.raises(KeyError):
        work.perform(shop.caller, act)
    count = work.perform(
        shop.caller, lambda ctx: ctx.db.value("select count(*) from mails where tenant_id = %(tenant)s")
    )
    assert count == 0


def test_a_servers_address_is_read() -> None:
    assert read_url("") is None
    assert read_url("smtp://a%40b:p%3A@mail.example") == Server("mail.example", 587, "starttls", "a@b", "p:")
    assert read_url("smtps://mail.example:2465") == Server("mail.example", 2465, "implicit")
    assert read_url("smtp://localhost?tls=none") == Server("localhost", 25, "none")
    for wrong in ("http://mail.example", "smtp://", "smtp://x?tls=maybe"):
        with pytest.raises(SystemExit):
            read_url(wrong)


def test_the_job_reads_its_configuration(
    work: Work, shop: Shop, server: Server, postman: Postman, tmp_path: Any
) -> None:
    config = Config(
        data=tmp_path,
        smtp_url=f"smtp://127.0.0.1:{server.port}?tls=none",
        base_url="https://duka.example:8000",
    )
    mail = write(work, shop)
    service.sender(config)(work, shop.tenant.id, str(mail))
    assert postman.taken[0]["From"] == FROM
    service.sender(config)(work, shop.tenant.id, str(new_id()))
    assert len(postman.taken) == 1

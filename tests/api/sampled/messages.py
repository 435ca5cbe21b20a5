"""Samples of messages: the log, wordings, suppressed addresses, accounts for SMS. Nobody answers where the tests look for the
providers."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id, parse, public
from duka.mail import service as mail

PLACED = {"channel": "email", "kind": "return_received", "language": "en"}
ADDRESS = "/message-templates/email/return_received/en"


def _sent(w: World) -> str:
    """A letter that has left, as the worker would note it."""

    def write(ctx: Any) -> str:
        store = parse("store", w.store)
        made = mail.send(
            ctx, "sam@shopper.example", "return_received", "en", store=store, name="Sam", number="1", return_number="R-1",
            link="/shop/track/x",
        )  # fmt: skip
        ctx.db.run(
            """update mails set status = 'sent', data = data || '{"link": ""}' where tenant_id = %(tenant)s and id = %(id)s""",
            id=made,
        )
        return public("mail", made)

    return str(w.perform(write))


def _body() -> dict[str, str]:
    return {
        "subject": f"It is here {new_id().hex[-6:]}",
        "body": "Hello {{ name }},\n\nit is here.\n\n=> Look: {{ link }}",
    }


def _save(w: World) -> Sample:
    version = w.admin("GET", ADDRESS).json["version"]
    return Sample(PLACED, _body(), headers={"if-match": f'"{version}"'})


def _saved(w: World) -> None:
    sample = _save(w)
    answer = w.admin("PUT", ADDRESS, sample.body, headers=sample.headers)
    assert answer.status == 200, answer.body


def _reset(w: World) -> Sample:
    _saved(w)
    return Sample(PLACED, status=204)


def _suppressed(w: World) -> str:
    body = {"channel": "email", "address": f"{new_id().hex[-10:]}@shopper.example"}
    return str(w.admin("POST", "/message-suppressions", body).json["id"])


def _account(w: World) -> Sample:
    known = {each["about"]["code"]: each["account"] for each in w.admin("GET", "/texting-accounts").json}
    account = known["twilio"]
    values = {"account_sid": f"AC{new_id().hex}", "auth_token": new_id().hex, "from": "+15005550006"}
    version = account["version"] if account else 0
    return Sample({"provider": "twilio"}, {"values": values}, headers={"if-match": f'"{version}"'})


def _connected(status: int = 200) -> Callable[[World], Sample]:
    def make(w: World) -> Sample:
        sample = _account(w)
        saved = w.admin("PUT", "/texting-accounts/twilio", sample.body, headers=sample.headers)
        assert saved.status == 200, saved.body
        return Sample({"provider": "twilio"}, status=status)

    return make


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_messages": lambda w: Sample(query={"status": "sent", "store": w.store}),
        "admin_get_message": lambda w: Sample({"message": _sent(w)}),
        "admin_resend_message": lambda w: Sample({"message": _sent(w)}, status=201),
        "admin_list_message_kinds": lambda w: Sample(),
        "admin_list_message_templates": lambda w: Sample(query={"store": w.store}),
        "admin_get_message_template": lambda w: Sample(PLACED),
        "admin_save_message_template": _save,
        "admin_reset_message_template": _reset,
        "admin_preview_message_template": lambda w: Sample(
            PLACED, {"wording": _body()}, query={"store": w.store}
        ),
        "admin_test_message_template": lambda w: Sample(
            PLACED, {"to": "alice@acorn.example"}, query={"store": w.store}, status=201
        ),
        "admin_list_suppressions": lambda w: Sample(query={"channel": "email"}),
        "admin_suppress_address": lambda w: Sample(
            body={"channel": "sms", "address": "+22177" + str(new_id().int)[-7:]}, status=201
        ),
        "admin_lift_suppression": lambda w: Sample({"suppression": _suppressed(w)}, status=204),
        "admin_list_texting_accounts": lambda w: Sample(),
        "admin_save_texting_account": _account,
        "admin_disconnect_texting_account": _connected(204),
        "admin_test_texting_account": _connected(),
        "admin_send_test_text": lambda w: Sample(body={"to": "+221771234567"}, status=201),
    }

"""For every operation without a tenant one call that succeeds."""

from collections.abc import Callable
from typing import Any

from litestar import Litestar
from litestar.routes import HTTPRoute
from tests.api.sample import Operation, Sample
from tests.api.sampled.session import PASSWORD, Somebody, holder_at
from tests.api.world import World

from duka.access.inputs import GrantInput
from duka.identity import accounts, logging_in, passkeys
from duka.identity.logging_in import Asker, Person
from duka.kernel.ids import new_id
from duka.staff import inviting
from duka.staff.inputs import NewInvitation

SHOP = "http://shop.example"


def account_operations(app: Litestar) -> list[Operation]:
    """Every documented operation without a tenant."""
    found = []
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or not route.path.startswith("/api/") or "{tenant" in route.path:
            continue
        if route.path.startswith("/api/control/"):
            continue
        for handler in route.route_handlers:
            if handler.handler_name != "options_handler" and handler.resolve_include_in_schema():
                (method,) = handler.http_methods
                found.append(
                    Operation(handler.handler_name, str(method), route.path_format, handler.opt["permission"])
                )
    return sorted(found, key=lambda o: (o.address, o.method))


def asker(address: str = "127.0.0.1") -> Asker:
    return Asker(address, address, "", SHOP, is_limited=False)


def letter_token(world: World, email: str) -> str:
    """The secret of the last letter's link to this address."""
    text: str = world.perform(
        lambda ctx: ctx.db.value(
            """select text from mails where tenant_id = %(tenant)s and recipient = %(email)s
               order by created_at desc, id desc limit 1""",
            email=email,
        )
    )
    return text.partition("#token=")[2].split()[0]


def sign_up(**changes: str) -> dict[str, str]:
    given = {
        "company": f"Maison {new_id().hex[-10:]}",
        "name": "Awa Ndiaye",
        "email": f"awa-{new_id().hex[-10:]}@maison.example",
        "password": PASSWORD,
        "country": "SN",
    }
    return given | changes


def _log_in(w: World) -> Sample:
    return Sample(body={"email": Somebody(w).email, "password": PASSWORD})


def _second(w: World) -> Sample:
    somebody = Somebody(w)
    holder = holder_at(w)
    made = somebody.passkey(holder)
    somebody.perform(lambda ctx: passkeys.add(ctx, somebody.site, made, "Phone"))
    who = Person(w.tenant.id, somebody.id, somebody.email, "Bob", True)
    step = logging_in.begin_second_step(w.services.work, asker(), who)
    shown = holder.get(passkeys.challenge_for_anybody(somebody.keys, somebody.site, w.services.work.clock()))
    return Sample(body={"step": step, "passkey": shown})


def _passkey(w: World) -> Sample:
    body: Any = _second(w).body
    return Sample(body={"passkey": body["passkey"]})


def _verify(w: World) -> Sample:
    somebody = Somebody(w)
    address = f"new-{new_id().hex[-10:]}@maison.example"
    somebody.perform(lambda ctx: accounts.change_email(ctx, address, SHOP))
    return Sample(body={"token": letter_token(w, address)})


def _reset(w: World) -> Sample:
    somebody = Somebody(w)
    accounts.ask_for_reset(w.services.work, asker(), somebody.email)
    return Sample(body={"token": letter_token(w, somebody.email), "password": "nine ladies dancing"})


def _invitation(w: World) -> str:
    """The secret of an invitation's link."""
    address = f"guest-{new_id().hex[-10:]}@maison.example"
    new = NewInvitation(address, [GrantInput("support")])
    w.perform(lambda ctx: inviting.invite(ctx, new, SHOP))
    return letter_token(w, address)


ACCOUNT_SAMPLES: dict[str, Callable[[World], Sample]] = {
    "list_web_sessions": lambda w: Sample(),
    "log_in_web": _log_in,
    "log_in_web_second_factor": _second,
    "begin_passkey_log_in": lambda w: Sample(),
    "log_in_web_passkey": _passkey,
    "log_out_web": lambda w: Sample(status=204),
    "list_countries": lambda w: Sample(query={"locale": "fr"}),
    "register_company": lambda w: Sample(body=sign_up(store_name="Chez Awa", locale="fr"), status=201),
    "verify_email": _verify,
    "ask_for_password_reset": lambda w: Sample(body={"email": Somebody(w).email}, status=204),
    "reset_password": _reset,
    "look_at_invitation": lambda w: Sample(body={"token": _invitation(w)}),
    "accept_invitation": lambda w: Sample(
        body={"token": _invitation(w), "name": "Bob Beech", "password": "ten lords a-leaping"}
    ),
}

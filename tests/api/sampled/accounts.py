"""Calls of customers' accounts that succeed."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import DAKAR, World
from tests.customers.letters import HERE, code, letters, newest_token
from tests.people import PASSWORD

from duka.customers import service as customers
from duka.customers.types import LoggedIn, NewAccount
from duka.kernel.context import SYSTEM, Actor
from duka.kernel.ids import new_id, parse, public
from duka.kernel.work import Caller

NEW = "nine ladies dancing"


def _email(w: World) -> str:
    return f"a{new_id().hex}@{w.tenant.slug}.example"


def _system(w: World) -> Caller:
    return Caller(w.tenant.id, SYSTEM, store=parse("store", w.store))


def _account(w: World) -> tuple[str, LoggedIn]:
    """Somebody with an account of their own: the address, and who they are."""
    email = _email(w)
    return email, customers.admit(w.services.work, _system(w), email, PASSWORD, "Awa")


def _own(
    body: Any = None, status: int = 200, **path: Callable[[World, LoggedIn], str]
) -> Callable[[World], Sample]:
    """A call of somebody who is signed in, about themself."""

    def make(w: World) -> Sample:
        _, who = _account(w)
        more = {name: of(w, who) for name, of in path.items()}
        return Sample(
            {"customer": public("cus", who.customer_id), **more},
            body,
            query={"store": w.store},
            by=who.token,
            status=status,
        )

    return make


def _join(w: World) -> Sample:
    email = _email(w)
    new = NewAccount(email=email, password=PASSWORD)
    customers.ask_to_join(w.services.work, _system(w), HERE, new)
    token = newest_token(w.services.work, w.tenant.id, email)
    return Sample(body={"token": token, "password": PASSWORD}, status=201)


def _code(w: World) -> Sample:
    email, _ = _account(w)
    challenge = customers.ask_code(w.services.work, _system(w), HERE, email)
    right = code(letters(w.services.work, w.tenant.id, email)[-1][1])
    return Sample(body={"challenge": challenge, "code": right}, status=201)


def _reset(w: World) -> Sample:
    email, _ = _account(w)
    customers.ask_reset(w.services.work, _system(w), HERE, email)
    token = newest_token(w.services.work, w.tenant.id, email)
    return Sample(body={"token": token, "password": NEW}, status=201)


def _confirm(w: World) -> Sample:
    _, who = _account(w)
    email, work = _email(w), w.services.work
    them = Caller(w.tenant.id, Actor("customer", who.customer_id), store=parse("store", w.store))
    customers.ask_email_change(work, them, HERE, email, PASSWORD)
    return Sample(body={"token": newest_token(work, w.tenant.id, email)}, status=204)


def _address(w: World, who: LoggedIn) -> str:
    customer = public("cus", who.customer_id)
    answer = w.shop("POST", f"/customers/{customer}/addresses", {"address": DAKAR}, by=who.token)
    assert answer.status == 201, answer.body
    return str(answer.json["addresses"][0]["id"])


def _session(w: World, who: LoggedIn) -> str:
    answer = w.shop("GET", f"/customers/{public('cus', who.customer_id)}/sessions", by=who.token)
    return str(answer.json[0]["id"])


def _order(w: World, who: LoggedIn) -> str:
    return str(w.order(by=who.token)["id"])


def _taken(w: World) -> Sample:
    _, who = _account(w)
    cart = w.cart()
    return Sample(
        {"customer": public("cus", who.customer_id)},
        {"cart_id": cart["id"], "cart_token": cart["token"]},
        query={"store": w.store},
        by=who.token,
    )


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "register_customer": lambda w: Sample(
            body={"email": _email(w), "password": PASSWORD, "name": "Sam", "channels": ["email"]}, status=202
        ),
        "verify_customer": _join,
        "ask_customer_code": lambda w: Sample(body={"email": w.email}, status=202),
        "log_in_customer_by_code": _code,
        "ask_customer_reset": lambda w: Sample(body={"email": w.email}, status=202),
        "reset_customer_password": _reset,
        "confirm_customer_email": _confirm,
        "log_out_customer": lambda w: Sample(by=_account(w)[1].token, status=204),
        "change_customer_password": _own({"present": PASSWORD, "wanted": NEW}, 204),
        "change_customer_email": _own({"email": f"n{new_id().hex}@new.example", "password": PASSWORD}, 202),
        "update_customer_address": _own({"address": DAKAR, "is_default": True}, address=_address),
        "remove_customer_address": _own(address=_address),
        "list_customer_sessions": _own(),
        "end_other_customer_sessions": _own(status=204),
        "end_customer_session": _own(status=204, session=_session),
        "list_customer_consents": _own(),
        "set_customer_consent": _own(
            {"is_given": True, "wording": "Offers by letter"}, channel=lambda w, who: "email"
        ),
        "list_wishes": _own(),
        "add_wish": _own(status=204, variant=lambda w, who: w.variants[0]),
        "remove_wish": _own(status=204, variant=lambda w, who: w.variants[0]),
        "take_cart": _taken,
        "reorder": _own(order=_order),
    }

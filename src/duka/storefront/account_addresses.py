"""The address book: each address is asked for and checked as its country writes it."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from duka.checkout import addresses
from duka.customers import queries, service
from duka.customers.errors import AddressNotFound
from duka.customers.types import Profile, SavedAddress
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Refusal
from duka.storefront import account, address_form, checkout_view, safety
from duka.storefront import account_door as at
from duka.storefront.answering import go
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.visit import Visit

Req = Request[None, None, State]
Form = dict[str, str]
BOOK = "/account/addresses"


class Shown(msgspec.Struct, frozen=True):
    id: str
    lines: list[str]
    phone: str
    is_default: bool


@get(BOOK, permission="public", sync_to_thread=False, include_in_schema=False)
def book(request: Req, visit: GivenVisit) -> Response[bytes]:
    if visit.customer is None:
        return at.to_log_in(visit)
    found = [
        Shown(
            saved.id,
            address_form.lines(saved.address, visit.figures.country(saved.address.country)),
            saved.address.phone,
            saved.is_default,
        )
        for saved in saved_of(visit)
    ]
    done = account.said(visit, request.query_params.get("done", ""))
    return at.shown(visit, "addresses", "addresses", said=done, addresses=found)


@get(BOOK + "/{which:str}", permission="public", sync_to_thread=False, include_in_schema=False)
def form_page(visit: GivenVisit, which: FromPath[str]) -> Response[bytes]:
    """`which` is an address, or `new`."""
    if visit.customer is None:
        return at.to_log_in(visit)
    known: Form = {"country": checkout_view.home(visit)}
    if which != "new":
        saved = next((one for one in saved_of(visit) if one.id == which), None)
        if saved is None:
            raise AddressNotFound()
        held = msgspec.structs.asdict(saved.address)
        known = {name: str(held[name]) for name in (*address_form.FIELDS, "country", "phone")}
        known["is_default"] = "1" if saved.is_default else ""
    return _form(visit, which, known)


@post(
    BOOK + "/{which:str}", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200
)
def save(request: Req, visit: GivenVisit, form: GivenForm, which: FromPath[str]) -> Response[bytes]:
    safety.check(request, visit, form)
    who = visit.customer
    if who is None:
        return at.to_log_in(visit, BOOK)
    if form.get("reshape"):
        return _form(visit, which, form)
    given = address_form.read(form, "")
    errors = address_form.mistakes(given, visit.store.ships_to, visit.say)
    if errors:
        return _form(visit, which, form, errors, 422)
    is_default = bool(form.get("is_default"))

    def act(ctx: Context) -> None:
        if which == "new":
            service.add_address(ctx, who.id, given, is_default)
        else:
            service.update_address(ctx, who.id, ids.parse("addr", which), given, is_default)

    def done() -> Response[bytes]:
        visit.perform(act)
        return go(visit.url(f"{BOOK}?done=saved"))

    def again(refusal: Refusal) -> Response[bytes]:
        return _form(visit, which, form, at.mistakes(visit, refusal), refusal.status)

    return at.tried(done, again)


@post(
    BOOK + "/{which:str}/delete",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def delete(request: Req, visit: GivenVisit, form: GivenForm, which: FromPath[str]) -> Response[bytes]:
    return _change(request, visit, form, which, is_gone=True)


@post(
    BOOK + "/{which:str}/default",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def make_default(request: Req, visit: GivenVisit, form: GivenForm, which: FromPath[str]) -> Response[bytes]:
    return _change(request, visit, form, which, is_gone=False)


def saved_of(visit: Visit) -> list[SavedAddress]:
    """The book of whoever is logged in, the default first; empty for everybody else."""
    who = visit.customer
    if who is None:
        return []
    profile: Profile = visit.perform(lambda ctx: queries.profile(ctx, who.id))
    return profile.addresses


def _change(request: Req, visit: Visit, form: Form, address_id: str, *, is_gone: bool) -> Response[bytes]:
    safety.check(request, visit, form)
    who = visit.customer
    if who is None:
        return at.to_log_in(visit, BOOK)
    wanted: UUID = ids.parse("addr", address_id)

    def act(ctx: Context) -> None:
        if is_gone:
            service.remove_address(ctx, who.id, wanted)
            return
        saved = next((one for one in queries.profile(ctx, who.id).addresses if one.id == address_id), None)
        if saved is None:
            raise AddressNotFound()
        service.update_address(ctx, who.id, wanted, saved.address, True)

    visit.perform(act)
    return go(visit.url(f"{BOOK}?done={'removed' if is_gone else 'saved'}"))


def _form(
    visit: Visit, which: str, typed: Form, errors: Form | None = None, status: int = 200
) -> Response[bytes]:
    rows = address_form.rows(typed.get("country", ""), visit.say, False)
    if not any(part.name == "phone" for row in rows for part in row):
        phone = next(f for f in addresses.form(typed.get("country", "")) if f.name == "phone")
        rows.append([address_form.Part("phone", visit.say(phone.label), "tel", False, mode="tel")])
    return at.shown(
        visit,
        "address",
        "addresses",
        status=status,
        typed=typed,
        errors=errors,
        which=which,
        destinations=checkout_view.destinations(visit),
        address_rows=rows,
    )


HANDLERS = [book, form_page, save, delete, make_default]

"""Name, telephone and language; another e-mail address; another password; what somebody wants to hear; where they are logged
in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from duka.customers import queries, service
from duka.customers.types import Consent, Profile, ProfileChange
from duka.identity.errors import WrongPassword
from duka.identity.sessions import OwnSession
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Refusal
from duka.storefront import account, account_devices, language, safety
from duka.storefront import account_door as at
from duka.storefront.answering import go
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.visit import Visit
from duka.tax.service import numbers as vat_numbers
from duka.tax.types import VatNumber

Req = Request[None, None, State]
Form = dict[str, str]


@get("/account/profile", permission="public", sync_to_thread=False, include_in_schema=False)
def profile_page(request: Req, visit: GivenVisit) -> Response[bytes]:
    return _profile(visit, done=request.query_params.get("done", ""))


@get(
    [
        "/account/profile/email",
        "/account/profile/password",
        "/account/profile/vat-number",
        "/account/log-out",
        "/account/verification",
    ],
    permission="public",
    sync_to_thread=False,
    include_in_schema=False,
)
def at_a_form(visit: GivenVisit) -> Response[bytes]:
    """Somebody who asks again for the address of a form."""
    return go(visit.url("/account/profile"))


@post("/account/profile", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200)
def save_profile(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    safety.check(request, visit, form)
    who = visit.customer
    if who is None:
        return at.to_log_in(visit, "/account/profile")
    version = form.get("version", "")
    seen = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
    locale = form.get("locale", "")
    change = ProfileChange(name=form.get("name", ""), phone=form.get("phone", ""), locale=locale)

    def act() -> Response[bytes]:
        visit.perform(lambda ctx: service.update_profile(ctx, who.id, change, seen))
        cookies = (
            [safety.language_cookie(visit, language.COOKIE, locale)] if locale in visit.store.locales else []
        )
        return go(visit.url("/account/profile?done=saved"), cookies)

    return at.tried(act, lambda refusal: _profile(visit, form, at.mistakes(visit, refusal), refusal.status))


@post(
    "/account/profile/email",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def change_email(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    """The new address counts once its link was opened."""
    safety.check(request, visit, form)
    if visit.customer is None:
        return at.to_log_in(visit, "/account/profile")
    work, who, password = visit.services.work, at.asker(request, visit), form.get("email_password", "")[:1000]

    def act() -> Response[bytes]:
        service.ask_email_change(work, visit.caller, who, form.get("email", ""), password)
        return go(visit.url("/account/profile?done=sent"))

    def again(refusal: Refusal) -> Response[bytes]:
        field = "email_password" if isinstance(refusal, WrongPassword) else "email"
        return _profile(visit, form, at.mistakes(visit, refusal, field), refusal.status)

    return at.tried(act, again)


@post(
    "/account/profile/password",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def change_password(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    safety.check(request, visit, form)
    who = visit.customer
    if who is None:
        return at.to_log_in(visit, "/account/profile")
    work, asker = visit.services.work, at.asker(request, visit)
    present, wanted = form.get("present", "")[:1000], form.get("wanted", "")[:1000]

    def act() -> Response[bytes]:
        service.change_password(work, visit.caller, asker, who.session, present, wanted)
        return go(visit.url("/account/profile?done=password"))

    def again(refusal: Refusal) -> Response[bytes]:
        field = "present" if isinstance(refusal, WrongPassword) else "wanted"
        return _profile(visit, {}, at.mistakes(visit, refusal, field), refusal.status)

    return at.tried(act, again)


@post(
    "/account/profile/vat-number",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def save_vat_number(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    """Empty takes it away. Whose it is may be found out later."""
    who = visit.customer
    number = form.get("vat_number", "")[:60]

    def act() -> Response[bytes]:
        return _inside(
            request,
            visit,
            form,
            lambda ctx: vat_numbers.set_number(ctx, queries.me(ctx), number, visit.store_id),
            "/account/profile",
            "saved",
        )

    if who is None:
        return at.to_log_in(visit, "/account/profile")
    return at.tried(act, lambda refusal: _profile(visit, form, at.mistakes(visit, refusal), refusal.status))


@get("/account/settings", permission="public", sync_to_thread=False, include_in_schema=False)
def settings_page(request: Req, visit: GivenVisit) -> Response[bytes]:
    who = visit.customer
    if who is None:
        return at.to_log_in(visit)

    def ask(ctx: Context) -> tuple[list[Consent], list[OwnSession]]:
        return queries.consents(ctx, who.id), service.list_sessions(ctx, who.session)

    consents, sessions = visit.perform(ask)
    done = account.said(visit, request.query_params.get("done", ""))
    words, devices = consent_words(visit), {one.id: account_devices.told(one.device) for one in sessions}
    return at.shown(
        visit,
        "settings",
        "settings",
        said=done,
        consents=consents,
        sessions=sessions,
        devices=devices,
        wordings=words,
    )


@post("/account/settings", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200)
def save_settings(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    """Both answers, with the words that were read."""
    words = consent_words(visit)

    def act(ctx: Context) -> None:
        for channel in queries.CHANNELS:
            service.consent(
                ctx,
                queries.me(ctx),
                channel,
                is_given=bool(form.get(channel)),
                source="settings",
                wording=words[channel],
            )

    return _inside(request, visit, form, act, "/account/settings", "saved")


@post(
    "/account/sessions/{session:str}/end",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def end_session(request: Req, visit: GivenVisit, form: GivenForm, session: FromPath[str]) -> Response[bytes]:
    return _inside(
        request,
        visit,
        form,
        lambda ctx: service.end_session(ctx, ids.parse("ses", session)),
        "/account/settings",
        "ended",
    )


@post(
    "/account/sessions/end",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def end_sessions(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    """Everywhere else; with `here` in this browser too."""
    who = visit.customer
    but = None if who is None or form.get("here") else who.session
    response = _inside(
        request, visit, form, lambda ctx: service.end_sessions(ctx, but), "/account/settings", "ended"
    )
    if but is None and who is not None:
        return go(visit.url("/"), [safety.session_cookie(visit, ""), *safety.no_cart_cookies(visit)])
    return response


def consent_words(visit: Visit) -> dict[str, str]:
    """What somebody agrees to, by channel."""
    return {
        "email": visit.say("Letters about offers and new things"),
        "sms": visit.say("Text messages about offers"),
    }


def _inside(
    request: Req, visit: Visit, form: Form, act: Callable[[Context], Any], back: str, done: str
) -> Response[bytes]:
    """`act` of somebody who is logged in, and back to the page that it was on."""
    safety.check(request, visit, form)
    if visit.customer is None:
        return at.to_log_in(visit, back)
    visit.perform(act)
    return go(visit.url(f"{back}?done={done}"))


def _profile(
    visit: Visit,
    form: Form | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
    *,
    done: str = "",
) -> Response[bytes]:
    who = visit.customer
    if who is None:
        return at.to_log_in(visit, "/account/profile")

    def ask(ctx: Context) -> tuple[Profile, VatNumber | None]:
        own = vat_numbers.own(ctx, who.id) if visit.store.asks_vat_number else None
        return queries.profile(ctx, who.id), own

    profile, number = visit.perform(ask)
    known = {
        "name": profile.name,
        "phone": profile.phone,
        "locale": profile.locale or visit.locale,
        "email": "",
        "vat_number": number.number if number else "",
    }
    return at.shown(
        visit,
        "profile",
        "profile",
        status=status,
        errors=errors,
        typed={**known, **(form or {})},
        said=account.said(visit, done),
        profile=profile,
        number=number,
    )


HANDLERS = [
    profile_page,
    at_a_form,
    save_profile,
    change_email,
    change_password,
    save_vat_number,
    settings_page,
    save_settings,
    end_session,
    end_sessions,
]

"""Experiments on the pages of a store: who takes part, what they see, and the picture that tells that they saw it.

A visitor is known by a random word in a cookie, which is set only while an experiment runs in the store and says nothing about
them; somebody who is logged in by who they are. What they are given follows from that (`duka.experiments.assigning`). Nobody
takes part whose browser asks not to be followed (Global Privacy Control), and no appearance on trial.

Pages hold a picture of one dot. Its request counts the visitor, so a page waits for no counting, whoever asks for pages alone (a
program that keeps no cookies and shows no pictures) is not counted, and a kept page counts as well as a fresh one. Kept pages are
found by the whole cookie, so nobody is shown another's.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Any, Literal
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get
from litestar.datastructures import Cookie, State
from litestar.di import NamedDependency

from duka.experiments import assigning, exposing, queries
from duka.experiments.types import Running, Wording
from duka.kernel import log
from duka.recommendations.types import Kind
from duka.storefront import safety
from duka.storefront.listing_view import State as Listing
from duka.storefront.visit import Visit
from duka.stores.types import Texts

_log = log.get("storefront.experiments")
COOKIE = "visitor"
SECONDS = 180 * 24 * 3600
"""As long as an experiment may reasonably last; well below the 13 months that authorities allow for measuring an audience."""
_KEY = re.compile(r"[0-9a-f]{32}")
_ROBOT = re.compile(r"bot\b|crawl|spider|slurp", re.IGNORECASE)
DOT = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b")
"""A transparent GIF of one dot."""
MARK = "rec"
"""The part of an address that says by which recommendation somebody came."""


def joined(request: Request[Any, Any, Any], visit: Visit) -> Visit:
    """The visit with what experiments give it; as it was while none runs in this store."""
    if visit.preview or request.headers.get("sec-gpc") == "1" or not (running := _running(visit)):
        return visit
    told = request.cookies.get(COOKIE, "")
    known = told if _KEY.fullmatch(told) else ""
    visitor = (
        assigning.key_of_customer(visit.customer.id) if visit.customer else known or secrets.token_hex(16)
    )
    given = assigning.given(running, visitor, visit.services.work.clock())
    return msgspec.structs.replace(
        visit,
        visitor=visitor,
        is_visitor_new=visit.customer is None and not known,
        given=given,
        variants=tuple(each.variant_id for each in given),
    )


def cookie(visit: Visit) -> Cookie:
    """What a new visitor is known by from now on."""
    return safety.kept_cookie(visit, COOKIE, visit.visitor, SECONDS)


def texts(visit: Visit) -> Texts:
    """What the store says of itself, with the words of a banner that is tried out."""
    found = visit.store.texts
    for each in visit.given:
        shown = each.shown
        said = {
            "announcement": _said(visit, shown.announcement),
            "banner_title": _said(visit, shown.title),
            "banner_text": _said(visit, shown.text),
        }
        if changes := {name: text for name, text in said.items() if text}:
            found = msgspec.structs.replace(found, **changes)
    return found


def ranked(visit: Visit, state: Listing) -> Listing:
    """A listing that nobody searched or sorted and that is no collection, in the order that is tried out."""
    sort = next((each.shown.sort for each in visit.given if each.shown.sort), "")
    query = state.query
    if not sort or query.text or query.collection or any(name == "sort" for name, _ in state.pairs):
        return state
    return msgspec.structs.replace(state, query=msgspec.structs.replace(query, sort=sort), sort_shown=sort)


def kinds(visit: Visit) -> list[Kind] | None:
    """The kinds of recommendations that are tried out; None where it is as everybody sees it."""
    return next((each.shown.kinds for each in visit.given if each.shown.kinds is not None), None)


def page_of(path: str) -> Literal["home", "listing", "product", "cart", "other"]:
    """What somebody sees at an address of a store."""
    first = path.strip("/").partition("/")[0]
    if first in ("products", "search", "c", "collections"):
        return "listing"
    return {"": "home", "p": "product", "cart": "cart", "checkout": "cart"}.get(first, "other")  # type: ignore[return-value]


def picture(visit: Visit) -> str:
    """The address of the picture that tells that this page was seen; empty where nothing is to be told. It differs when there is
    something new to tell, so a browser that keeps it for ten minutes tells everything once."""
    page = page_of(visit.path)
    if not visit.given:
        return ""
    about = [each.experiment_id.hex for each in visit.given]
    about += [visit.visitor, visit.cart.id.hex if visit.cart else "", str(visit.items)]
    new = hashlib.sha256("|".join(about).encode()).hexdigest()[:10]
    told = {"on": page, "n": new}
    if re.search(rf"(^|&){MARK}=", visit.query):
        told["by"] = MARK
    return visit.url("/seen.gif?" + urlencode(told))


@get("/seen.gif", permission="public", feature="experiments", sync_to_thread=True, include_in_schema=False)
def seen(request: Request[None, None, State], visit: NamedDependency[Visit]) -> Response[bytes]:
    """Counts the visitor in the experiments whose variants differ on the page that shows the picture."""
    page = request.query_params.get("on", "")
    is_robot = bool(_ROBOT.search(request.headers.get("user-agent", "")))
    if visit.given and not visit.is_visitor_new and not is_robot and page in assigning.PAGES:
        cart_id = visit.cart.id if visit.cart else None
        has_clicked = request.query_params.get("by") == MARK
        visit.perform(
            lambda ctx: exposing.see(
                ctx, visit.store_id, visit.visitor, page, cart_id=cart_id, clicked=has_clicked
            )
        )
    headers = {"cache-control": "private, max-age=600", "x-robots-tag": "noindex"}
    return Response(DOT, media_type="image/gif", headers=headers)


def count_error(visit: Visit) -> None:
    """A page failed for a visitor who takes part. Whatever keeps this from being counted is not their trouble."""
    if visit.given and not visit.is_visitor_new:
        try:
            visit.perform(lambda ctx: exposing.count_error(ctx, visit.store_id, visit.visitor))
        except Exception as trouble:  # an answer is owed, not a figure
            _log.error("error not counted", exc_info=trouble)


def _running(visit: Visit) -> tuple[Running, ...]:
    """The experiments of the store, remembered as pages are."""
    work, key = visit.services.work, (visit.tenant, "storefront.experiments", visit.store_id)
    found: tuple[Running, ...] = work.cache.get(
        key, lambda: visit.perform(lambda ctx: queries.running(ctx, visit.store_id))
    )
    return found


def _said(visit: Visit, words: Wording) -> str:
    """In the language of the visit, or else the store's own."""
    locale = visit.locale
    return words.get(locale) or words.get(locale.split("-")[0]) or words.get(visit.store.default_locale) or ""


HANDLERS = [seen]

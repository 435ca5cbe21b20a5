"""Serves the back office: one page for all its addresses, and its files.

What is served was built from `web/` (`scripts/console.py`). Files carry a hash of their content in their name and are kept
by browsers for a year; they lie there compressed, so that a request only picks one. The page is made anew each time, since
it carries a word (the nonce) without which browsers refuse styles that were not in our files; scripts come from our files
alone. A merchant's own domain shows the shop and nothing else: there is no console there.
"""

from __future__ import annotations

import re
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from duka.kernel.errors import NotFound

PREFIX = "/console"
HERE = Path(__file__).resolve()
PLACES = (HERE.parent / "web", HERE.parents[2] / "web" / "dist")
"""Where the built files are: in an installed package, in a checkout."""
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".png": "image/png",
}
FOR_EVER = "public, max-age=31536000, immutable"
NONCE = b'name="style-nonce" content=""'
NOT_BUILT = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>The console is not built yet</title>
<h1>The console is not built yet</h1>
<p>This installation runs, and its shops are open. The back office is made by <code>make demo</code>, or by
<code>python scripts/console.py build</code>. Then load this page again.</p></html>
"""
Req = Request[None, None, State]


def policy(nonce: str) -> str:
    """What the page may do: scripts of ours, styles of ours, pictures from where media are kept."""
    return (
        "default-src 'none'; script-src 'self'; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
        f"style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob: https:; media-src 'self' blob: https:; "
        "frame-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def security(nonce: str) -> dict[str, str]:
    return {
        "content-security-policy": policy(nonce),
        "cross-origin-opener-policy": "same-origin",
        "permissions-policy": "camera=(self), microphone=(), geolocation=(), publickey-credentials-get=(self)",
        "referrer-policy": "strict-origin-when-cross-origin",
        "x-robots-tag": "noindex",
    }


class File(msgspec.Struct, frozen=True):
    """A built file, with what is smaller than it: `br` and `gzip`."""

    media_type: str
    bodies: dict[str, bytes]


class Built:
    """The files of one build. Those that were asked for stay in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.page = (folder / "index.html").read_bytes()
        self.file = lru_cache(maxsize=512)(self._file)

    def _file(self, name: str) -> File | None:
        """`name` is below the folder of the build: `assets/index-1a2b.js`, `icon.svg`."""
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder) or path.suffix not in TYPES or not path.is_file():
            return None
        bodies = {"": path.read_bytes()}
        for encoding, ending in (("gzip", ".gz"), ("br", ".br")):
            smaller = path.with_name(path.name + ending)
            if smaller.is_file():
                bodies[encoding] = smaller.read_bytes()
        return File(TYPES[path.suffix], bodies)


class Shelf:
    """The newest build, read again when another takes its place."""

    def __init__(self, places: tuple[Path, ...] = PLACES) -> None:
        self._places = places
        self._stamp: tuple[Path, int] | None = None
        self._built: Built | None = None

    def built(self) -> Built | None:
        """None until there is a build."""
        for folder in self._places:
            try:
                stamp = (folder.resolve(), (folder / "index.html").stat().st_mtime_ns)
            except FileNotFoundError:
                continue
            if self._built is None or stamp != self._stamp:
                self._stamp, self._built = stamp, Built(stamp[0])
            return self._built
        return None


def accepted(header: str, offered: dict[str, bytes]) -> str:
    """The smallest encoding of `offered` that the header allows (RFC 9110, 12.5.3); "" for none."""
    allowed: dict[str, float] = {}
    for part in header.lower().split(","):
        name, _, quality = part.strip().partition(";")
        match = re.fullmatch(r"\s*q=([0-9.]+)\s*", quality)
        allowed[name.strip()] = float(match[1]) if match else 1.0
    return next((name for name in ("br", "gzip") if name in offered and allowed.get(name, 0) > 0), "")


def handlers(shelf: Shelf | None = None) -> list[HTTPRouteHandler]:
    """The routes of the console; `shelf` says where its files are."""
    files = shelf or Shelf()

    @get(
        [PREFIX, f"{PREFIX}/{{path:path}}"],
        permission="public",
        sync_to_thread=False,
        include_in_schema=False,
    )
    def page(request: Req) -> Response[Any]:
        """The one page, whatever the address below the console: the rest is done in the browser."""
        _refuse_shops(request)
        built = files.built()
        nonce = secrets.token_urlsafe(16)
        headers = {**security(nonce), "cache-control": "private, no-cache"}
        if built is None:
            return Response(NOT_BUILT, status_code=503, media_type="text/html", headers=headers)
        body = built.page.replace(NONCE, NONCE[:-1] + nonce.encode() + b'"')
        return Response(body, media_type="text/html", headers=headers)

    @get(f"{PREFIX}/assets/{{name:str}}", permission="public", sync_to_thread=False, include_in_schema=False)
    def asset(request: Req, name: FromPath[str]) -> Response[bytes]:
        _refuse_shops(request)
        return _send(request, files.built(), f"assets/{name}", FOR_EVER)

    @get(f"{PREFIX}/icon.svg", permission="public", sync_to_thread=False, include_in_schema=False)
    def icon(request: Req) -> Response[bytes]:
        _refuse_shops(request)
        return _send(request, files.built(), "icon.svg", "public, max-age=86400")

    return [page, asset, icon]


def _refuse_shops(request: Req) -> None:
    """Refuses `NotFound` on a shop's address, be it its own domain or its path."""
    if request.scope.get("state", {}).get("place") is not None:
        raise NotFound()


def _send(request: Req, built: Built | None, name: str, caching: str) -> Response[bytes]:
    found = built.file(name) if built is not None else None
    if found is None:
        raise NotFound()
    encoding = accepted(request.headers.get("accept-encoding", ""), found.bodies)
    headers = {"cache-control": caching, "vary": "accept-encoding"}
    if encoding:
        headers["content-encoding"] = encoding
    return Response(found.bodies[encoding], media_type=found.media_type, headers=headers)

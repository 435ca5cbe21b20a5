"""Samples of logging in, and of one's own account. Each is of a person of its own, so that Alice stays as she is."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pyotp
from tests.api.sample import Sample
from tests.api.world import World
from tests.identity.authenticator import Authenticator

from duka.identity import passkeys, recovery, sessions, totp
from duka.identity import service as identity
from duka.identity.sealing import keyring
from duka.kernel.context import Actor, Context
from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.staff import service as staff

PASSWORD = "seven swans a-swimming"


class Somebody:
    """Who works for the company of `world`, and is logged in with a bearer."""

    def __init__(self, world: World, email: str = "") -> None:
        self.world = world
        self.email = email or f"bob-{new_id().hex[-10:]}@{world.tenant.slug}.example"
        self.id = world.perform(
            lambda ctx: staff.create_staff(ctx, self.email, "Bob Acorn", PASSWORD, "read-only")
        )
        self.token: str = world.perform(lambda ctx: identity.open_session(ctx, "staff", self.id))
        self.keys = keyring(world.services.config)
        self.site = passkeys.site_of(world.services.config.base_url)

    def perform(self, act: Callable[[Context], Any]) -> Any:
        held = frozenset({"account:manage"})
        who = Caller(self.world.tenant.id, Actor("staff", self.id, "Bob Acorn"), held)
        return self.world.services.work.perform(who, act)

    def totp(self) -> str:
        """A secret that was scanned and not confirmed."""
        secret: str = self.perform(lambda ctx: totp.begin(ctx, self.keys)).secret
        return secret

    def protect(self) -> list[str]:
        """An app is asked for from now on; the recovery codes."""
        secret = self.totp()
        self.perform(lambda ctx: totp.confirm(ctx, self.keys, pyotp.TOTP(secret).at(ctx.now)))
        codes: list[str] = self.perform(recovery.renew)
        return codes

    def passkey(self, holder: Authenticator) -> dict[str, Any]:
        """What a browser made."""
        return holder.create(self.perform(lambda ctx: passkeys.begin_adding(ctx, self.site)))


def holder_at(world: World) -> Authenticator:
    site = passkeys.site_of(world.services.config.base_url)
    return Authenticator(site.name, site.origin)


def _mine(status: int = 200, body: Any = None) -> Callable[[World], Sample]:
    return lambda w: Sample(body=body, by=Somebody(w).token, status=status)


def _refresh(w: World) -> Sample:
    somebody = Somebody(w)
    tokens = somebody.perform(lambda ctx: sessions.open_api(ctx, somebody.keys, somebody.id))
    return Sample(body={"refresh_token": tokens.refresh_token}, by="")


def _session(w: World) -> Sample:
    somebody = Somebody(w)
    somebody.perform(lambda ctx: sessions.open_web(ctx, somebody.id))
    listed = somebody.perform(lambda ctx: sessions.list_own(ctx, None))
    (web,) = (each.id for each in listed if each.kind == "web")
    return Sample({"session": web}, by=somebody.token, status=204)


def _verification(w: World) -> Sample:
    somebody = Somebody(w)
    w.perform(
        lambda ctx: ctx.db.run(
            "update staff set email_verified_at = null where tenant_id = %(tenant)s and id = %(id)s",
            id=somebody.id,
        )
    )
    return Sample(by=somebody.token, status=204)


def _confirm_totp(w: World) -> Sample:
    somebody = Somebody(w)
    code = pyotp.TOTP(somebody.totp()).at(datetime.now(UTC))
    return Sample(body={"code": code}, by=somebody.token)


def _remove_totp(w: World) -> Sample:
    somebody = Somebody(w)
    secret = somebody.totp()
    somebody.perform(lambda ctx: totp.confirm(ctx, somebody.keys, pyotp.TOTP(secret).at(ctx.now)))
    return Sample(by=somebody.token, status=204)


def _add_passkey(w: World) -> Sample:
    somebody = Somebody(w)
    made = somebody.passkey(holder_at(w))
    return Sample(body={"passkey": made, "name": "Phone"}, by=somebody.token, status=201)


def _remove_passkey(w: World) -> Sample:
    somebody = Somebody(w)
    made = somebody.passkey(holder_at(w))
    added = somebody.perform(lambda ctx: passkeys.add(ctx, somebody.site, made, "Phone"))
    return Sample({"passkey": f"pkey_{added.hex}"}, by=somebody.token, status=204)


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_refresh_session": _refresh,
        "admin_me": _mine(),
        "admin_update_me": _mine(204, body={"name": "Bo", "locale": "fr"}),
        "admin_confirm_me": _mine(body={"password": PASSWORD}),
        "admin_change_my_password": _mine(body={"present": PASSWORD, "wanted": "eight maids a-milking"}),
        "admin_change_my_email": lambda w: Sample(
            body={"email": f"new-{new_id().hex}@example.com"}, by=Somebody(w).token, status=204
        ),
        "admin_send_my_verification": _verification,
        "admin_list_my_sessions": _mine(),
        "admin_end_my_other_sessions": _mine(),
        "admin_end_my_session": _session,
        "admin_begin_totp": _mine(),
        "admin_confirm_totp": _confirm_totp,
        "admin_remove_totp": _remove_totp,
        "admin_renew_recovery_codes": _mine(),
        "admin_list_my_passkeys": _mine(),
        "admin_begin_passkey": _mine(),
        "admin_add_passkey": _add_passkey,
        "admin_remove_passkey": _remove_passkey,
    }  # fmt: skip

"""The factors of the person who is logged in: authenticator app, recovery codes, passkeys. Changing them needs a recent
proof of who it is."""

from typing import Annotated, Any

import msgspec
from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.accounts.shapes import CODE, PASSKEY_ANSWER
from duka.api.call import Call, uuid
from duka.identity import accounts, passkeys, recovery, sessions, totp
from duka.identity.notices import tell
from duka.identity.passkeys import Passkey
from duka.identity.people import me
from duka.identity.sealing import keyring
from duka.identity.totp import TotpSetup
from duka.kernel import ids
from duka.kernel.context import Context

TAGS = ["Admin: my account"]
PERMISSION = "account:manage"


class TotpCode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: CODE


class RecoveryCodes(msgspec.Struct, frozen=True):
    """Shown this once. Each is good for one log-in."""

    codes: list[str]


class PasskeyCreation(msgspec.Struct, frozen=True):
    """For `navigator.credentials.create`, as JSON."""

    options: dict[str, Any]


class NewPasskey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`passkey` is what the browser made; `name` says where it lives."""

    passkey: PASSKEY_ANSWER
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class Added(msgspec.Struct, frozen=True):
    id: str


@post("/me/totp", permission=PERMISSION, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_begin_totp(call: NamedDependency[Call]) -> TotpSetup:
    """A code to scan with an authenticator app. It counts once a code of the app was shown."""
    call.require_recent()
    keys = keyring(call.services.config)
    return call.services.work.perform(call.caller, lambda ctx: totp.begin(ctx, keys))


@post("/me/totp/confirm", permission=PERMISSION, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_confirm_totp(call: NamedDependency[Call], data: JSONBody[TotpCode]) -> RecoveryCodes:
    """The app works: log-ins ask for its codes from now on. Answers recovery codes, for when the phone is gone."""
    call.require_recent()
    keys = keyring(call.services.config)

    def act(ctx: Context) -> list[str]:
        accounts.require_shown_factor(ctx, call.session)
        totp.confirm(ctx, keys, data.code)
        codes = recovery.renew(ctx)
        _shown(call, ctx)
        _tell(call, ctx, "totp_added")
        return codes

    return RecoveryCodes(call.services.work.perform(call.caller, act))


@delete("/me/totp", permission=PERMISSION, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_remove_totp(call: NamedDependency[Call]) -> None:
    """Remove the app, and the recovery codes with it."""
    call.require_recent()

    def act(ctx: Context) -> None:
        accounts.require_shown_factor(ctx, call.session)
        was_on = totp.is_on(ctx, me(ctx))
        totp.remove(ctx)
        if was_on:
            recovery.forget(ctx, me(ctx))
            _tell(call, ctx, "totp_removed")

    call.services.work.perform(call.caller, act)


@post("/me/recovery-codes", permission=PERMISSION, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_renew_recovery_codes(call: NamedDependency[Call]) -> RecoveryCodes:
    """Ten new codes; those from before are good no longer."""
    call.require_recent()

    def act(ctx: Context) -> list[str]:
        accounts.require_shown_factor(ctx, call.session)
        codes = recovery.renew(ctx)
        _tell(call, ctx, "recovery_codes")
        return codes

    return RecoveryCodes(call.services.work.perform(call.caller, act))


@get("/me/passkeys", permission=PERMISSION, sync_to_thread=False, tags=TAGS)
def admin_list_my_passkeys(call: NamedDependency[Call]) -> list[Passkey]:
    """My passkeys."""
    return call.read(passkeys.list_own)


@post("/me/passkeys/options", permission=PERMISSION, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_begin_passkey(call: NamedDependency[Call]) -> PasskeyCreation:
    """What a browser needs to make a passkey."""
    call.require_recent()
    site = passkeys.site_of(call.services.config.base_url)
    return PasskeyCreation(
        call.services.work.perform(call.caller, lambda ctx: passkeys.begin_adding(ctx, site))
    )


@post("/me/passkeys", permission=PERMISSION, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_add_passkey(call: NamedDependency[Call], data: JSONBody[NewPasskey]) -> Added:
    """Keep a passkey that the browser made."""
    call.require_recent()
    site = passkeys.site_of(call.services.config.base_url)

    def act(ctx: Context) -> str:
        accounts.require_shown_factor(ctx, call.session)
        added = passkeys.add(ctx, site, data.passkey, data.name)
        _shown(call, ctx)
        _tell(call, ctx, "passkey_added")
        return ids.public("pkey", added)

    return Added(call.services.work.perform(call.caller, act))


@delete("/me/passkeys/{passkey:str}", permission=PERMISSION, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_remove_passkey(call: NamedDependency[Call], passkey: FromPath[str]) -> None:
    """Remove one of my passkeys."""
    call.require_recent()

    def act(ctx: Context) -> None:
        accounts.require_shown_factor(ctx, call.session)
        passkeys.remove(ctx, uuid("pkey", passkey))
        _tell(call, ctx, "passkey_removed")

    call.services.work.perform(call.caller, act)


def _shown(call: Call, ctx: Context) -> None:
    if call.session is not None:
        sessions.factor_shown(ctx, call.session.id)


def _tell(call: Call, ctx: Context, what: str) -> None:
    tell(ctx, me(ctx), what, call.services.config.base_url)


HANDLERS = [
    admin_begin_totp,
    admin_confirm_totp,
    admin_remove_totp,
    admin_renew_recovery_codes,
    admin_list_my_passkeys,
    admin_begin_passkey,
    admin_add_passkey,
    admin_remove_passkey,
]

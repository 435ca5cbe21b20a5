"""Passkeys (WebAuthn): keys that a phone or a computer holds, bound to this site's name, opened by finger, face or PIN.

A passkey is two factors at once, so logging in with one asks for nothing else. Its user handle is the tenant's and the
person's id, so that a browser can offer it before anybody typed a name.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from duka.identity import one_time
from duka.identity.errors import PasskeyNotFound, PasskeyRefused, TooManyPasskeys
from duka.identity.names import checked_name
from duka.identity.people import me, row_of
from duka.identity.permissions import OWN_ACCOUNT
from duka.identity.sealing import Keyring
from duka.kernel import ids, trail
from duka.kernel.context import Context

LASTS = timedelta(minutes=5)
MOST = 20
PURPOSE = "passkey challenges"
NEW, USED = "passkey_new", "passkey_used"


class Site(msgspec.Struct, frozen=True):
    """The name that passkeys are bound to, and the origin that pages must come from. Browsers take no addresses of
    numbers, so an installation on this machine goes by the name `localhost`."""

    name: str
    origin: str


class Passkey(msgspec.Struct, frozen=True):
    id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


def site_of(base_url: str) -> Site:
    parts = urlsplit(base_url)
    host = parts.hostname or "localhost"
    name = "localhost" if host in ("127.0.0.1", "::1") else host
    port = f":{parts.port}" if parts.port else ""
    return Site(name, f"{parts.scheme}://{name}{port}")


def begin_adding(ctx: Context, site: Site) -> dict[str, Any]:
    """The options of `navigator.credentials.create`. Refuses `TooManyPasskeys`."""
    from webauthn import (  # a C library that most processes never need
        generate_registration_options,
        options_to_json,
    )
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    ctx.require(OWN_ACCOUNT)
    person = row_of(ctx, me(ctx))
    known = ctx.db.all(
        "select credential_id from passkeys where tenant_id = %(tenant)s and staff_id = %(id)s", id=person.id
    )
    if len(known) >= MOST:
        raise TooManyPasskeys(most=MOST)
    challenge = secrets.token_bytes(32)
    one_time.keep(ctx, hashlib.sha256(challenge).digest(), NEW, person.id, LASTS)
    options = generate_registration_options(
        rp_id=site.name,
        rp_name=person.company,
        user_id=ctx.tenant.bytes + person.id.bytes,
        user_name=person.email,
        user_display_name=person.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=bytes(row.credential_id)) for row in known],
    )
    told: dict[str, Any] = msgspec.json.decode(options_to_json(options))
    return told


def add(ctx: Context, site: Site, answer: dict[str, Any], name: str) -> UUID:
    """Keeps what the browser made. Refuses `PasskeyRefused` unless it answers a challenge of ours, once, at this site."""
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    ctx.require(OWN_ACCOUNT)
    person = me(ctx)
    label = checked_name(name)
    challenge = _challenge_of(answer)
    if not _spend(ctx, challenge, person):
        raise PasskeyRefused()
    try:
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused() from error
    passkey = ids.new_id()
    fresh = ctx.db.run(
        """insert into passkeys (tenant_id, id, staff_id, credential_id, public_key, sign_count, name, created_at)
           values (%(tenant)s, %(id)s, %(person)s, %(credential)s, %(key)s, %(count)s, %(name)s, %(now)s)
           on conflict (tenant_id, credential_id) do nothing""",
        id=passkey,
        person=person,
        credential=made.credential_id,
        key=made.credential_public_key,
        count=made.sign_count,
        name=label,
        now=ctx.now,
    )
    if not fresh:
        raise PasskeyRefused()
    trail.note(ctx, "staff.passkey_added", "staff", person, name=label)
    return passkey


def list_own(ctx: Context) -> list[Passkey]:
    """The caller's, oldest first."""
    ctx.require(OWN_ACCOUNT)
    rows = ctx.db.all(
        """select 'pkey_' || replace(id::text, '-', ''), name, created_at, last_used_at from passkeys
           where tenant_id = %(tenant)s and staff_id = %(me)s order by created_at, id""",
        me=me(ctx),
    )
    return [Passkey(*row) for row in rows]


def remove(ctx: Context, passkey: UUID) -> None:
    """Refuses `PasskeyNotFound`."""
    ctx.require(OWN_ACCOUNT)
    person = me(ctx)
    name = ctx.db.value(
        """delete from passkeys where tenant_id = %(tenant)s and id = %(id)s and staff_id = %(me)s
           returning name""",
        id=passkey,
        me=person,
    )
    if name is None:
        raise PasskeyNotFound()
    trail.note(ctx, "staff.passkey_removed", "staff", person, name=name)


def challenge_for_anybody(keys: Keyring, site: Site, now: datetime) -> dict[str, Any]:
    """The options of `navigator.credentials.get`, for whoever stands there. Nothing is stored: the challenge is signed and
    names its end."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    nonce, until = secrets.token_hex(16), int((now + LASTS).timestamp())
    signature = keys.sign(PURPOSE, f"{nonce}.{until}")
    options = generate_authentication_options(
        rp_id=site.name,
        challenge=f"{nonce}.{until}.{signature}".encode(),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    told: dict[str, Any] = msgspec.json.decode(options_to_json(options))
    return told


def holder_of(answer: dict[str, Any]) -> tuple[UUID, UUID]:
    """Tenant and person that the passkey says it belongs to; `check` proves it. Refuses `PasskeyRefused`."""
    from webauthn.helpers import base64url_to_bytes

    try:
        handle = base64url_to_bytes(answer["response"]["userHandle"])
        tenant, person = UUID(bytes=handle[:16]), UUID(bytes=handle[16:])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PasskeyRefused() from error
    if not tenant.int:
        raise PasskeyRefused()
    return tenant, person


def check(ctx: Context, keys: Keyring, site: Site, person: UUID, answer: dict[str, Any]) -> None:
    """Refuses `PasskeyRefused` unless a passkey of this person answered a challenge of ours, in time, once, at this
    site, and opened by them."""
    from webauthn import verify_authentication_response
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.exceptions import WebAuthnException

    challenge = _challenge_of(answer)
    nonce, _, rest = challenge.decode("ascii", "replace").partition(".")
    until, _, signature = rest.partition(".")
    if (
        not until.isdigit()
        or not keys.verify(PURPOSE, f"{nonce}.{until}", signature)
        or int(until) < ctx.now.timestamp()
    ):
        raise PasskeyRefused()
    if not one_time.keep(ctx, hashlib.sha256(challenge).digest(), USED, person, LASTS):
        raise PasskeyRefused()
    try:
        row = ctx.db.one(
            """select id, public_key, sign_count from passkeys where tenant_id = %(tenant)s and staff_id = %(person)s
               and credential_id = %(credential)s for update""",
            person=person,
            credential=base64url_to_bytes(str(answer["rawId"])),
        )
        if row is None:
            raise PasskeyRefused()
        shown = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.name,
            expected_origin=site.origin,
            credential_public_key=bytes(row.public_key),
            credential_current_sign_count=row.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused() from error
    ctx.db.run(
        """update passkeys set sign_count = %(count)s, last_used_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=row.id,
        count=shown.new_sign_count,
        now=ctx.now,
    )


def _challenge_of(answer: dict[str, Any]) -> bytes:
    from webauthn.helpers import base64url_to_bytes

    try:
        told = msgspec.json.decode(base64url_to_bytes(answer["response"]["clientDataJSON"]))
        return base64url_to_bytes(told["challenge"])
    except (KeyError, TypeError, ValueError, AttributeError, msgspec.DecodeError) as error:
        raise PasskeyRefused() from error


def _spend(ctx: Context, challenge: bytes, person: UUID) -> bool:
    return bool(
        ctx.db.run(
            """delete from one_time_tokens where tenant_id = %(tenant)s and token_hash = %(hash)s
               and purpose = %(purpose)s and subject_id = %(person)s and expires_at > %(now)s""",
            hash=hashlib.sha256(challenge).digest(),
            purpose=NEW,
            person=person,
            now=ctx.now,
        )
    )

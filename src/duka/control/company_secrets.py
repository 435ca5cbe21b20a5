"""What a company's rows hold under the key of the installation: keys of payment providers and the like.

Sealed bytes are worth nothing elsewhere, and must not lie in a file that the installation's key would open years later. So an
archive holds `NOTHING` in their place: what is there can't be opened, and has to be typed again, as after a lost key. With a
passphrase it holds them sealed with a key that is derived from it: scrypt (RFC 7914), AES-SIV (RFC 5297), which gives the same
bytes for the same secret, so that two archives of the same rows are the same.
"""

import base64
import hashlib
from collections.abc import Iterator
from typing import Any, LiteralString
from uuid import UUID

import msgspec
from psycopg import sql

from duka.control.archive_errors import WrongPassphrase
from duka.control.company_tables import Table
from duka.feeds import addresses as feeds
from duka.identity import totp
from duka.identity.sealing import Keyring
from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.db import Tx
from duka.payments import gateways as payments
from duka.shipping.carriers import desk as carriers
from duka.tax.services import desk as taxes
from duka.texting import exchange as texting
from duka.webhooks import signing as webhooks

NOTHING = bytes(28)
"""In place of a secret: as long as the seal of an empty text, and opened by no key."""
LEAST_PASSPHRASE = 12
BY_THEMSELVES: tuple[tuple[LiteralString, LiteralString, LiteralString, str], ...] = (
    ("totp_factors", "secret", "staff_id", totp.PURPOSE),
    ("feeds", "token", "id", feeds.PURPOSE),
)
"""(table, column, key, purpose) of what has no account that its module reseals."""


class Sealed(msgspec.Struct, frozen=True):
    """A column that is sealed for `purpose`. `what` it is, for people. Without it `is_row_worthless`: it is left out."""

    table: str
    column: str
    purpose: str
    what: str
    is_row_worthless: bool = False


SEALED = (
    Sealed("carrier_accounts", "sealed", carriers.PURPOSE, "Keys of accounts at carriers"),
    Sealed("feeds", "token", feeds.PURPOSE, "Addresses of feeds, as they are shown to staff"),
    Sealed("payment_accounts", "sealed", payments.PURPOSE, "Keys of accounts at payment providers"),
    Sealed("tax_accounts", "sealed", taxes.PURPOSE, "Keys of accounts at tax services"),
    Sealed("texting_accounts", "sealed", texting.PURPOSE, "Keys of accounts at providers of SMS"),
    Sealed("totp_factors", "secret", totp.PURPOSE, "Authenticator apps of staff", is_row_worthless=True),
    Sealed("webhook_endpoints", "secret", webhooks.PURPOSE, "Secrets that webhooks are signed with"),
    Sealed(
        "webhook_endpoints", "previous_secret", webhooks.PURPOSE, "Secrets that webhooks were signed with"
    ),
)

BLANKED: dict[tuple[str, str], LiteralString] = {
    ("mails", "secrets"): "'{}'::jsonb",
    ("mails", "text"): "case when secrets = '{}' then text else '' end",
    ("mails", "html"): "case when secrets = '{}' then html else '' end",
}
"""(table, column) → what an archive holds in its place: letters that are still to be sent hold links that log somebody in, and
what the links would open is left out too."""


class Line(msgspec.Struct, frozen=True):
    """One secret of one row: `sealed` is base64."""

    table: str
    column: str
    key: dict[str, str]
    sealed: str


class Vault:
    """Seals with a passphrase, for one company."""

    def __init__(self, passphrase: str, tenant: UUID) -> None:
        from cryptography.hazmat.primitives.ciphers.aead import AESSIV  # loads a C library that few need

        salt = b"duka archive " + tenant.bytes
        key = hashlib.scrypt(
            passphrase.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=64 * 1024 * 1024, dklen=64
        )
        self._cipher = AESSIV(key)

    def seal(self, text: str, about: str) -> str:
        return base64.b64encode(self._cipher.encrypt(text.encode(), [about.encode()])).decode()

    def open(self, sealed: str, about: str) -> str:
        """Refuses `WrongPassphrase`."""
        from cryptography.exceptions import InvalidTag

        try:
            return self._cipher.decrypt(base64.b64decode(sealed), [about.encode()]).decode()
        except InvalidTag:
            raise WrongPassphrase() from None


def of(table: str) -> tuple[Sealed, ...]:
    return tuple(each for each in SEALED if each.table == table)


def lines(tx: Tx, table: Table, tenant: UUID, keys: Keyring, vault: Vault) -> Iterator[Line]:
    """The secrets of the company in this table that this installation can open, by key."""
    for each in of(table.name):
        for row in tx.connection.execute(
            sql.SQL("select {}, {} from {} where tenant_id = {} and length({}) > 0 order by {}").format(
                sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in table.key),
                sql.Identifier(each.column),
                sql.Identifier(table.name),
                sql.Literal(tenant),
                sql.Identifier(each.column),
                sql.SQL(", ").join(sql.Identifier(name) for name in table.key),
            )
        ).fetchall():
            *values, sealed = row
            opened = keys.open(each.purpose, bytes(sealed)) if len(sealed) >= len(NOTHING) else None
            if opened is not None:
                key = dict(zip(table.key, map(str, values), strict=True))
                yield Line(each.table, each.column, key, vault.seal(opened, _about(each, key)))


def put_back(tx: Tx, line: Line, keys: Keyring, vault: Vault) -> None:
    """The secret of one row, sealed for this installation. Refuses `WrongPassphrase`."""
    each = next(s for s in SEALED if (s.table, s.column) == (line.table, line.column))
    opened = vault.open(line.sealed, _about(each, line.key))
    where = sql.SQL(" and ").join(
        sql.SQL("{}::text = {}").format(sql.Identifier(name), sql.Literal(value))
        for name, value in line.key.items()
    )
    statement = sql.SQL("update {} set {} = {} where {}").format(
        sql.Identifier(each.table),
        sql.Identifier(each.column),
        sql.Literal(keys.seal(each.purpose, opened)),
        where,
    )
    tx.connection.execute(statement)


def reseal(ctx: Context, keys: Keyring) -> int:
    """How many rows of `BY_THEMSELVES` are sealed with the present secret now; those that no key opens stay as they are."""
    resealed = 0
    for table, column, key, purpose in BY_THEMSELVES:
        rows = ctx.db.all(
            f"select {key} as key, {column} as sealed from {table} where tenant_id = %(tenant)s for update"
        )
        for row in rows:
            opened = keys.open(purpose, bytes(row.sealed)) if len(row.sealed) >= len(NOTHING) else None
            if opened is not None:
                ctx.db.run(
                    f"update {table} set {column} = %(sealed)s where tenant_id = %(tenant)s and {key} = %(key)s",
                    sealed=keys.seal(purpose, opened),
                    key=row.key,
                )
                resealed += 1
    if resealed:
        trail.note(ctx, "tenant.resealed", "tenant", ctx.tenant, rows=resealed)
    return resealed


def left_blank(has_passphrase: bool) -> list[dict[str, Any]]:
    """What has to be typed again after a restore without the passphrase."""
    return [] if has_passphrase else [msgspec.to_builtins(each) for each in SEALED]


def _about(each: Sealed, key: dict[str, str]) -> str:
    return "|".join((each.table, each.column, *(f"{name}={value}" for name, value in key.items())))

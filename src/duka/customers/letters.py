"""Letters to customers. Their links lead to the store's own address as we know it, never to the host name that a request
came with: whoever asks for a letter must not choose where its link goes."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.kernel.errors import TenantRequired
from duka.mail import service as mail


class Sender(msgspec.Struct, frozen=True):
    """The store in whose name a letter goes: its id, its name and the address of its front page."""

    store: UUID
    name: str
    url: str

    def link(self, path: str) -> str:
        return self.url + path


def sender(ctx: Context, base_url: str) -> Sender:
    """The store that the caller is in, or the company's first; under its own host name where it has one."""
    row = ctx.db.one(
        """select s.id, s.name, s.slug, t.slug as company,
                  (select d.host from domains d where d.tenant_id = %(tenant)s and d.store_id = s.id
                   order by d.is_primary desc, d.host limit 1) as host
           from stores s join tenants t on t.id = s.tenant_id
           where s.tenant_id = %(tenant)s and (%(store)s::uuid is null or s.id = %(store)s)
           order by s.created_at, s.id limit 1""",
        store=ctx.store,
    )
    if row is None:
        raise TenantRequired()
    if row.host:
        return Sender(row.id, row.name, f"{urlsplit(base_url).scheme or 'https'}://{row.host}")
    return Sender(row.id, row.name, f"{base_url.rstrip('/')}/s/{row.company}/{row.slug}")


def send(ctx: Context, by: Sender, to: str, kind: str, locale: str, **values: Any) -> None:
    """The letter `kind` in the name of the store."""
    mail.send(ctx, to, kind, locale or ctx.locale, store=by.store, company=by.name, **values)

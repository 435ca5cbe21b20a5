"""`--store TENANT/STORE`: whose goods a command is about, and the database that they are in."""

import os

from duka.imports import queries
from duka.imports.errors import StoreUnknown
from duka.imports.types import Places
from duka.kernel.cache import Cache
from duka.kernel.config import Config
from duka.kernel.db import Database
from duka.kernel.guards import refuse_powerful_role
from duka.kernel.postgres_urls import resolve
from duka.kernel.work import Caller, Work
from duka.tenants import queries as tenants

HELP = "TENANT/STORE, or TENANT alone when it has one store or the file names them"


def open_work(config: Config) -> Work:
    """The installation's database, without the application around it. Refuses a role that sees every
    tenant."""
    urls = resolve(config.data, os.environ)
    work = Work(Database(urls.app, urls.platform, size=2), Cache(config.cache_seconds))
    refuse_powerful_role(work.database)
    return work


def find(work: Work, text: str) -> tuple[Caller, Places]:
    """The command line acts as the system, for one tenant. Refuses `StoreUnknown`."""
    slug, _, store = text.partition("/")
    tenant = tenants.find(work, slug)
    if tenant is None:
        raise StoreUnknown(name=text, hint="Write it as TENANT/STORE, with the short names from its address.")
    caller = Caller(tenant.id)
    return caller, work.perform(caller, lambda ctx: queries.places(ctx, store))

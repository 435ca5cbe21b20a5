"""`duka payments reseal` seals the secrets of every merchant's accounts at payment providers with the present DUKA_SECRET.

Change the secret in three steps: put the former one into DUKA_PREVIOUS_SECRETS beside the new DUKA_SECRET and start every
process anew; run this; take the former one away. It ends with 1 when a secret could not be opened: those accounts have to be
typed again in the console.
"""

import argparse
import os
import sys
from uuid import UUID

from duka.kernel import config as configuration
from duka.kernel import log
from duka.kernel.postgres_urls import resolve
from duka.kernel.work import Caller, Work
from duka.main import make_services
from duka.payments.service import accounts
from duka.tenants import queries as tenants


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka payments", description=__doc__)
    parser.add_argument("what", choices=["reseal"])
    parser.add_argument("--tenant", default="", help="one company: its slug or id; all of them when left out")
    arguments = parser.parse_args(argv)
    config = configuration.load()
    log.configure("WARNING")
    services = make_services(config, resolve(config.data, os.environ))
    work, gateways = services.work, services.gateways
    locked = 0
    try:
        found = _whose(work, arguments.tenant)
        if not found and arguments.tenant:
            print(f"There is no company {arguments.tenant!r}.", file=sys.stderr)
            return 2
        for tenant, slug in found:
            done = work.perform(Caller(tenant), lambda ctx: accounts.reseal(ctx, gateways))
            if done.resealed or done.locked:
                lost = f", {done.locked} cannot be opened with any key here" if done.locked else ""
                print(f"{slug}: {done.resealed} sealed anew{lost}.")
            locked += done.locked
    finally:
        work.database.close()
    return 1 if locked else 0


def _whose(work: Work, tenant: str) -> list[tuple[UUID, str]]:
    if tenant:
        one = tenants.find(work, tenant)
        return [(one.id, one.slug)] if one else []
    return [(each.id, each.slug) for each in tenants.list_all(work)]

"""`duka secrets reseal` seals with the present DUKA_SECRET what merchants keep here in secret: their accounts at payment
providers, carriers and senders of text messages, and the secrets of their webhooks.

Change the secret in three steps: put the former one into DUKA_PREVIOUS_SECRETS beside the new DUKA_SECRET and start every
process anew; run this; take the former one away. It ends with 1 when an account at a payment provider could
not be opened: those have to be typed again in the console.
"""

import argparse
import os
import sys
from uuid import UUID

from duka import wiring
from duka.control import company_secrets
from duka.identity.sealing import keyring
from duka.kernel import config as configuration
from duka.kernel import log
from duka.kernel.config import Config
from duka.kernel.context import Context
from duka.kernel.postgres_urls import resolve
from duka.kernel.work import Caller, Work
from duka.payments.service import accounts
from duka.shipping.carriers.registry import desk as carrier_desk
from duka.shipping.carriers.service import resealing as carriers
from duka.tax.services import accounts as tax_accounts
from duka.tax.services.desk import desk as tax_desk
from duka.tenants import queries as tenants
from duka.texting import accounts as texting
from duka.webhooks.service import secrets as webhooks
from duka.wiring import make_services


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka secrets", description=__doc__)
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
            others = work.perform(Caller(tenant), lambda ctx: _others(ctx, config))
            if done.resealed or done.locked or others:
                lost = f", {done.locked} cannot be opened with any key here" if done.locked else ""
                print(f"{slug}: {done.resealed + others} sealed anew{lost}.")
            locked += done.locked
    finally:
        work.database.close()
    return 1 if locked else 0


def _others(ctx: Context, config: Config) -> int:
    return (
        carriers.reseal(ctx, carrier_desk(config))
        + texting.reseal(ctx, wiring.exchange(config))
        + webhooks.reseal(ctx, keyring(config))
        + tax_accounts.reseal(ctx, tax_desk(config))
        + company_secrets.reseal(ctx, keyring(config))
    )


def _whose(work: Work, tenant: str) -> list[tuple[UUID, str]]:
    if tenant:
        one = tenants.find(work, tenant)
        return [(one.id, one.slug)] if one else []
    return [(each.id, each.slug) for each in tenants.list_all(work)]

"""`duka features`: which features a merchant has; switch one with `duka features TENANT FEATURE on|off|default`."""

import argparse
import sys

from duka.cli import shop_argument
from duka.flags import queries, service
from duka.kernel import config as configuration
from duka.kernel.context import Actor
from duka.kernel.errors import Refusal
from duka.kernel.work import Caller
from duka.tenants import queries as tenants

WORDS = {"on": True, "off": False, "default": None}


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka features", description=__doc__)
    parser.add_argument("tenant", help="the merchant's short name")
    parser.add_argument("feature", nargs="?", help="the feature to switch; without it all are listed")
    parser.add_argument("state", nargs="?", choices=WORDS, default="on")
    arguments = parser.parse_args(argv)
    work = shop_argument.open_work(configuration.load())
    try:
        tenant = tenants.find(work, arguments.tenant)
        if tenant is None:
            print(f"There is no merchant {arguments.tenant} here.", file=sys.stderr)
            return 1
        caller = Caller(tenant.id, Actor("operator", name="duka features"))
        if arguments.feature:
            state = WORDS[arguments.state]
            work.perform(caller, lambda ctx: service.switch(ctx, arguments.feature, state))
        for feature in work.perform(caller, queries.features):
            print(
                f"{feature.name:<18} {'on ' if feature.is_on else 'off'} ({feature.why})  {feature.description}"
            )
    except Refusal as refusal:
        print(refusal.message, file=sys.stderr)
        return 1
    finally:
        work.database.close()
    return 0

"""`duka features`: what a merchant has and why; `duka features TENANT FEATURE on|off|default` switches one for them, and
`duka features rollout FEATURE off|pilot|on|PERCENT%` says how far one is out for everybody."""

import argparse
import sys

from duka.cli import shop_argument
from duka.control import rollout_lists, rollouts
from duka.control.rollout_types import RuleInput
from duka.flags import queries
from duka.kernel import config as configuration
from duka.kernel.context import Actor
from duka.kernel.errors import Refusal
from duka.kernel.work import Caller, Work
from duka.tenants import queries as tenants
from duka.tenants.types import PLATFORM

WORDS = {"on": True, "off": False, "default": None}
ROLLOUT = "rollout"
OPERATOR = Caller(PLATFORM, Actor("system", name="duka features"))
"""Who sits at the machine may what an operator may."""


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka features", description=__doc__)
    parser.add_argument("tenant", help=f"the merchant's short name, or {ROLLOUT} for everybody")
    parser.add_argument("feature", nargs="?", help="the feature to switch; without it all are listed")
    parser.add_argument("state", nargs="?", help="on, off or default; of a rollout off, pilot, on or 10%%")
    parser.add_argument("--note", default="", help="why; the history shows it")
    arguments = parser.parse_args(argv)
    work = shop_argument.open_work(configuration.load())
    try:
        if arguments.tenant == ROLLOUT:
            return _roll_out(work, arguments.feature, arguments.state, arguments.note)
        return _of_tenant(work, arguments.tenant, arguments.feature, arguments.state or "on", arguments.note)
    except Refusal as refusal:
        print(refusal.message, file=sys.stderr)
        return 1
    finally:
        work.database.close()


def _of_tenant(work: Work, slug: str, feature: str | None, state: str, note: str) -> int:
    tenant = tenants.find(work, slug)
    if tenant is None:
        print(f"There is no merchant {slug} here.", file=sys.stderr)
        return 1
    if state not in WORDS:
        print(f"Write {', '.join(WORDS)} and not {state}.", file=sys.stderr)
        return 2
    if feature:
        rollouts.switch(work, OPERATOR, tenant.id, feature, WORDS[state], note)
    for each in work.perform(Caller(tenant.id, OPERATOR.actor), queries.features):
        print(f"{each.name:<22} {'on ' if each.is_on else 'off'} ({each.why})  {each.because}")
    return 0


def _roll_out(work: Work, feature: str | None, state: str | None, note: str) -> int:
    if feature and state:
        before = rollout_lists.flag(work, OPERATOR, feature).flag
        percent = int(state[:-1]) if state.endswith("%") and state[:-1].isdecimal() else None
        if (percent is None and state not in ("off", "pilot", "on")) or not 0 <= (percent or 0) <= 100:
            print(f"Write off, pilot, on or a percentage as 10%, and not {state}.", file=sys.stderr)
            return 2
        rule = RuleInput(
            "percentage" if percent is not None else state,  # type: ignore[arg-type]  # one of the three, as checked
            percent,
            before.starts_at,
            before.ends_at,
            note,
        )
        rollouts.roll_out(work, OPERATOR, feature, rule, before.version)
    for each in rollout_lists.flags(work, OPERATOR):
        share = f" {each.percentage}%" if each.rollout == "percentage" else ""
        print(
            f"{each.name:<22} {(each.rollout or 'on') + share:<15} {each.openness:<7}"
            f" {each.switched_on} on, {each.switched_off} off by themselves"
        )
    return 0

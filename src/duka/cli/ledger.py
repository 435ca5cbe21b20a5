"""`duka ledger verify` says whether the books balance and agree with orders and payments, and ends with 1 when they do not;
`duka ledger balances` shows what lies on each account."""

import argparse
import os
import sys
from uuid import UUID

from duka.kernel import config as configuration
from duka.kernel import log
from duka.kernel.formatting import format_money
from duka.kernel.postgres_urls import resolve
from duka.kernel.work import Caller, Work
from duka.ledger import queries, verifying
from duka.tenants import queries as tenants
from duka.wiring import make_services


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka ledger", description=__doc__)
    parser.add_argument("what", choices=["verify", "balances"])
    parser.add_argument("--tenant", default="", help="one company: its slug or id; all of them when left out")
    arguments = parser.parse_args(argv)
    config = configuration.load()
    log.configure("WARNING")
    work = make_services(config, resolve(config.data, os.environ)).work
    try:
        found = _whose(work, arguments.tenant)
        if not found and arguments.tenant:
            print(f"There is no company {arguments.tenant!r}.", file=sys.stderr)
            return 2
        act = _verify if arguments.what == "verify" else _balances
        return max((act(work, tenant, slug) for tenant, slug in found), default=0)
    finally:
        work.database.close()


def _whose(work: Work, tenant: str) -> list[tuple[UUID, str]]:
    if tenant:
        one = tenants.find(work, tenant)
        return [(one.id, one.slug)] if one else []
    return [(each.id, each.slug) for each in tenants.list_all(work)]


def _verify(work: Work, tenant: UUID, slug: str) -> int:
    report = work.perform(Caller(tenant), verifying.verify)
    verdict = "the books balance" if report.is_sound else f"{report.found} differences"
    print(f"{slug}: {report.entries} entries, {report.lines} lines, {verdict}.")
    for finding in report.findings:
        print(f"  {finding.problem}: {finding.text}")
    return 0 if report.is_sound else 1


def _balances(work: Work, tenant: UUID, slug: str) -> int:
    print(f"{slug}:")
    for balance in work.perform(Caller(tenant), queries.balances):
        amount = format_money(balance.balance_minor, balance.currency, "en")
        print(f"  {balance.currency} {balance.account:<34} {amount:>20}  {balance.title}")
    return 0

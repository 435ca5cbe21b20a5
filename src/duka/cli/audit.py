"""`duka audit verify`: computes the chains of the audit trail anew and says what does not fit.

Ends with 1 when something was changed, deleted, slipped in or cut off. Heads that were noted elsewhere (the log has one a
minute and company) are compared with `--head SEQUENCE:HASH`.
"""

import argparse
import os
import sys
from uuid import UUID

from duka.audit import verifying
from duka.audit.sealing import Head
from duka.audit.verifying import Report
from duka.kernel import config as configuration
from duka.kernel import log
from duka.kernel.postgres_urls import resolve
from duka.kernel.work import Work
from duka.tenants import queries as tenants
from duka.wiring import make_services


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka audit", description=__doc__)
    parser.add_argument("what", choices=["verify"])
    parser.add_argument("--tenant", default="", help="one company: its slug or id; all of them when left out")
    parser.add_argument(
        "--head",
        action="append",
        default=[],
        type=_head,
        metavar="SEQUENCE:HASH",
        help="a head that was noted elsewhere; may be repeated; needs --tenant",
    )
    arguments = parser.parse_args(argv)
    if arguments.head and not arguments.tenant:
        parser.error("--head is one company's: name it with --tenant")
    config = configuration.load()
    log.configure("WARNING")
    work = make_services(config, resolve(config.data, os.environ)).work
    try:
        found = _whose(work, arguments.tenant)
        if not found:
            print(f"There is no company {arguments.tenant!r}.", file=sys.stderr)
            return 2
        reports = [_verify(work, tenant, slug, arguments.head) for tenant, slug in found]
    finally:
        work.database.close()
    return 0 if all(report.is_sound for report in reports) else 1


def _head(text: str) -> Head:
    sequence, _, digest = text.partition(":")
    try:
        head = Head(int(sequence), bytes.fromhex(digest))
    except ValueError:
        raise argparse.ArgumentTypeError("write it as SEQUENCE:HASH, as the log has it") from None
    if len(head.hash) != 32 or head.sequence < 1:
        raise argparse.ArgumentTypeError("a hash has 64 hex digits, and sequences begin at 1")
    return head


def _whose(work: Work, tenant: str) -> list[tuple[UUID, str]]:
    if tenant:
        one = tenants.find(work, tenant)
        return [(one.id, one.slug)] if one else []
    return [(each.id, each.slug) for each in tenants.list_all(work)]


def _verify(work: Work, tenant: UUID, slug: str, known: list[Head]) -> Report:
    report = verifying.verify(work, tenant, asked_by="duka audit verify", known=known)
    verdict = "sound" if report.is_sound else f"{len(report.findings)} problems"
    print(f"{slug}: {report.entries} entries, {verdict}. Head {report.sequence}:{report.hash}")
    for finding in report.findings:
        print(f"  {finding.problem}: {finding.text}")
    for notice in report.notices:
        print(f"  worth a look: {notice.text}")
    return report

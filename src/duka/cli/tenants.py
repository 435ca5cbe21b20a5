"""Whole companies, from the machine itself.

    duka tenants list                            every company: slug, status, id
    duka tenants export SLUG FILE.zip            everything of one into a file
    duka tenants restore FILE.zip                from such a file, with the same ids; refused where it is already
    duka tenants delete SLUG --reason WHY        the first step: it waits a week, and the company has to be closed
    duka tenants delete SLUG --begin             the second step, at once with --skip-because WHY; it is done here and now
    duka tenants delete SLUG --cancel            while it waits
    duka tenants certificate SLUG FILE.pdf       the proof of a deletion (FILE.json: canonical JSON)
    duka tenants scan SLUG|ID                    where a company is still found; ends with 1 when it is

Keys at payment providers and the like are in an archive only with --passphrase-file (a file of at least 12 characters), sealed
with it. Without one they have to be typed again after a restore.
"""

import argparse
import os
import sys
from pathlib import Path
from uuid import UUID

from duka.control import (
    archiving,
    certificates,
    company_secrets,
    deleting,
    deletions,
    restoring,
    scanning,
)
from duka.control.archive_errors import DeletionNotFound
from duka.identity.sealing import keyring
from duka.kernel import config as configuration
from duka.kernel import ids, log
from duka.kernel.context import SYSTEM
from duka.kernel.errors import MalformedId, Refusal
from duka.kernel.postgres_urls import resolve
from duka.kernel.work import Caller
from duka.tenants import queries as tenants
from duka.tenants.errors import TenantNotFound
from duka.tenants.types import PLATFORM, Tenant
from duka.wiring import Services, make_services

HERE = Caller(PLATFORM, SYSTEM)
"""Whoever may run commands on the machine may everything."""


def main(argv: list[str]) -> int:
    arguments = _parser().parse_args(argv)
    config = configuration.load()
    log.configure("WARNING")
    services = make_services(config, resolve(config.data, os.environ))
    try:
        return int(arguments.act(services, arguments))
    except Refusal as refusal:
        print(refusal.message, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename or 'The file'}: {error.strerror}.", file=sys.stderr)
        return 1
    finally:
        services.work.database.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="duka tenants", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    acts = parser.add_subparsers(required=True, metavar="list|export|restore|delete|certificate|scan")
    acts.add_parser("list").set_defaults(act=_list)
    export = acts.add_parser("export")
    export.add_argument("tenant")
    export.add_argument("file", type=Path)
    restore = acts.add_parser("restore")
    restore.add_argument("file", type=Path)
    for each in (export, restore):
        each.add_argument("--passphrase-file", type=Path)
    delete = acts.add_parser("delete")
    delete.add_argument("tenant")
    delete.add_argument("--reason", default="")
    delete.add_argument("--begin", action="store_true")
    delete.add_argument("--skip-because", default="")
    delete.add_argument("--cancel", action="store_true")
    certificate = acts.add_parser("certificate")
    certificate.add_argument("tenant")
    certificate.add_argument("file", type=Path)
    scan = acts.add_parser("scan")
    scan.add_argument("tenant")
    for command, act in (
        (export, _export),
        (restore, _restore),
        (delete, _delete),
        (certificate, _certificate),
        (scan, _scan),
    ):
        command.set_defaults(act=act)
    return parser


def _list(services: Services, arguments: argparse.Namespace) -> int:
    for tenant in tenants.list_all(services.work):
        print(f"{tenant.slug:<32} {tenant.status:<10} {tenant.kind:<9} {tenant.public_id}  {tenant.name}")
    return 0


def _export(services: Services, arguments: argparse.Namespace) -> int:
    tenant, keys = _tenant(services, arguments.tenant), keyring(services.config)
    manifest = archiving.write(
        services.work,
        services.storage,
        keys,
        tenant.id,
        arguments.file,
        passphrase=_passphrase(arguments),
        progress=_tell,
    )
    print(
        f"{tenant.slug}: {manifest.rows} rows of {len(manifest.parts)} parts and {manifest.files} files in {arguments.file}."
    )
    for path in manifest.missing:
        print(f"  missing from the storage: {path}", file=sys.stderr)
    if manifest.secrets == "left_out":
        print("Keys at providers are not in it: give --passphrase-file to take them along.", file=sys.stderr)
    return 0


def _restore(services: Services, arguments: argparse.Namespace) -> int:
    keys = keyring(services.config)
    manifest = restoring.restore(
        services.work,
        HERE,
        services.storage,
        keys,
        arguments.file,
        passphrase=_passphrase(arguments),
        progress=_tell,
    )
    company = manifest.tenant
    print(
        f"{company.slug}: {manifest.rows} rows and {manifest.files} files are here. It is {company.status}."
    )
    print(
        f"Look at it: duka audit verify --tenant {company.slug}; duka ledger verify --tenant {company.slug}"
    )
    if not _passphrase(arguments):
        for each in company_secrets.left_blank(has_passphrase=False):
            print(f"  to be entered again, where there were any: {each['what']}")
    return 0


def _delete(services: Services, arguments: argparse.Namespace) -> int:
    work, slug = services.work, arguments.tenant
    tenant = _tenant(services, slug)
    if arguments.cancel:
        deleting.cancel(work, HERE, tenant.id)
        print(f"{tenant.slug} stays.")
        return 0
    if not arguments.begin:
        if not arguments.reason:
            print("Say why with --reason: it is on the certificate.", file=sys.stderr)
            return 2
        asked = deleting.ask(work, HERE, tenant.id, slug, arguments.reason)
        print(f"{tenant.slug} may be deleted from {asked.due_at:%Y-%m-%d %H:%M} UTC on, with --begin.")
        return 0
    begun = deleting.begin(work, HERE, tenant.id, slug, arguments.skip_because)
    done = deleting.carry_on(
        work,
        services.storage,
        services.searches.engine,
        services.config.data / "archives",
        ids.parse("del", begun.id),
    )
    if done is not None:
        print(f"{tenant.slug} is gone: {done.rows} rows, {done.files} files. {done.certificate_hash}")
    return 0


def _certificate(services: Services, arguments: argparse.Namespace) -> int:
    found = deletions.certificate(services.work, HERE, arguments.tenant)
    data = found.text.encode() if arguments.file.suffix == ".json" else certificates.pdf(found)
    arguments.file.write_bytes(data)
    print(f"{arguments.file}: SHA-256 of its JSON {found.hash}")
    return 0


def _scan(services: Services, arguments: argparse.Namespace) -> int:
    folder = services.config.data / "archives"
    found = scanning.scan(services.work, services.storage, folder, _id(services, arguments.tenant))
    for place in found.found:
        print(f"{place.table}.{place.column}: {place.rows}")
    if found.files:
        print(f"files: {found.files}")
    for place in found.kept:
        print(f"the platform's own: {place.table}.{place.column}: {place.rows}")
    print(f"{found.columns} columns of {found.tables} tables: {'nothing' if found.is_clean else 'found'}.")
    return 0 if found.is_clean else 1


def _tenant(services: Services, text: str) -> Tenant:
    return tenants.get(services.work, text)


def _id(services: Services, text: str) -> UUID:
    """Of a company that is here, or was."""
    here = tenants.find(services.work, text)
    if here is not None:
        return here.id
    try:
        return ids.parse("ten", text)
    except MalformedId:
        pass
    try:
        return ids.parse("ten", deletions.get(services.work, HERE, text).tenant_id)
    except DeletionNotFound:
        raise TenantNotFound() from None


def _passphrase(arguments: argparse.Namespace) -> str:
    if arguments.passphrase_file is None:
        return ""
    text = arguments.passphrase_file.read_text().strip()
    if len(text) < company_secrets.LEAST_PASSPHRASE:
        raise SystemExit(f"A passphrase has at least {company_secrets.LEAST_PASSPHRASE} characters.")
    return str(text)


def _tell(step: str, done: int, steps: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:>4} of {steps}  {step:<40}", end="", file=sys.stderr, flush=True)

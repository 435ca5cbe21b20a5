"""`duka COMMAND`: finds the command's module and hands it the rest of the line."""

import importlib
import sys

COMMANDS = {
    "demo": "start everything with two demo merchants, in the foreground",
    "serve": "serve the web (needs a migrated database)",
    "worker": "deliver events and do jobs",
    "migrate": "bring the database up to date",
    "doctor": "say in words what is wrong with this environment",
    "import": "import products, stock, customers or past orders from a file",
    "export": "export products, stock, customers or orders to a file",
    "audit": "verify the audit trail: audit verify [--tenant SLUG]",
    "ledger": "say whether the books balance: ledger verify [--tenant SLUG], ledger balances",
    "analytics": "count figures anew, or export them: analytics recount [--tenant SLUG] [--from DAY], analytics export --to DIR",
    "recommendations": "compute what goes with what: recommendations compute [--tenant SLUG]",
    "secrets": "after a change of DUKA_SECRET: secrets reseal [--tenant SLUG]",
    "operators": "who runs this installation: operators list, operators invite EMAIL --role owner",
    "tenants": "whole companies: tenants list, export, restore, delete, certificate, scan",
    "backup": "the whole installation into a folder: backup FOLDER; backup --list, --keep",
    "restore-backup": "an installation from such a folder, where there is none",
    "features": "list a merchant's features, and switch one",
    "jobs": "list and replay dead letters: failed jobs and events",
    "ops": "write the rules for Prometheus and the dashboards for Grafana, or check them",
    "schemas": "write the OpenAPI document and the event schemas, or check them for drift",
}
MODULES = {"import": "import_files", "export": "export_products", "restore-backup": "restore_backup"}


def main(argv: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print("duka COMMAND …\n")
        for name, what in COMMANDS.items():
            print(f"  {name:<9} {what}")
        print("\n`duka COMMAND --help` says more.")
        return 0
    name = arguments[0]
    if name not in COMMANDS:
        print(f"duka has no command {name!r}; `duka help` lists them.", file=sys.stderr)
        return 2
    module = importlib.import_module(f"duka.cli.{MODULES.get(name, name)}")
    return int(module.main(arguments[1:]) or 0)


if __name__ == "__main__":
    raise SystemExit(main())

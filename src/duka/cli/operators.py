"""`duka operators`: who runs this installation. `list`; `invite EMAIL --role owner` sends a letter and prints its link, for the
first one; `forget-factors EMAIL` for who lost phone, passkeys and recovery codes."""

import argparse
import sys

from duka.access.operator_roles import OPERATOR_ROLES
from duka.cli import shop_argument
from duka.control import operators
from duka.demo import operating
from duka.kernel import config as configuration
from duka.kernel.errors import Refusal


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka operators", description=__doc__)
    parts = parser.add_subparsers(dest="act", required=True)
    parts.add_parser("demo-code", help="the code of the demo's operator, operator@duka.example")
    parts.add_parser("list", help="everybody, with their role and whether they have a second factor")
    inviting = parts.add_parser("invite", help="send somebody a letter with a link, and print the link")
    inviting.add_argument("email")
    inviting.add_argument("--role", choices=list(OPERATOR_ROLES), default="read-only")
    inviting.add_argument("--locale", choices=["en", "fr"], default="en", help="the language of the letter")
    forgetting = parts.add_parser("forget-factors", help="remove app, passkeys and codes; ends all sessions")
    forgetting.add_argument("email")
    arguments = parser.parse_args(argv)
    if arguments.act == "demo-code":
        print(operating.code())
        return 0
    config = configuration.load()
    work = shop_argument.open_work(config)
    try:
        if arguments.act == "invite":
            link = operators.invite(work, arguments.email, arguments.role, config.base_url, arguments.locale)
            print(
                f"{arguments.email} is invited as {arguments.role}. The letter's link, which works once:\n{link}"
            )
        elif arguments.act == "forget-factors":
            operators.forget_factors(work, arguments.email)
            print(f"{arguments.email} has no second factor any more, and must add one at the next log-in.")
        else:
            for each in operators.list_operators(work):
                seen = each.last_seen_at.strftime("%Y-%m-%d %H:%M") if each.last_seen_at else "never"
                factor = "second factor" if each.has_factor else "NO second factor"
                roles = ", ".join(each.roles) or "-"
                print(f"{each.email:<34} {roles:<10} {each.status:<9} {factor:<16} seen {seen}  {each.name}")
    except Refusal as refusal:
        print(refusal.message, file=sys.stderr)
        return 1
    finally:
        work.database.close()
    return 0

"""Rules of the house that no linter knows: each is proven on a breach of it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from duka.kernel.catalogue import PLATFORM_TABLES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "duka"
BANNED_NAMES = {"utils", "helpers", "common", "misc", "base", "manager", "core", "actions"}
PLATFORM_DOORS = {
    "kernel/relay.py",
    "kernel/jobs.py",
    "kernel/db.py",
    "tenants/service.py",
    "kernel/housekeeping.py",
    "checkout/sweeper.py",
    "checkout/callbacks.py",
    "shipping/carriers/sweeper.py",
    "identity/throttling.py",
    "mail/mailbox.py",
    "audit/sealing.py",
    "audit/verifying.py",
    "audit/feed.py",
    "analytics/counting.py",
    "control/insight_counting.py",
    "control/insights.py",
    "stores/service/domains.py",
    "webhooks/dispatcher.py",
    "webhooks/tidying.py",
    "privacy/erasing.py",
    "control/archiving.py",
    "control/restoring.py",
    "control/deleting.py",
    "control/scanning.py",
    "control/deletions.py",
    "control/certificates.py",
    "control/archives.py",
    "markets/following.py",
    "control/acting.py",
    "control/deeds.py",
    "kernel/readiness.py",
    "control/gauges.py",
    "control/minutes.py",
    "control/watching.py",
    "control/alerting.py",
    "control/dead_letters.py",
    "control/health.py",
    "control/life.py",
    "control/domains.py",
    "control/details.py",
    "control/directory.py",
    "control/policies.py",
    "control/policy_preview.py",
    "control/retention.py",
    "control/risk.py",
    "control/phasing.py",
    "control/plan_requests.py",
    "control/plans.py",
    "control/subscriptions.py",
    "control/usage.py",
    "control/rollout_lists.py",
    "main.py",
    "cli/demo.py",
    "demo/seed.py",
}
"""Where a transaction that sees every tenant may be opened. Sweepers find whose turn it is there, and work per tenant."""
STATEMENT = re.compile(r"^\s*(select|insert|update|delete|with|merge)\b", re.I)
MIGRATIONS = ROOT / "migrations" / "sql"
TABLES = {
    name
    for file in MIGRATIONS.rglob("*.sql")
    for name in re.findall(r"^create table (\w+)", file.read_text(), re.M)
} - {"throttles"}
"""But those that are used before a tenant is known."""
TOUCHED = re.compile(r"\b(?:from|join|into|update|using)\s+(\w+)", re.I)


def files() -> list[Path]:
    return sorted(SOURCE.rglob("*.py"))


def statements(source: str) -> Iterator[tuple[int, str]]:
    """SQL texts in a module: string constants that begin like a statement."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and STATEMENT.match(node.value):
            text = node.value
            if TABLES & set(TOUCHED.findall(text)):
                yield node.lineno, text


def test_no_file_is_longer_than_a_head_can_hold() -> None:
    everything = [*files(), *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "bench").rglob("*.py"))]
    assert [str(f.relative_to(ROOT)) for f in everything if len(f.read_text().splitlines()) > 400] == []


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [str(f.relative_to(ROOT)) for f in files() if f.stem in BANNED_NAMES] == []


def floats(source: str) -> list[int]:
    """Lines where something named *_minor meets a float."""
    tree = ast.parse(source)
    found = []
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and node.target.id.endswith("_minor")
        ) and "float" in ast.unparse(node.annotation):
            found.append(node.lineno)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and "_minor" in ast.unparse(node):
            found.append(node.lineno)
    return found


def test_money_never_meets_a_float() -> None:
    assert floats("price_minor: float = 1.0") and floats("x = total_minor / 2")
    assert {str(f.relative_to(ROOT)): floats(f.read_text()) for f in files() if floats(f.read_text())} == {}


def untenanted(source: str) -> list[tuple[int, str]]:
    return [
        (line, text[:60])
        for line, text in statements(source)
        if "tenant" not in text and "procrastinate" not in text and not is_the_platforms(text)
    ]


def is_the_platforms(text: str) -> bool:
    """Whether a statement touches tables that belong to no merchant, and no other."""
    touched = set(TOUCHED.findall(text)) & TABLES
    return bool(touched) and touched <= PLATFORM_TABLES.keys() - {"domains", "staff_directory"}


def test_every_statement_names_its_tenant() -> None:
    assert untenanted('x = "select * from orders where id = 1"')
    allowed = {"kernel/relay.py", "kernel/guards.py", "kernel/catalogue.py", "kernel/housekeeping.py"}
    breaches = {
        str(f.relative_to(SOURCE)): untenanted(f.read_text())
        for f in files()
        if str(f.relative_to(SOURCE)) not in allowed
        and not str(f.relative_to(SOURCE)).startswith(("kernel/postgres", "cli/doctor"))
        and untenanted(f.read_text())
    }
    assert breaches == {}


def opens_platform(source: str) -> bool:
    return any(
        isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and n.func.attr == "platform"
        for n in ast.walk(ast.parse(source))
    )


def test_only_named_modules_see_every_tenant() -> None:
    assert opens_platform("work.database.platform()")
    doors = {str(f.relative_to(SOURCE)) for f in files() if opens_platform(f.read_text())}
    assert doors <= PLATFORM_DOORS, doors - PLATFORM_DOORS


def test_nothing_runs_outside_a_unit_of_work() -> None:
    """psycopg.connect belongs to the kernel and to set-up."""
    allowed = ("kernel/", "cli/doctor", "cli/demo")
    breaches = [
        str(f.relative_to(SOURCE))
        for f in files()
        if "psycopg.connect" in f.read_text() and not str(f.relative_to(SOURCE)).startswith(allowed)
    ]
    assert breaches == []

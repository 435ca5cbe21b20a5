"""Refuses statements in migrations that would stop a shop that is open: `make check` and a test call it.

Looked at are the files of revisions from 0015 on, with squawk (as one transaction on PostgreSQL 15) and a few rules of our own.
Revisions before it made their tables and ran before anybody sold. What is meant all the same is allowed on the line before:

    -- because: nobody reads it since 0014 (docs/runbooks/migrations.md)
    -- squawk-ignore ban-drop-column
    alter table orders drop column note;

Statements inside `do` blocks and functions are not looked into.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
SQL = ROOT / "migrations" / "sql"
FIRST = 15
CONCURRENTLY = "concurrently"
"""The folder of a revision whose files run outside a transaction, statement by statement."""
NOT_OURS = {
    "prefer-robust-stmts": "each revision is one transaction: it never fails half-way",
    "require-lock-timeout": "migrations/env.py sets it",
    "require-statement-timeout": "migrations/env.py sets it",
    "prefer-bigint-over-int": "counts and positions fit; ids are UUIDs",
    "prefer-bigint-over-smallint": "as above",
    "require-timeout-settings": "migrations/env.py sets them",
}
"""Rules of squawk that do not fit here, and why."""
_IGNORE = re.compile(r"^\s*--\s*squawk-ignore(?:-file)?\b")
_BECAUSE = re.compile(r"^\s*--\s*because: .{10,}")
_WHOLE_TABLE = re.compile(r"^\s*(truncate\b|(?:update|delete)\b(?!.*\bwhere\b))", re.IGNORECASE | re.DOTALL)
_CONCURRENTLY = re.compile(r"\bindex\s+concurrently\b", re.IGNORECASE)
_QUOTED = re.compile(r"\$(\w*)\$.*?\$\1\$|'(?:[^']|'')*'|--[^\n]*", re.DOTALL)


def files(folder: Path = SQL) -> list[Path]:
    """Of the revisions that are looked at."""
    return sorted(path for path in folder.glob("*/**/*.sql") if _revision(path, folder) >= FIRST)


def _revision(path: Path, folder: Path) -> int:
    return int(path.relative_to(folder).parts[0])


def problems(paths: Sequence[Path]) -> list[str]:
    """One line for each: file, line, what is wrong and what to do."""
    found = [problem for path in paths for problem in _own(path)]
    inside = [path for path in paths if path.parent.name != CONCURRENTLY]
    outside = [path for path in paths if path.parent.name == CONCURRENTLY]
    return found + _squawk(inside, "--assume-in-transaction") + _squawk(outside)


def _squawk(paths: Iterable[Path], *how: str) -> list[str]:
    names = [str(path) for path in paths]
    if not names:
        return []
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("squawk")),
            "--reporter=json",
            "--pg-version=15",
            f"--exclude={','.join(NOT_OURS)}",
            *how,
            *names,
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"XDG_RUNTIME_DIR": "/tmp", **os.environ},  # noqa: S108 - it asks for one and puts nothing there
    )
    try:
        reports = json.loads(done.stdout)
    except ValueError:
        raise SystemExit(f"squawk failed: {done.stderr or done.stdout}") from None
    return [
        f"{each['file']}:{each['line'] + 1}: {each['rule_name']}: {each['message']} {each['help'] or ''}".strip()
        for each in reports
    ]


def _own(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    found = [
        f"{path}:{number}: ignore-without-reason: Say why on the line before: -- because: …"
        for number, line in enumerate(lines, 1)
        if _IGNORE.match(line) and (number == 1 or not _BECAUSE.match(lines[number - 2]))
    ]
    bare = _QUOTED.sub(lambda quoted: re.sub(r"[^\n]", " ", quoted.group()), text)
    if _CONCURRENTLY.search(bare) and path.parent.name != CONCURRENTLY:
        found.append(
            f"{path}:1: concurrently-in-transaction: Put it into the folder {CONCURRENTLY}/, a file for it alone."
        )
    at = 1
    for statement in bare.split(";"):
        if _WHOLE_TABLE.match(statement):
            line = at + statement[: len(statement) - len(statement.lstrip())].count("\n")
            if not (line > 1 and _BECAUSE.match(lines[line - 2])):
                found.append(
                    f"{path}:{line}: whole-table: It locks or rewrites every row at once. Fill it in batches, by a job."
                )
        at += statement.count("\n")
    return found


if __name__ == "__main__":
    told = problems(files())
    print("\n".join(told) or "migrations: nothing dangerous")
    raise SystemExit(bool(told))

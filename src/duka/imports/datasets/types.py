"""What a dataset is: its columns, how its rows become things, how things become rows."""

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol
from uuid import UUID

import msgspec

from duka.imports.types import Problem
from duka.kernel.context import Context

Result = Literal["created", "updated", "unchanged"]
Cells = Mapping[str, str]


class Column(msgspec.Struct, frozen=True):
    """`aliases` are names that other systems give it, folded."""

    name: str
    what: str
    is_needed: bool = False
    aliases: tuple[str, ...] = ()


class Line(msgspec.Struct, frozen=True):
    """A row of a file by the names of our columns; those that the file lacks are missing."""

    number: int
    cells: dict[str, str]


class Refused(Exception):
    """Nothing of this thing is kept."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = list(problems)


class Dataset(Protocol):
    """`key` names the column by which rows that stand together are one thing; empty when each row is one."""

    @property
    def name(self) -> str: ...

    @property
    def columns(self) -> Sequence[Column]: ...

    @property
    def key(self) -> str: ...

    def apply(self, ctx: Context, lines: Sequence[Line]) -> tuple[str, Result]:
        """Write one thing; what it is called, and what became of it. Refuses `Refused` and what the verbs refuse."""
        ...

    def rows(self, ctx: Context, after: UUID | str | None, count: int) -> "Batch":
        """Up to `count` things after the given one, as rows of all columns."""
        ...


class Batch(msgspec.Struct, frozen=True):
    """`last` goes into the next call; None when there is no more."""

    rows: list[dict[str, str]]
    last: UUID | str | None


def needed(line: Line, column: str) -> str:
    """The text of a cell that must not be empty. Refuses `Refused`."""
    text = line.cells.get(column, "")
    if not text:
        raise Refused(Problem(line.number, column, "write something here"))
    return text

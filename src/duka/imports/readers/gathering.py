"""Cells by the names of their columns, and what was wrong with them gathered."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from duka.imports import cells
from duka.imports.tabular import Row
from duka.imports.types import Problem

T = TypeVar("T")


class Gathering:
    """One product's rows. `where` maps the names that a reader uses to columns; names that are not there read
    as empty.

    `take` gives what a cell says, or None when it is empty or wrong; what is wrong is noted with the row and
    the column's name as it is written in the file, and `problems` is not empty then.
    """

    def __init__(self, header: Sequence[str], where: dict[str, int]) -> None:
        self.header = header
        self.where = where
        self.problems: list[Problem] = []
        self.notices: list[Problem] = []

    def has(self, *names: str) -> bool:
        return any(name in self.where for name in names)

    def text(self, row: Row, name: str) -> str:
        place = self.where.get(name)
        return "" if place is None else cells.unguarded(row.cells[place].strip())

    def take(self, row: Row, name: str, parse: Callable[[str], T]) -> T | None:
        text = self.text(row, name)
        if not text:
            return None
        try:
            return parse(text)
        except ValueError as error:
            self.note(row, name, str(error))
            return None

    def note(self, row: Row, name: str, why: str) -> None:
        self.problems.append(Problem(row.number, self.column(name), why))

    def tell(self, row: Row, name: str, what: str) -> None:
        self.notices.append(Problem(row.number, self.column(name), what))

    def column(self, name: str) -> str:
        place = self.where.get(name)
        return name if place is None else self.header[place]

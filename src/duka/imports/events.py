"""What imports announce."""

from typing import ClassVar
from uuid import UUID

from duka.kernel.events import Event


class ImportFinished(Event, frozen=True, kw_only=True):
    """A file that somebody started in the console is done, or failed as a whole. `asked_by` is their id."""

    TYPE: ClassVar[str] = "import.finished"

    kind: str
    file_name: str
    asked_by: UUID | None
    created: int
    updated: int
    refused: int
    is_dry: bool
    has_failed: bool

"""What experiments announce. `aggregate_id` is the experiment."""

from typing import ClassVar
from uuid import UUID

from duka.kernel.events import Event


class ExperimentStarted(Event, frozen=True, kw_only=True):
    """It gives its variants to visitors from `starts_at` on."""

    TYPE: ClassVar[str] = "experiment.started"

    store_id: UUID
    name: str
    kind: str
    starts_at: str


class ExperimentPaused(Event, frozen=True, kw_only=True):
    """Everybody sees the control until it is resumed. `reason`: staff, or guard, when `guard` got worse in the variant called
    `variant_name` by more than it may."""

    TYPE: ClassVar[str] = "experiment.paused"

    store_id: UUID
    name: str
    reason: str
    guard: str = ""
    variant_name: str = ""


class ExperimentResumed(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "experiment.resumed"

    store_id: UUID
    name: str


class ExperimentStopped(Event, frozen=True, kw_only=True):
    """Everybody sees the control again. `reason`: staff, or ended, when its time was over."""

    TYPE: ClassVar[str] = "experiment.stopped"

    store_id: UUID
    name: str
    reason: str


class ExperimentDecided(Event, frozen=True, kw_only=True):
    """What follows from it was decided. `winner_name` is empty when nothing is changed."""

    TYPE: ClassVar[str] = "experiment.decided"

    store_id: UUID
    name: str
    winner_id: UUID | None
    winner_name: str

"""Facts about settings."""

from typing import ClassVar

from duka.kernel.events import Event


class SettingsChanged(Event, frozen=True, kw_only=True):
    """The company's settings (`aggregate_id` is its id) or a store's. `fields` names what was changed."""

    TYPE: ClassVar[str] = "settings.changed"

    section: str
    settings_version: int
    fields: list[str]

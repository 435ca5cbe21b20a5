"""Refusals about settings."""

from duka.kernel.errors import Invalid, NotFound, VersionConflict


class SectionNotFound(NotFound):
    """There are no settings of that name."""


class SettingsPlaceNotFound(NotFound):
    """There is no such store here."""


class SettingsVersionNotFound(NotFound):
    """There is no such version of these settings."""


class StoreNeeded(Invalid):
    """These settings belong to a store; say which one with ?store=."""


class SettingsChangedMeanwhile(VersionConflict):
    """{changed_by} changed these settings in the meantime. Both versions are here: take theirs, or repeat your change."""

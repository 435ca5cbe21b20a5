"""What a section is, and what others may hold of its values."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar
from uuid import UUID

import msgspec

from duka.kernel.context import Context

T = TypeVar("T")
Scope = Literal["company", "store", "both"]
Source = Literal["platform", "company", "store"]
Errors = dict[str, str]
Values = Mapping[str, Any]
"""Fields as JSON has them: texts, numbers, lists and mappings."""


class Limit(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What the platform allows of one field: a number (or the length of a text) from `least` to `most`, one of
    `among` (each, in a list), or at most `count` entries."""

    least: int | None = None
    most: int | None = None
    among: list[str] | None = None
    count: int | None = None


class Truth(msgspec.Struct, frozen=True):
    """The tables of another module in which a store's section really is. `save` keeps what it is given through that
    module's verbs, which call `service.remember`; `lock` lets changes come one after the other."""

    load: Callable[[Context, UUID], dict[str, Any]]
    save: Callable[[Context, UUID, Any], None]
    lock: Callable[[Context, UUID], None]


class Section(msgspec.Struct, Generic[T], frozen=True, kw_only=True):
    """`shape` has a default for every field. `check` looks at a whole value and gathers what is wrong by field.
    `renamed`: the name of a field in older versions → its name now."""

    name: str
    title: str
    about: str
    shape: type[T]
    scope: Scope
    read: str = "settings:read"
    write: str = "settings:write"
    check: Callable[[T, Errors], None] | None = None
    truth: Truth | None = None
    renamed: Mapping[str, str] = {}


class Resolved(msgspec.Struct, Generic[T], frozen=True):
    """A section at one place. `own` is what was decided there, `inherited` the value without it. `ignored` names what
    older versions wrote and nobody reads now; `clamped` what is read otherwise than it was saved, because the
    platform's limit is narrower now."""

    value: T
    own: Values
    sources: dict[str, Source]
    version: int
    inherited: T
    ignored: list[str] = []
    clamped: list[str] = []
    updated_at: datetime | None = None
    updated_by: str = ""


class SectionSummary(msgspec.Struct, frozen=True):
    """A line of the settings' table of contents. `version` is 0 where nothing was decided yet. `may_write` is the
    caller's."""

    section: str
    title: str
    about: str
    scope: Scope
    read: str
    write: str
    may_write: bool
    version: int
    updated_at: datetime | None = None
    updated_by: str = ""


class FieldChange(msgspec.Struct, frozen=True):
    """None is JSON's null, or that nothing was decided there: `before_set` and `after_set` tell which."""

    field: str
    before: Any = None
    after: Any = None
    before_set: bool = True
    after_set: bool = True


class SettingsVersion(msgspec.Struct, frozen=True):
    """One version of a section at one place, and how it differs from the one before."""

    version: int
    at: datetime
    by: str
    changes: list[FieldChange]
    is_current: bool = False
    restored_from: int | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A section at one place. `own` is what was decided there, `inherited` what would count without it, `value` all that
    counts; `sources` says where each field comes from: platform, company or store. `limits` are the platform's.
    `version` goes into If-Match. `ignored` and `clamped` name what was saved before and is not read, or not as it was
    saved."""

    section: str
    store: str | None
    version: int
    value: Any
    own: Any
    inherited: Any
    sources: dict[str, Source]
    limits: dict[str, Limit]
    may_write: bool
    ignored: list[str] = []
    clamped: list[str] = []
    updated_at: datetime | None = None
    updated_by: str = ""

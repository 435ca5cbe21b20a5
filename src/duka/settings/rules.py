"""Pure: reading what was saved, laying one place's values over another's, and what differs."""

from functools import cache
from typing import Any, TypeVar, cast

import msgspec

from duka.settings import limits
from duka.settings.types import Answer, Errors, FieldChange, Section, Source, Values

T = TypeVar("T")


def own_shape(section: Section[Any]) -> type[msgspec.Struct]:
    """The section's shape with every field optional: what a save names, and what one place decided."""
    return _own_shape(cast("Any", section.shape))


@cache
def _own_shape(shape: Any) -> type[msgspec.Struct]:
    fields = [(f.name, f.type | msgspec.UnsetType, msgspec.UNSET) for f in msgspec.structs.fields(shape)]
    return msgspec.defstruct(
        f"{shape.__name__}Own",
        fields,
        frozen=True,
        kw_only=True,
        forbid_unknown_fields=True,
        module=shape.__module__,
    )


def answer_shape(section: Section[Any]) -> type[msgspec.Struct]:
    """A section as people's programs see it: `types.Resolved`, with the section's own types."""
    return _answer_shape(cast("Any", section.shape))


@cache
def _answer_shape(shape: Any) -> type[msgspec.Struct]:
    parts = {f.name: f for f in msgspec.structs.fields(Answer)}
    whole = msgspec.defstruct(
        shape.__name__,
        [(f.name, f.type) for f in msgspec.structs.fields(shape)],
        frozen=True,
        kw_only=True,
        module=shape.__module__,
        namespace={"__doc__": shape.__doc__},
    )  # the contract says that every field is there
    typed = {"value": whole, "own": _own_shape(shape), "inherited": whole}
    fields: list[Any] = [
        (name, typed.get(name, part.type))
        if part.required
        else (name, part.type, msgspec.field(default_factory=part.default_factory))
        if part.default_factory is not msgspec.NODEFAULT
        else (name, part.type, part.default)
        for name, part in parts.items()
    ]
    name = shape.__name__.removesuffix("Settings")
    return msgspec.defstruct(
        f"{name}Section",
        fields,
        frozen=True,
        kw_only=True,
        module=shape.__module__,
        namespace={"__doc__": Answer.__doc__},
    )


def types_of(section: Section[Any]) -> dict[str, Any]:
    return _types_of(cast("Any", section.shape))


@cache
def _types_of(shape: Any) -> dict[str, Any]:
    return {field.name: field.type for field in msgspec.structs.fields(shape)}


def defaults(section: Section[Any]) -> dict[str, Any]:
    """The platform's values, as JSON has them."""
    return dict(msgspec.to_builtins(section.shape()))


def adopt(section: Section[Any], saved: Values) -> tuple[dict[str, Any], list[str], list[str]]:
    """What is understood of a saved value, whichever version of the program saved it; the names of what is not (kept
    nowhere once it is saved anew); and the names of what the platform's limits changed."""
    known, own, ignored, clamped = types_of(section), {}, [], []
    bounds = limits.of(section.name)
    for old_name, value in saved.items():
        name = section.renamed.get(old_name, old_name)
        if name not in known or (name != old_name and name in saved):
            ignored.append(old_name)
            continue
        try:
            kept = msgspec.to_builtins(msgspec.convert(value, known[name]))
        except msgspec.ValidationError:
            ignored.append(old_name)
            continue
        allowed = limits.clamp(name, kept, bounds)
        if allowed != kept:
            clamped.append(name)
            if allowed is None:
                continue
        own[name] = allowed
    return own, ignored, clamped


def merge(section: Section[T], company: Values, store: Values) -> tuple[T, dict[str, Source]]:
    """Platform < company < store, and where each field comes from."""
    platform = defaults(section)
    sources: dict[str, Source] = {
        name: "store" if name in store else "company" if name in company else "platform" for name in platform
    }
    return msgspec.convert({**platform, **company, **store}, section.shape), sources


def checked(section: Section[Any], given: Values, below: Values, errors: Errors) -> dict[str, Any]:
    """`given` as it is to be saved. What is wrong with it, or with the whole that it makes over `below`, goes to
    `errors` by field."""
    known, own = types_of(section), {}
    for name, value in given.items():
        if name not in known:
            errors[name[:60]] = "there is no such setting"
            continue
        try:
            own[name] = msgspec.to_builtins(msgspec.convert(value, known[name]))
        except msgspec.ValidationError as wrong:
            errors[name] = str(wrong)[:300]
    limits.check(own, limits.of(section.name), errors)
    if section.check is not None and not errors:
        section.check(msgspec.convert({**defaults(section), **below, **own}, section.shape), errors)
    return own


def changes(before: Values, after: Values) -> list[FieldChange]:
    return [
        FieldChange(name, before.get(name), after.get(name), name in before, name in after)
        for name in {**before, **after}
        if name not in before or name not in after or before[name] != after[name]
    ]


def given(own: msgspec.Struct) -> dict[str, Any]:
    """The fields that an own-shaped struct names, as JSON has them."""
    return dict(msgspec.to_builtins(own))

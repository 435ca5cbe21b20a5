"""Pure: laying the values of a policy over each other, and what is wrong with one."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

import msgspec

from duka.kernel.errors import InvalidInput
from duka.plans.types import Entitlements
from duka.policies.types import Policy, Resolved

T = TypeVar("T")
DEFAULT = "default"
Layer = tuple[str, Any]
"""Who decided (platform, plan, own), and the object of what was decided; None: nothing."""


def layers(held: Entitlements, name: str) -> list[Layer]:
    """Of one policy, the nearest last."""
    found = (
        ("platform", held.policies.get(name)),
        ("plan", held.plan.policies.get(name) if held.plan else None),
        ("own", held.own_policies.get(name)),
    )
    return [layer for layer in found if layer[1] is not None]


def resolve(policy: Policy[T], decided: Sequence[Layer]) -> Resolved[T]:
    """The nearest decision of each field wins. What an older version of the program wrote and this one does not
    understand decides nothing."""
    fields = msgspec.structs.fields(cast("Any", policy.shape))
    value: dict[str, Any] = {}
    sources = {field.name: DEFAULT for field in fields}
    for source, given in decided:
        for field in fields:
            if not isinstance(given, Mapping) or field.name not in given:
                continue
            try:
                value[field.name] = msgspec.convert(given[field.name], field.type)
            except msgspec.ValidationError:
                continue
            sources[field.name] = source
    return Resolved(policy.shape(**value), sources)


def checked(policy: Policy[Any], given: Any) -> dict[str, Any]:
    """`given` as it is kept: the fields that it decides. Refuses `InvalidInput`, with the field that is wrong."""
    if not isinstance(given, Mapping):
        raise InvalidInput({"value": "give an object with the fields that are decided"})
    fields = {field.name: field for field in msgspec.structs.fields(policy.shape)}
    errors: dict[str, str] = {}
    for name, value in given.items():
        if name not in fields:
            errors[f"value.{name[:60]}"] = f"there is no such field; there are {', '.join(fields)}"
            continue
        try:
            msgspec.convert(value, fields[name].type)
        except msgspec.ValidationError as wrong:
            errors[f"value.{name}"] = str(wrong).partition(" - at ")[0]
    if not given:
        errors["value"] = "decide at least one field"
    if errors:
        raise InvalidInput(errors)
    return dict(given)


def default(policy: Policy[Any]) -> dict[str, Any]:
    """The value where nobody decided anything, as JSON has it."""
    return dict(msgspec.to_builtins(policy.shape()))

"""Which policies bind a company. Read from its entitlements: no statement of their own."""

from collections.abc import Mapping
from typing import Any, TypeVar, overload

import msgspec

from duka.kernel.context import Context
from duka.kernel.languages import in_language
from duka.plans import entitlements
from duka.plans.types import Entitlements
from duka.policies import rules
from duka.policies.errors import PolicyForbids, PolicyNotFound
from duka.policies.types import Allowed, Policy, PolicyField, PolicyPlace, PolicyView, Resolved
from duka.policies.vocabulary import POLICIES

T = TypeVar("T")


def find(name: str) -> Policy[Any]:
    """Refuses `PolicyNotFound`."""
    policy = POLICIES.get(name)
    if policy is None:
        raise PolicyNotFound(known=", ".join(POLICIES))
    return policy


@overload
def value(ctx: Context, policy: Policy[T]) -> T: ...
@overload
def value(ctx: Context, policy: str) -> Any: ...
def value(ctx: Context, policy: Policy[Any] | str) -> Any:
    """As it binds the caller's company now. For the program: asks for no permission."""
    known = find(policy) if isinstance(policy, str) else policy
    return of(entitlements.of(ctx), known).value


def require_code(ctx: Context, policy: Policy[Allowed], code: str) -> None:
    """Refuses `PolicyForbids` when the policy leaves this one out."""
    allowed = value(ctx, policy)
    if not allowed.allows(code):
        only = ", ".join(allowed.codes or []) or "none"
        raise PolicyForbids(what=f"it allows {only}", policy=policy.name)


def of(held: Entitlements, policy: Policy[T]) -> Resolved[T]:
    """As it binds who holds these entitlements, and who decided it."""
    return rules.resolve(policy, rules.layers(held, policy.name))


def list_policies(ctx: Context) -> list[PolicyView]:
    """Every policy as it binds the company, with where it binds and who decided. Two statements."""
    ctx.require("settings:read")
    held = entitlements.of(ctx)
    rows = ctx.db.all(
        """select name, note, changed_at, true as is_own from tenant_policies where tenant_id = %(tenant)s
           union all select name, note, changed_at, false from platform_policies"""
    )
    notes = {(row.name, row.is_own): row for row in rows}
    found = []
    for policy in POLICIES.values():
        resolved = of(held, policy)
        told = notes.get((policy.name, True)) or notes.get((policy.name, False))
        names = held.plan.names if held.plan and "plan" in resolved.sources.values() else {}
        found.append(
            PolicyView(
                name=policy.name,
                title=in_language(policy.title, ctx.locale),
                about=in_language(policy.about, ctx.locale),
                fields=fields(policy, resolved, ctx.locale),
                places=[
                    PolicyPlace(p.code, in_language(p.words, ctx.locale), p.screen) for p in policy.places
                ],
                plan=in_language(names, ctx.locale) if names else "",
                note=told.note if told else "",
                changed_at=told.changed_at if told else None,
            )
        )
    return found


def fields(policy: Policy[Any], resolved: Resolved[Any], locale: str) -> list[PolicyField]:
    default: Mapping[str, Any] = rules.default(policy)
    value: Mapping[str, Any] = msgspec.to_builtins(resolved.value)
    return [
        PolicyField(
            name=name,
            title=in_language(words, locale),
            value=value[name],
            default=default[name],
            source=resolved.sources[name],
            is_binding=value[name] != default[name],
        )
        for name, words in policy.field_words.items()
    ]

"""Which features there are, and which are on."""

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cache
from uuid import UUID

import msgspec

from duka.flags import words
from duka.flags.errors import FeatureOff, UnknownFeature
from duka.flags.names import FEATURES, OFF, SWITCHES, VARIABLES
from duka.flags.rules import evaluate
from duka.flags.types import Answer, Feature, Rule, Value
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.plans import entitlements
from duka.plans.types import Entitlements

_NO = {"false", "no", "off", "0"}


def here() -> Mapping[str, bool]:
    """Feature → is it on in this installation, as the environment says. Refuses UnknownFeature."""
    off = [name for variable, name in SWITCHES.items() if os.environ.get(variable, "").lower() in _NO]
    return installed(",".join([os.environ.get(OFF, ""), *off]))


@cache
def installed(off: str) -> Mapping[str, bool]:
    """Feature → is it on in this installation; `off` are names with commas between. Refuses UnknownFeature."""
    names = {name.strip() for name in off.split(",") if name.strip()}
    if unknown := sorted(names - FEATURES.keys()):
        raise UnknownFeature(feature=unknown[0], known=", ".join(FEATURES))
    return {name: name not in names for name in FEATURES}


def answer(ctx: Context, feature: str) -> Answer:
    """Whether the caller's company has it, and what decides that. Remembered for `cache_seconds`; one statement otherwise."""
    return _answer(entitlements.of(ctx), ctx.tenant, ctx.now, feature)


def of_tenant(work: Work, tenant: UUID) -> Callable[[str], Answer]:
    """Feature → the answer for this company, for whoever has no context yet: without a transaction where it is remembered."""
    held = entitlements.remembered(work.cache, tenant) or work.perform(Caller(tenant), entitlements.of)
    return lambda feature: _answer(held, tenant, work.clock(), feature)


def _answer(held: Entitlements, tenant: UUID, now: datetime, feature: str) -> Answer:
    rule = held.rollout.get(feature)
    return evaluate(
        feature,
        tenant,
        now,
        is_installed=here()[feature],
        own=held.own_features.get(feature),
        rule=msgspec.convert(rule, Rule) if rule is not None else None,
        plan=held.plan.features if held.plan is not None else None,
    )


def is_on(ctx: Context, feature: str) -> bool:
    return answer(ctx, feature).is_on


def require(ctx: Context, feature: str) -> None:
    """Refuses FeatureOff, which says why."""
    refuse_off(feature, answer(ctx, feature))


def refuse_off(feature: str, found: Answer) -> None:
    """Refuses FeatureOff unless the answer is that it is on."""
    if not found.is_on:
        raise FeatureOff(feature=FEATURES[feature], because=words.because(found), why=found.why, flag=feature)


def names_off(ctx: Context) -> list[str]:
    """The features that the company does not have. Remembered for `cache_seconds`; one statement otherwise."""
    held = entitlements.of(ctx)
    return [name for name in FEATURES if not _answer(held, ctx.tenant, ctx.now, name).is_on]


def features(ctx: Context) -> list[Feature]:
    """All features, on and off, with the reason and, where the plan lacks one, the plans that have it. One statement more
    than what is remembered, and none when no plan lacks anything."""
    held = entitlements.of(ctx)
    answers = {name: _answer(held, ctx.tenant, ctx.now, name) for name in FEATURES}
    lacks = [name for name, found in answers.items() if not found.is_on and found.why == "plan"]
    having = plans_with(ctx, lacks) if lacks else {}
    return [
        Feature(
            name,
            FEATURES[name],
            found.is_on,
            found.why,
            found.reason,
            words.because(found, having.get(name, [])),
            having.get(name, []),
        )
        for name, found in answers.items()
    ]


def plans_with(ctx: Context, names: Iterable[str]) -> dict[str, list[str]]:
    """Feature → the names of the public plans whose newest version has it, in the caller's language, the first plan first."""
    rows = ctx.db.all(
        """select v.names, v.features from plans p
           join lateral (select n.names, n.features from plan_versions n where n.plan_id = p.id
                         order by n.version desc limit 1) v on true
           where p.is_public and p.archived_at is null order by p.position, p.handle"""
    )
    named = [
        (row.names.get(ctx.locale) or row.names.get("en") or next(iter(row.names.values()), ""), row.features)
        for row in rows
    ]
    return {name: [plan for plan, has in named if has is None or name in has] for name in names}


def value(ctx: Context, name: str) -> Value:
    """What a variable is for the caller's company. Remembered for `cache_seconds`; one statement otherwise."""
    variable = VARIABLES[name]
    own = entitlements.of(ctx).own_values.get(name)
    if own is not None:
        return Value(name, variable.description, own, "company", "TARGETING_MATCH")
    text = os.environ.get(variable.environment, "")
    if not text:
        return Value(name, variable.description, variable.default, "default", "DEFAULT")
    said: str | int = int(text) if variable.kind == "integer" else text
    return Value(name, variable.description, said, "installation", "STATIC")


def number(ctx: Context, name: str, otherwise: int) -> int:
    """An integer variable: the company's own, or what the process was started with (`otherwise`)."""
    own = entitlements.of(ctx).own_values.get(name)
    return own if isinstance(own, int) else otherwise


def text_of(work: Work, tenant: UUID, name: str, otherwise: str) -> str:
    """A string variable, for whoever has no context: the company's own, or what the process was started with (`otherwise`).
    Without a transaction where it is remembered."""
    held = entitlements.remembered(work.cache, tenant) or work.perform(Caller(tenant), entitlements.of)
    own = held.own_values.get(name)
    return own if isinstance(own, str) else otherwise

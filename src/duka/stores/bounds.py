"""What the platform's policies leave of a store: its ways to pay and to ship, its look.

Reading narrows: what was set before a policy came is not offered any more, and the look is shown within its bounds. Writing
refuses, beside the field: what a policy forbids can't be added. What is there already may stay in a list, so that the rest
of the list can be changed; it is not offered.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

import msgspec

from duka.kernel.context import Context
from duka.plans import entitlements
from duka.plans.types import Entitlements
from duka.policies import queries as policies
from duka.policies.types import Allowed, ThemeLimits
from duka.policies.vocabulary import PAYMENT_METHODS, SHIPPING_OPTIONS, THEME_LIMITS
from duka.settings.types import Errors
from duka.stores.theme import COLORS, DEFAULTS
from duka.stores.types import Selling, Store, Theme

FREE = "free"
FONT_FIELDS = ("heading_font", "body_font")


class Bounds(NamedTuple):
    """What binds a company's stores."""

    methods: Allowed
    shipping: Allowed
    theme: ThemeLimits


NONE = Bounds(Allowed(), Allowed(), ThemeLimits())


class _Narrowed(NamedTuple):
    """What a store sells with, within what binds it: made anew when either was read anew."""

    whole: Selling
    held: Entitlements
    within: Selling


class _Rate(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def price_minor(self) -> int: ...
    @property
    def free_over_minor(self) -> int | None: ...
    @property
    def is_active(self) -> bool: ...


def of(ctx: Context) -> Bounds:
    """Of the caller's company."""
    return _of(entitlements.of(ctx))


def _of(held: Entitlements) -> Bounds:
    if not (held.policies or held.own_policies or (held.plan and held.plan.policies)):
        return NONE
    bounds = Bounds(
        policies.of(held, PAYMENT_METHODS).value,
        policies.of(held, SHIPPING_OPTIONS).value,
        policies.of(held, THEME_LIMITS).value,
    )
    return NONE if bounds == NONE else bounds


def selling(ctx: Context, whole: Selling) -> Selling:
    """`whole` within what binds the company: the very same when nothing does."""
    held = entitlements.of(ctx)
    key = (ctx.tenant, "selling.within", whole.id)
    known = ctx.cache.find(key)
    if isinstance(known, _Narrowed) and known.whole is whole and known.held is held:
        return known.within
    bounds = _of(held)
    within = whole if bounds is NONE else _narrowed(whole, bounds)
    ctx.cache.keep(key, _Narrowed(whole, held, within))
    return within


def _narrowed(whole: Selling, bounds: Bounds) -> Selling:
    methods = [row for row in whole.payment_methods if bounds.methods.allows(str(row["provider"]))]
    rates = [rate for row in whole.shipping_rates if (rate := _rate(row, bounds.shipping)) is not None]
    return msgspec.structs.replace(whole, payment_methods=methods, shipping_rates=rates)


def _rate(row: dict[str, Any], allowed: Allowed) -> dict[str, Any] | None:
    if not allowed.allows(row["kind"]):
        return None
    if allowed.allows(FREE):
        return row
    if _costs_nothing(row["kind"], row.get("price_minor") or 0, row.get("tiers") or ()):
        return None
    return {**row, "free_over_minor": None}


def face(store: Store, bounds: Bounds) -> Store:
    """The public face within these bounds."""
    if bounds is NONE:
        return store
    methods = [option for option in store.payment_methods if bounds.methods.allows(option.code)]
    return msgspec.structs.replace(store, payment_methods=methods, theme=_look(store.theme, bounds.theme))


def _look(theme: Theme, limits: ThemeLimits) -> Theme:
    changed: dict[str, Any] = {}
    if limits.presets is not None and theme.preset not in limits.presets:
        changed["preset"] = limits.presets[0]
    if limits.fonts is not None:
        changed |= {name: limits.fonts[0] for name in FONT_FIELDS if getattr(theme, name) not in limits.fonts}
    if not limits.has_own_colors:
        changed |= {name: DEFAULTS[name] for name in COLORS}
        changed |= {"on_accent": "#ffffff", "accent_text": DEFAULTS["accent"]}
    if not limits.has_banner:
        changed["banner"] = None
    if len(theme.home) > limits.home_parts:
        changed["home"] = theme.home[: limits.home_parts]
    return msgspec.structs.replace(theme, **changed) if changed else theme


def check_methods(
    allowed: Allowed, wanted: Sequence[tuple[str, bool]], there: Mapping[str, bool], errors: Errors
) -> None:
    """`wanted` and `there`: provider, and whether it is switched on."""
    for index, (provider, is_active) in enumerate(wanted):
        was_there = provider in there and (there[provider] or not is_active)
        if not allowed.allows(provider) and not was_there:
            errors[f"payment_methods[{index}].provider"] = _only(allowed)


def check_rates(
    allowed: Allowed,
    zones: Sequence[tuple[str, Sequence[_Rate]]],
    there: Collection[tuple[str, str, str]],
    errors: Errors,
) -> None:
    """`zones`: name → rates; `there`: what was there already, as `rate_keys` names it."""
    for number, (zone, rates) in enumerate(zones):
        for position, rate in enumerate(rates):
            forbidden = [kind for kind in options(rate) if not allowed.allows(kind)]
            if rate.is_active and any((zone, rate.code, kind) not in there for kind in forbidden):
                errors[f"zones[{number}].rates[{position}].kind"] = _only(allowed)


def rate_keys(zone: str, rate: _Rate) -> set[tuple[str, str, str]]:
    """What a rate that is switched on uses of what policies may forbid."""
    return {(zone, rate.code, kind) for kind in options(rate)} if rate.is_active else set()


def options(rate: _Rate) -> list[str]:
    """What a rate is, in the words of the policy: its kind, and free where it may cost nothing."""
    tiers: Sequence[Any] = getattr(rate, "tiers", ())
    is_free = rate.free_over_minor is not None or _costs_nothing(rate.kind, rate.price_minor, tiers)
    return [rate.kind, FREE] if is_free and rate.kind != "pickup" else [rate.kind]


def _costs_nothing(kind: str, price_minor: int, tiers: Sequence[Any]) -> bool:
    if kind == "pickup":
        return False
    if kind == "flat":
        return price_minor == 0
    return any((tier["price_minor"] if isinstance(tier, dict) else tier.price_minor) == 0 for tier in tiers)


def check_look(
    limits: ThemeLimits, wanted: Mapping[str, Any], before: Mapping[str, Any], errors: Errors
) -> None:
    """`wanted` and `before`: themes as they are stored. What is as it was may stay."""
    stood = {**DEFAULTS, **before}
    changed = {name: value for name, value in wanted.items() if stood.get(name) != value}
    if limits.presets is not None and "preset" in changed and changed["preset"] not in limits.presets:
        errors["theme.preset"] = f"the platform allows {', '.join(limits.presets)}"
    for name in FONT_FIELDS:
        if limits.fonts is not None and name in changed and changed[name] not in limits.fonts:
            errors[f"theme.{name}"] = f"the platform allows {', '.join(limits.fonts)}"
    if not limits.has_own_colors:
        for name in COLORS:
            if name in changed and changed[name] != DEFAULTS[name]:
                errors[f"theme.{name}"] = (
                    f"the platform allows no colours of your own; it is {DEFAULTS[name]}"
                )
    if not limits.has_banner and changed.get("banner_id"):
        errors["theme.banner"] = "the platform allows no banner"
    home = changed.get("home")
    if isinstance(home, list) and len(home) > limits.home_parts:
        errors["theme.home"] = f"the platform allows at most {limits.home_parts}"


def _only(allowed: Allowed) -> str:
    codes = allowed.codes or []
    return f"the platform allows {', '.join(codes)}" if codes else "the platform allows none"

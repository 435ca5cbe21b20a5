"""Planning, starting, stopping and deciding experiments."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from duka.experiments import lists, rules
from duka.experiments.errors import (
    AnotherRunning,
    ExperimentNotFound,
    ExperimentStatusWrong,
    ExperimentUnderWay,
    NothingToCompare,
    WinnerUnknown,
)
from duka.experiments.events import (
    ExperimentDecided,
    ExperimentPaused,
    ExperimentResumed,
    ExperimentStarted,
    ExperimentStopped,
)
from duka.experiments.inputs import DecisionInput, ExperimentInput, ExperimentVariantInput
from duka.experiments.permissions import WRITE
from duka.experiments.queries import VARIANTS, variant_of
from duka.experiments.types import ExperimentShown, ExperimentVariant, Pause
from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.stores import queries as stores
from duka.stores.errors import StoreNotFound

BEGUN = ("running", "paused")


def create(ctx: Context, new: ExperimentInput) -> UUID:
    """A draft. Refuses `InvalidInput`, `StoreNotFound`, `PriceListNotForThis`, `Forbidden`."""
    ctx.require(WRITE)
    rules.check(new)
    store_id = _store(ctx, new.store_id)
    experiment_id = ids.new_id()
    ctx.db.run(
        """insert into experiments (tenant_id, id, store_id, name, hypothesis, kind, measure, audience, least_percent, guards,
                                    starts_at, ends_at, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(store)s, %(name)s, %(hypothesis)s, %(kind)s, %(measure)s, %(audience)s,
                   %(least_percent)s, %(guards)s::jsonb, %(starts_at)s, %(ends_at)s, %(now)s, %(now)s)""",
        id=experiment_id,
        store=store_id,
        now=ctx.now,
        **_columns(new),
    )
    _write_variants(ctx, experiment_id, store_id, new.variants, ())
    trail.note(ctx, "experiment.created", "experiment", experiment_id, after=_told(new))
    return experiment_id


def update(ctx: Context, experiment_id: UUID, new: ExperimentInput, version: int) -> None:
    """A draft is replaced; of one that has begun, name, hypothesis, end and guards. Refuses `ExperimentNotFound`,
    `VersionConflict`, `ExperimentUnderWay`, `ExperimentStatusWrong` once it is over, and as `create`."""
    row, variants = _locked(ctx, experiment_id)
    rules.check(new)
    if row.version != version:
        raise VersionConflict()
    if row.status not in ("draft", *BEGUN):
        raise ExperimentStatusWrong(status=row.status, wanted="changed")
    store_id = _store(ctx, new.store_id)
    if row.status in BEGUN and (store_id != row.store_id or _differs(row, variants, new)):
        raise ExperimentUnderWay()
    before = _told(_as_input(row, variants))
    ctx.db.run(
        """update experiments set store_id = %(store)s, name = %(name)s, hypothesis = %(hypothesis)s, kind = %(kind)s,
                  measure = %(measure)s, audience = %(audience)s, least_percent = %(least_percent)s, guards = %(guards)s::jsonb,
                  starts_at = %(starts_at)s, ends_at = %(ends_at)s, version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=experiment_id,
        store=store_id,
        now=ctx.now,
        **_columns(new),
    )
    if row.status == "draft":
        _write_variants(ctx, experiment_id, store_id, new.variants, variants)
    trail.note(ctx, "experiment.updated", "experiment", experiment_id, before=before, after=_told(new))


def delete(ctx: Context, experiment_id: UUID) -> None:
    """A draft, or one that is over, with its figures. Its price lists are switched off. Refuses `ExperimentNotFound`,
    `ExperimentUnderWay` while it runs."""
    row, variants = _locked(ctx, experiment_id)
    if row.status in BEGUN:
        raise ExperimentUnderWay()
    lists.switch_off(ctx, [ids.parse("expv", variant.id) for variant in variants])
    ctx.db.run("delete from experiments where tenant_id = %(tenant)s and id = %(id)s", id=experiment_id)
    trail.note(ctx, "experiment.deleted", "experiment", experiment_id, before={"name": row.name})


def start(ctx: Context, experiment_id: UUID) -> None:
    """It gives its variants to visitors from now on, or from its `starts_at`. Refuses `ExperimentNotFound`,
    `ExperimentStatusWrong`, `NothingToCompare`, `AnotherRunning`, and `InvalidInput` for an end that has passed."""
    row, variants = _locked(ctx, experiment_id)
    if row.status != "draft":
        raise ExperimentStatusWrong(status=row.status, wanted="started")
    for variant in variants[1:]:
        if not rules.shows_something(row.kind, variant.shown, len(variant.price_list_ids)):
            raise NothingToCompare(name=variant.name)
    if row.ends_at is not None and row.ends_at <= ctx.now:
        raise InvalidInput({"ends_at": "This is over already. Choose a later end, or none."})
    _refuse_another(ctx, row)
    starts = max(row.starts_at, ctx.now) if row.starts_at else ctx.now
    ctx.db.run(
        """update experiments set status = 'running', starts_at = %(starts)s, started_at = %(starts)s, paused_for = null,
                  version = version + 1, updated_at = %(now)s where tenant_id = %(tenant)s and id = %(id)s""",
        id=experiment_id,
        starts=starts,
        now=ctx.now,
    )
    events.emit(
        ctx,
        ExperimentStarted(
            aggregate_id=experiment_id,
            store_id=row.store_id,
            name=row.name,
            kind=row.kind,
            starts_at=starts.isoformat(),
        ),
    )


def pause(ctx: Context, experiment_id: UUID, why: Pause | None = None) -> None:
    """Everybody sees the control until it is resumed; `why` where it paused by itself. Refuses `ExperimentNotFound`,
    `ExperimentStatusWrong`."""
    row, _ = _locked(ctx, experiment_id)
    rules.follow(row.status, "paused")
    ctx.db.run(
        """update experiments set status = 'paused', paused_for = %(why)s::jsonb, version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=experiment_id,
        why=msgspec.json.encode(why).decode() if why else None,
        now=ctx.now,
    )
    events.emit(
        ctx,
        ExperimentPaused(
            aggregate_id=experiment_id,
            store_id=row.store_id,
            name=row.name,
            reason="guard" if why else "staff",
            guard=why.guard if why else "",
            variant_name=why.variant_name if why else "",
        ),
    )


def resume(ctx: Context, experiment_id: UUID) -> None:
    """It goes on as it was. Guards that made it pause are asked again: lower them first, or it pauses again. Refuses
    `ExperimentNotFound`, `ExperimentStatusWrong`."""
    row, _ = _locked(ctx, experiment_id)
    if row.status != "paused":
        raise ExperimentStatusWrong(status=row.status, wanted="resumed")
    ctx.db.run(
        """update experiments set status = 'running', paused_for = null, version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=experiment_id,
        now=ctx.now,
    )
    events.emit(ctx, ExperimentResumed(aggregate_id=experiment_id, store_id=row.store_id, name=row.name))


def stop(ctx: Context, experiment_id: UUID, reason: str = "staff") -> None:
    """For good; everybody sees the control again. Refuses `ExperimentNotFound`, `ExperimentStatusWrong`."""
    row, _ = _locked(ctx, experiment_id)
    rules.follow(row.status, "stopped")
    ctx.db.run(
        """update experiments set status = 'stopped', stopped_at = %(now)s, version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=experiment_id,
        now=ctx.now,
    )
    events.emit(
        ctx,
        ExperimentStopped(aggregate_id=experiment_id, store_id=row.store_id, name=row.name, reason=reason),
    )


def decide(ctx: Context, experiment_id: UUID, decision: DecisionInput) -> None:
    """What follows from it, once it is stopped. Refuses `ExperimentNotFound`, `ExperimentStatusWrong`, `WinnerUnknown`."""
    row, variants = _locked(ctx, experiment_id)
    rules.follow(row.status, "decided")
    winner = next((v for v in variants if v.id == decision.winner_id), None)
    if decision.winner_id is not None and winner is None:
        raise WinnerUnknown()
    winner_id = ids.parse("expv", winner.id) if winner else None
    ctx.db.run(
        """update experiments set status = 'decided', decided_at = %(now)s, winner_id = %(winner)s, decision = %(decision)s,
                  version = version + 1, updated_at = %(now)s where tenant_id = %(tenant)s and id = %(id)s""",
        id=experiment_id,
        winner=winner_id,
        decision=decision.decision.strip(),
        now=ctx.now,
    )
    if winner_id is not None and decision.adopt:
        lists.adopt(ctx, winner_id)
    lists.switch_off(ctx, [ids.parse("expv", v.id) for v in variants])
    events.emit(
        ctx,
        ExperimentDecided(
            aggregate_id=experiment_id,
            store_id=row.store_id,
            name=row.name,
            winner_id=winner_id,
            winner_name=winner.name if winner else "",
        ),
    )


def _locked(ctx: Context, experiment_id: UUID) -> tuple[Row, list[ExperimentVariant]]:
    """The experiment, which nobody else changes now. Refuses `ExperimentNotFound` where the caller may not change it."""
    ctx.require(WRITE)
    row = ctx.db.one(
        """select e.* from experiments e where e.tenant_id = %(tenant)s and e.id = %(id)s
             and (%(stores)s::uuid[] is null or e.store_id = any(%(stores)s::uuid[])) for update""",
        id=experiment_id,
        stores=ctx.stores_with(WRITE),
    )
    if row is None:
        raise ExperimentNotFound()
    return row, [variant_of(found) for found in ctx.db.all(VARIANTS, id=experiment_id)]


def _store(ctx: Context, text: str) -> UUID:
    store_id = stores.find_store(ctx, text)
    if store_id is None:
        raise StoreNotFound()
    ctx.require(WRITE, store=store_id)
    return store_id


def _refuse_another(ctx: Context, row: Row) -> None:
    """One of a kind in a store. Starters wait for each other at the store's row."""
    ctx.db.one(
        "select id from stores where tenant_id = %(tenant)s and id = %(store)s for no key update",
        store=row.store_id,
    )
    other = ctx.db.value(
        """select name from experiments where tenant_id = %(tenant)s and store_id = %(store)s and kind = %(kind)s
             and status in ('running', 'paused') and id <> %(id)s limit 1""",
        store=row.store_id,
        kind=row.kind,
        id=row.id,
    )
    if other is not None:
        raise AnotherRunning(name=other)


def _columns(new: ExperimentInput) -> dict[str, Any]:
    return {
        "name": new.name.strip(),
        "hypothesis": new.hypothesis.strip(),
        "kind": new.kind,
        "measure": new.measure,
        "audience": new.audience,
        "least_percent": new.least_percent,
        "guards": msgspec.json.encode(new.guards).decode(),
        "starts_at": new.starts_at,
        "ends_at": new.ends_at,
    }


def _write_variants(
    ctx: Context,
    experiment_id: UUID,
    store_id: UUID,
    new: list[ExperimentVariantInput],
    old: tuple[ExperimentVariant, ...] | list[ExperimentVariant],
) -> None:
    """Those that have an id keep it; those that are gone are deleted, and their price lists switched off."""
    known = {variant.id for variant in old}
    chosen = [
        (ids.parse("expv", v.id) if v.id is not None and v.id in known else ids.new_id(), v) for v in new
    ]
    kept = {variant_id for variant_id, _ in chosen}
    gone = [ids.parse("expv", each) for each in known if ids.parse("expv", each) not in kept]
    lists.switch_off(ctx, gone)
    ctx.db.run(
        """with gone as (delete from experiment_variants where tenant_id = %(tenant)s and id = any(%(gone)s::uuid[]))
           update experiment_variants set position = -1 - position
           where tenant_id = %(tenant)s and experiment_id = %(id)s and not id = any(%(gone)s::uuid[])""",
        id=experiment_id,
        gone=gone,
    )
    ctx.db.many(
        """insert into experiment_variants as v (tenant_id, id, experiment_id, position, name, share, shown)
           values (%(tenant)s, %(id)s, %(experiment)s, %(position)s, %(name)s, %(share)s, %(shown)s::jsonb)
           on conflict (tenant_id, id) do update set position = excluded.position, name = excluded.name,
               share = excluded.share, shown = excluded.shown where v.experiment_id = excluded.experiment_id""",
        [
            {
                "id": variant_id,
                "experiment": experiment_id,
                "position": position,
                "name": variant.name.strip(),
                "share": variant.share,
                "shown": msgspec.json.encode(variant.shown).decode(),
            }
            for position, (variant_id, variant) in enumerate(chosen)
        ],
    )
    wanted = {variant_id: [ids.parse("plist", each) for each in v.price_list_ids] for variant_id, v in chosen}
    lists.give(ctx, store_id, wanted)


def _as_input(row: Row, variants: list[ExperimentVariant]) -> ExperimentInput:
    """What was sent for the experiment as it is now."""
    return ExperimentInput(
        name=row.name,
        hypothesis=row.hypothesis,
        store_id=ids.public("store", row.store_id),
        kind=row.kind,
        measure=row.measure,
        variants=[
            ExperimentVariantInput(
                id=v.id, name=v.name, share=v.share, shown=v.shown, price_list_ids=v.price_list_ids
            )
            for v in variants
        ],
        audience=row.audience,
        least_percent=row.least_percent,
        guards=row.guards,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    )


def _differs(row: Row, variants: list[ExperimentVariant], new: ExperimentInput) -> bool:
    """Whether anything is changed that the figures rest on."""

    def rests_on(each: ExperimentInput) -> object:
        return (
            each.kind,
            each.measure,
            each.audience,
            each.least_percent,
            _second(each.starts_at),
            [(v.id, v.name.strip(), v.share, v.shown, sorted(v.price_list_ids)) for v in each.variants],
        )

    return rests_on(_as_input(row, variants)) != rests_on(new)


def _second(at: datetime | None) -> int | None:
    return int(at.timestamp()) if at else None


def _told(new: ExperimentInput) -> dict[str, Any]:
    """What the trail keeps."""
    return {
        "name": new.name.strip(),
        "hypothesis": new.hypothesis.strip(),
        "kind": new.kind,
        "measure": new.measure,
        "audience": new.audience,
        "least_percent": new.least_percent,
        "guards": msgspec.to_builtins(new.guards),
        "starts_at": new.starts_at.isoformat() if new.starts_at else None,
        "ends_at": new.ends_at.isoformat() if new.ends_at else None,
        "variants": [
            {
                "name": v.name.strip(),
                "share": v.share,
                "shown": {} if v.shown == ExperimentShown() else msgspec.to_builtins(v.shown),
                "price_lists": len(v.price_list_ids),
            }
            for v in new.variants
        ],
    }

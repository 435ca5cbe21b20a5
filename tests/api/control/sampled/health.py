"""How the service is doing."""

from datetime import timedelta

from tests.api.control.world import ControlWorld, Samples
from tests.api.sample import Sample

from duka.control import alerting
from duka.control.alerting import Found
from duka.kernel.ids import new_id


def alert(world: ControlWorld) -> str:
    """An open alert of its own; its public id."""
    subject = new_id().hex
    work = world.services.work
    with work.database.platform() as tx:
        alerting.raise_all(tx, [Found("provider_failing", "ticket", subject)], [], work.clock())
    found = world.call("GET", "/health/alerts", query={"kind": "provider_failing", "limit": "100"}).json[
        "items"
    ]
    (mine,) = [each["id"] for each in found if each["subject"] == subject]
    return str(mine)


def dead_event(world: ControlWorld) -> str:
    tenant, event = world.shop().tenant.id, new_id()
    with world.services.work.database.platform() as tx:
        tx.run(
            """insert into events (tenant_id, id, type, aggregate_id, payload, actor, occurred_at, available_at, status,
                                   attempts, last_error)
               values (%(owner)s, %(id)s, 'order.noted', %(id)s, '{}', 'system', now(), now(), 'dead', 8, 'KeyError(1)')""",
            owner=tenant,
            id=event,
        )
    return str(event)


def _silence(world: ControlWorld) -> Sample:
    until = world.services.work.clock() + timedelta(hours=2)
    return Sample(
        body={
            "kind": "stockouts_unusual",
            "subject": new_id().hex,
            "until": until.isoformat(),
            "reason": "a planned sale",
        },
        status=201,
    )


def _ended(world: ControlWorld) -> Sample:
    made = world.call("POST", "/health/silences", _silence(world).body)
    assert made.status == 201, made.body
    return Sample(path={"silence": made.json["id"]}, status=204)


def samples() -> Samples:
    return {
        "control_get_health": lambda w: Sample(),
        "control_get_objective": lambda w: Sample(path={"objective": "availability"}, query={"span": "hour"}),
        "control_list_slow_queries": lambda w: Sample(),
        "control_get_database": lambda w: Sample(),
        "control_list_dead_letters": lambda w: Sample(path={"kind": "event"}, query={"limit": "5"}),
        "control_replay_dead_letters": lambda w: Sample(
            path={"kind": "event"}, body={"letters": [dead_event(w)]}
        ),
        "control_discard_dead_letters": lambda w: Sample(
            path={"kind": "event"}, body={"letters": [dead_event(w)], "reason": "of a demo"}
        ),
        "control_list_alerts": lambda w: Sample(query={"status": "all"}),
        "control_acknowledge_alert": lambda w: Sample(path={"alert": alert(w)}, body={"note": "I look"}),
        "control_resolve_alert": lambda w: Sample(
            path={"alert": alert(w)}, body={"note": "it was the cable"}
        ),
        "control_list_silences": lambda w: Sample(),
        "control_silence_alerts": _silence,
        "control_end_silence": _ended,
    }

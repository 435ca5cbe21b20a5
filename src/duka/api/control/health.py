"""How the service is doing: lights and budgets, queues and dead letters, slow statements, the database, alerts."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.control.call import ControlCall
from duka.control import alerting, dead_letters, health
from duka.control.alerting import Alert, Silence
from duka.control.dead_letters import DeadLetter, Moved
from duka.control.health import DatabaseState, ObjectiveLine, ServiceHealth, SlowQueries
from duka.kernel import ids
from duka.kernel.paging import Page

READ, WRITE = "health:read", "health:write"
Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
Limit = Annotated[int | None, Parameter(ge=1, le=100, required=False)]
Merchant = Annotated[str | None, Parameter(max_length=60, required=False)]
Name = Annotated[str | None, Parameter(max_length=100, required=False)]
Status = Annotated[
    Literal["live", "open", "acknowledged", "resolved", "all"] | None, Parameter(required=False)
]
Span = Annotated[Literal["hour", "quarter", "week", "month"] | None, Parameter(required=False)]
Short = Annotated[str, msgspec.Meta(max_length=100)]
Reason = Annotated[str, msgspec.Meta(min_length=3, max_length=500)]
Letters = Annotated[
    list[Annotated[str, msgspec.Meta(min_length=1, max_length=40)]],
    msgspec.Meta(min_length=1, max_length=dead_letters.MOST),
]


class AlertNoteInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What you tell your colleagues; may be empty."""

    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class SilenceInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Until when and why nobody is told of alerts of this `kind`; of one `subject` or one merchant, if named."""

    kind: Short
    until: Annotated[datetime, msgspec.Meta(tz=True)]
    reason: Reason
    subject: Short = ""
    tenant_id: Annotated[str, msgspec.Meta(max_length=60)] | None = None


class LettersInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ids of dead letters of one kind."""

    letters: Letters


class DiscardLettersInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ids of dead letters of one kind, and why nobody needs them."""

    letters: Letters
    reason: Reason


@get("/health", permission=READ, sync_to_thread=True)
def control_get_health(call: NamedDependency[ControlCall]) -> ServiceHealth:
    """Everything at a glance: a light for each objective with the budget that is left, what waits, providers, open alerts."""
    return health.overview(call.services.work, call.caller)


@get("/health/objectives/{objective:str}", permission=READ, sync_to_thread=True)
def control_get_objective(
    call: NamedDependency[ControlCall], objective: FromPath[str], span: Span = None
) -> ObjectiveLine:
    """An objective over an hour, a quarter of a day (by the minute), a week or a month (by the hour)."""
    return health.line(call.services.work, call.caller, objective, span or "month")


@get("/health/slow-queries", permission=READ, sync_to_thread=True)
def control_list_slow_queries(call: NamedDependency[ControlCall]) -> SlowQueries:
    """The statements that cost most."""
    return health.slow_queries(call.services.work, call.caller)


@get("/health/database", permission=READ, sync_to_thread=True)
def control_get_database(call: NamedDependency[ControlCall]) -> DatabaseState:
    """Size, connections, locks, the oldest transaction, the largest tables, versions."""
    return health.database(call.services.work, call.caller)


@get("/health/dead-letters/{kind:str}", permission=READ, sync_to_thread=True)
def control_list_dead_letters(
    call: NamedDependency[ControlCall],
    kind: FromPath[str],
    tenant: Merchant = None,
    name: Name = None,
    cursor: Cursor = None,
    limit: Limit = None,
) -> Page[DeadLetter]:
    """What could not be delivered or done, newest first; `kind` is event, job or webhook."""
    return dead_letters.list_letters(
        call.services.work,
        call.caller,
        dead_letters.kind_of(kind),
        tenant=ids.parse("ten", tenant) if tenant else None,
        name=name or "",
        cursor=cursor,
        limit=limit,
    )


@post("/health/dead-letters/{kind:str}/replay", permission=WRITE, sync_to_thread=True, status_code=200)
def control_replay_dead_letters(
    call: NamedDependency[ControlCall], kind: FromPath[str], data: JSONBody[LettersInput]
) -> Moved:
    """Try these again now. What had its effect already has it once."""
    return dead_letters.replay(call.services.work, call.caller, dead_letters.kind_of(kind), data.letters)


@post("/health/dead-letters/{kind:str}/discard", permission=WRITE, sync_to_thread=True, status_code=200)
def control_discard_dead_letters(
    call: NamedDependency[ControlCall], kind: FromPath[str], data: JSONBody[DiscardLettersInput]
) -> Moved:
    """Give these up for good."""
    return dead_letters.discard(
        call.services.work, call.caller, dead_letters.kind_of(kind), data.letters, data.reason
    )


@get("/health/alerts", permission=READ, sync_to_thread=True)
def control_list_alerts(
    call: NamedDependency[ControlCall],
    status: Status = None,
    kind: Name = None,
    tenant: Merchant = None,
    cursor: Cursor = None,
    limit: Limit = None,
) -> Page[Alert]:
    """Newest first; without `status` those that are not resolved."""
    return alerting.list_alerts(
        call.services.work,
        call.caller,
        status="" if status == "all" else status or "live",
        kind=kind or "",
        tenant=ids.parse("ten", tenant) if tenant else None,
        cursor=cursor,
        limit=limit,
    )


@post("/health/alerts/{alert:str}/acknowledge", permission=WRITE, sync_to_thread=True, status_code=200)
def control_acknowledge_alert(
    call: NamedDependency[ControlCall], alert: FromPath[str], data: JSONBody[AlertNoteInput]
) -> Alert:
    """Say that you look after it."""
    return alerting.acknowledge(call.services.work, call.caller, ids.parse("alrt", alert), data.note)


@post("/health/alerts/{alert:str}/resolve", permission=WRITE, sync_to_thread=True, status_code=200)
def control_resolve_alert(
    call: NamedDependency[ControlCall], alert: FromPath[str], data: JSONBody[AlertNoteInput]
) -> Alert:
    """Say that it is over. If it is not, another one opens."""
    return alerting.resolve(call.services.work, call.caller, ids.parse("alrt", alert), data.note)


@get("/health/silences", permission=READ, sync_to_thread=True)
def control_list_silences(call: NamedDependency[ControlCall]) -> list[Silence]:
    """What nobody is told of at present."""
    return alerting.list_silences(call.services.work, call.caller)


@post("/health/silences", permission=WRITE, sync_to_thread=True, status_code=201)
def control_silence_alerts(call: NamedDependency[ControlCall], data: JSONBody[SilenceInput]) -> Silence:
    """Tell nobody of such alerts for a while, with a reason. They are kept and shown all the same."""
    return alerting.silence(
        call.services.work,
        call.caller,
        data.kind,
        data.until,
        data.reason,
        subject=data.subject,
        tenant=ids.parse("ten", data.tenant_id) if data.tenant_id else None,
    )


@delete("/health/silences/{silence:str}", permission=WRITE, sync_to_thread=True, status_code=204)
def control_end_silence(call: NamedDependency[ControlCall], silence: FromPath[str]) -> None:
    """Tell of them again."""
    alerting.end_silence(call.services.work, call.caller, ids.parse("hush", silence))


HANDLERS = [
    control_get_health,
    control_get_objective,
    control_list_slow_queries,
    control_get_database,
    control_list_dead_letters,
    control_replay_dead_letters,
    control_discard_dead_letters,
    control_list_alerts,
    control_acknowledge_alert,
    control_resolve_alert,
    control_list_silences,
    control_silence_alerts,
    control_end_silence,
]

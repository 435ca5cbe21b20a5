"""Traces: how one request went, from its first byte through statements, events and jobs to the last listener.

Off unless `OTEL_EXPORTER_OTLP_ENDPOINT` (or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`) names a collector; OpenTelemetry is loaded
only then, and everything here costs one comparison otherwise. A trace is carried by W3C `traceparent`: from the caller into
the request, with each event and job in the database, and out to providers. Spans hold names and ids: of statements the verb
or query that made them and the first words, never a value; of a tenant its id; of people nothing.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal
from uuid import UUID

import structlog

TRACEPARENT = "traceparent"
Kind = Literal["internal", "server", "client", "producer", "consumer"]

_tracer: Any = None
_provider: Any = None
_whole: ContextVar[Any] = ContextVar("whole", default=None)
"""The span of the request, delivery or job that is being done."""


def is_on() -> bool:
    return _tracer is not None


def start(service: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Begin to trace if a collector is named; whether it was. OpenTelemetry's own variables say the rest: the name of the
    service, the sampler (`OTEL_TRACES_SAMPLER=parentbased_traceidratio`), headers, time limits."""
    global _tracer, _provider
    named = environ.get("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") or environ.get("OTEL_EXPORTER_OTLP_ENDPOINT")
    if not named or environ.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    # heavy: processes that trace nothing start without it
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    import duka

    resource = Resource.create(
        {"service.name": environ.get("OTEL_SERVICE_NAME") or service, "service.version": duka.__version__}
    )
    _provider = TracerProvider(resource=resource)
    _provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    _tracer = _provider.get_tracer("duka")
    return True


def stop() -> None:
    """What is not sent yet is sent; twice is no mistake."""
    global _tracer, _provider
    provider, _tracer, _provider = _provider, None, None
    if provider is not None:
        provider.shutdown()


@contextmanager
def span(name: str, kind: Kind = "internal", /, **attributes: Any) -> Iterator[Any]:
    """A part of what is being done; None when nothing is traced. An error inside is noted by its kind alone: its words may
    quote what somebody wrote."""
    if _tracer is None:
        yield None
        return
    from opentelemetry.trace import SpanKind

    with _tracer.start_as_current_span(
        name,
        kind=SpanKind[kind.upper()],
        attributes=_plain(attributes),
        record_exception=False,
        set_status_on_exception=False,
    ) as opened:
        try:
            yield opened
        except Exception as error:
            failed(opened, type(error).__name__)
            raise


@contextmanager
def whole(name: str, kind: Kind, carried: str, /, **attributes: Any) -> Iterator[Any]:
    """As `span`, for something that begins here: a request, a delivery, a job. It continues the trace of `carried`, a
    `traceparent`, if that is one. Log lines inside say its `trace_id`."""
    if _tracer is None:
        yield None
        return
    from opentelemetry import context

    token = context.attach(_extracted(carried))
    try:
        with span(name, kind, **attributes) as opened:
            before = _whole.set(opened)
            trace = format(opened.get_span_context().trace_id, "032x")
            with structlog.contextvars.bound_contextvars(trace_id=trace):
                try:
                    yield opened
                finally:
                    _whole.reset(before)
    finally:
        context.detach(token)


def failed(opened: Any, why: str) -> None:
    from opentelemetry.trace import Status, StatusCode

    opened.set_status(Status(StatusCode.ERROR, why))


def of_tenant(tenant: UUID) -> None:
    """Whose the request turned out to be."""
    opened = _whole.get()
    if opened is not None:
        opened.set_attribute("duka.tenant", str(tenant))


def carried() -> str:
    """The `traceparent` to send along; empty when nothing is traced."""
    if _tracer is None:
        return ""
    from opentelemetry import trace

    found = trace.get_current_span().get_span_context()
    if not found.is_valid:
        return ""
    return f"00-{found.trace_id:032x}-{found.span_id:016x}-{found.trace_flags:02x}"


def outgoing() -> dict[str, str]:
    """Headers for a request to somebody else."""
    found = carried()
    return {TRACEPARENT: found} if found else {}


def _extracted(carrier: str) -> Any:
    from opentelemetry.context import Context
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract(
        {TRACEPARENT: carrier} if carrier else {}, context=Context()
    )


def _plain(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {f"duka.{name}" if "." not in name else name: value for name, value in attributes.items()}


def maker() -> str:
    """Which function of ours sends the statement that is being sent: the first caller outside of the kernel's own."""
    frame = sys._getframe(2)
    inner = ""
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if module.startswith("duka."):
            name = f"{module.removeprefix('duka.')}.{frame.f_code.co_name}"
            if not module.startswith(("duka.kernel.db", "duka.kernel.telemetry", "duka.kernel.slowness")):
                return name
            inner = inner or name
        elif inner and not module.startswith("contextlib"):
            break
        if frame.f_back is None:
            break
        frame = frame.f_back
    return inner or "outside"


def shortened(statement: str) -> str:
    """The first words of a statement on one line. Statements are constants with named parameters: they hold no values."""
    return " ".join(statement.split())[:200]

"""Whatever is sent to a route of Center Control: the answer is a problem that says what to mend, or what was sent is legal."""

from typing import Any

import msgspec
import pytest
from tests.api.control import sampled
from tests.api.control.world import ControlWorld, control_operations, send
from tests.api.sample import Operation, Sample
from tests.api.test_bad_input import SQL, TEXTS, VALUES, abs_ok, deep, holder, places, put, wrong_answer

from duka.api.router import document
from duka.kernel.ids import new_id
from duka.main import create_litestar
from duka.wiring import Services

pytestmark = pytest.mark.timeout(600)  # every route of Center Control

SAMPLES = sampled.samples()


@pytest.fixture(scope="module")
def every(services: Services) -> list[Operation]:
    return control_operations(create_litestar(services))


def probe(
    control: ControlWorld, operation: Operation, sample: Sample, tried: list[tuple[str, dict[str, Any]]]
) -> list[str]:
    found = []
    for what, changes in tried:
        headers = {**sample.headers, **changes.pop("headers", {})}
        if "idempotency-key" in headers:
            headers["idempotency-key"] = new_id().hex
        if trouble := wrong_answer(send(control, operation, sample, headers=headers, **changes)):
            found.append(f"{operation.name}, {what}: {trouble}")
    return found


def test_wrong_values_everywhere(control: ControlWorld, every: list[Operation]) -> None:
    found = []
    for operation in every:
        sample = SAMPLES[operation.name](control)
        if sample.body is None:
            continue
        tried: list[tuple[str, dict[str, Any]]] = []
        for path in places(sample.body):
            tried.append((f"{path} missing", {"body": put(sample.body, path, ...)}))
            values = [*VALUES, "x", *(TEXTS if isinstance(holder(sample.body, path), str) else TEXTS[:3])]
            tried += [
                (f"{path} = {str(value)[:30]!r}", {"body": put(sample.body, path, value)})
                for value in values
                if abs_ok(value)
            ]
            lone = msgspec.json.encode(put(sample.body, path, "@@")).replace(b'"@@"', b'"\\ud800"')
            tried.append((f"{path} = lone surrogate", {"body": None, "raw": lone}))
        good = msgspec.json.encode(sample.body)
        for raw, kind in (
            (b"", "application/json"),
            (b"{", "application/json"),
            (b"null", "application/json"),
            (b"[1]", "application/json"),
            (b"\xff\xfe{}", "application/json"),
            (deep(100_000), "application/json"),
            (good[:-1], "application/json"),
            (good, "application/x-www-form-urlencoded"),
            (good, "nonsense"),
        ):
            tried.append(
                (f"{raw[:20]!r} as {kind}", {"body": None, "raw": raw, "headers": {"content-type": kind}})
            )
        if isinstance(sample.body, dict):
            answer = send(control, operation, sample, body={**sample.body, "tenant_id": "x"})
            if not 400 <= answer.status < 500:
                found.append(f"{operation.name} takes what was not declared: {answer.status}")
        found += probe(control, operation, sample, tried)
    assert found[:6] == []


def test_ids_in_the_address(control: ControlWorld, every: list[Operation]) -> None:
    """Malformed ones and those of nothing find nothing."""
    found = []
    for operation in every:
        sample = SAMPLES[operation.name](control)
        for name, good in sample.path.items():
            prefix = good.partition("_")[0]
            unknown = (f"{prefix}_{'0' * 31}9", f"{prefix}_{new_id().hex}") if "_" in good else ()
            for bad in (
                "x",
                " ",
                "é",
                "\x00",
                "a" * 3000,
                f"{prefix}_",
                f"{prefix}_{'g' * 32}",
                SQL,
                "..",
                *unknown,
            ):
                answer = send(control, operation, sample, path={**sample.path, name: bad})
                if trouble := wrong_answer(answer):
                    found.append(f"{operation.name}, {name}={bad[:30]!r}: {trouble}")
                elif bad in unknown and answer.status < 400:
                    found.append(f"{operation.name}, {name}={bad[:30]!r}: {answer.status}")
    assert found[:6] == []


def test_wrong_questions(control: ControlWorld, every: list[Operation]) -> None:
    """Query parameters and headers."""
    found, contract = [], document()["paths"]
    for operation in every:
        if operation.method != "GET":
            continue
        sample = SAMPLES[operation.name](control)
        declared = contract["/api/control" + operation.address]["get"].get("parameters", [])
        tried: list[tuple[str, dict[str, Any]]] = []
        for parameter in declared:
            if parameter["in"] == "query":
                name = parameter["name"]
                for bad in ("", "\x00", "x" * 5000, SQL, "-1", "9" * 30, "é" * 20, "\\", "%", "*:&|!()"):
                    tried.append((f"?{name}={bad[:20]!r}", {"query": {**sample.query, name: bad}}))
        for bad in ("", "x" * 5000, "\xff\xfe", "a,b;q=z"):
            tried += [
                (f"{name}: {bad[:20]!r}", {"headers": {name: bad}})
                for name in ("accept-language", "if-none-match")
            ]
        found += probe(control, operation, sample, tried)
    assert found[:6] == []

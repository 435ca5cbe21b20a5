"""Dead letters: looked at, tried again, given up; with an entry in the trail."""

from uuid import UUID

import pytest
from tests.api.control.sampled.health import dead_event
from tests.api.control.world import ControlWorld

from duka.kernel import jobs
from duka.kernel.ids import public
from duka.kernel.work import Caller
from duka.tenants.types import PLATFORM


def status_of(control: ControlWorld, event: str) -> tuple[str, int]:
    with control.services.work.database.platform() as tx:
        row = tx.one("select status, attempts from events where id = %(id)s /* any tenant's */", id=event)
    assert row is not None
    return row.status, row.attempts


def failed_job(control: ControlWorld) -> tuple[int, UUID]:
    work, tenant = control.services.work, control.shop().tenant.id
    work.perform(Caller(tenant), lambda ctx: jobs.defer(ctx, "mail.send", mail_id="0" * 32))
    with work.database.platform() as tx:
        number = tx.value(
            "update procrastinate_jobs set status = 'failed' where args ->> 'tenant' = %(t)s returning id",
            t=str(tenant),
        )
    return number, tenant


def test_an_event_is_looked_at_and_tried_again(control: ControlWorld) -> None:
    event = dead_event(control)
    found = control.call("GET", "/health/dead-letters/event", query={"limit": "100"}).json["items"]
    (letter,) = [each for each in found if each["id"] == event]
    assert (letter["name"], letter["attempts"], letter["why"]) == ("order.noted", 8, "KeyError")
    answer = control.call("POST", "/health/dead-letters/event/replay", {"letters": [event]})
    assert (answer.status, answer.json) == (200, {"count": 1})
    assert status_of(control, event) == ("pending", 0)
    again = control.call("POST", "/health/dead-letters/event/replay", {"letters": [event]})
    assert (again.status, again.code) == (404, "DeadLetterNotFound")


def test_an_event_is_given_up_with_a_reason(control: ControlWorld) -> None:
    event = dead_event(control)
    body = {"letters": [event], "reason": "its listener is gone"}
    assert control.call("POST", "/health/dead-letters/event/discard", body).json == {"count": 1}
    assert status_of(control, event) == ("delivered", 8)
    with control.services.work.database.platform() as tx:
        details = tx.all(
            "select after, details from audit_log where tenant_id = %(p)s and action = 'dead_letter.discarded'",
            p=PLATFORM,
        )
    assert any(
        row.after["letters"] == [event] and row.details["why"] == "its listener is gone" for row in details
    )


def test_a_job_is_tried_again_or_forgotten(control: ControlWorld) -> None:
    (one, tenant), (two, _) = failed_job(control), failed_job(control)
    query = {"tenant": public("ten", tenant)}
    (letter,) = control.call("GET", "/health/dead-letters/job", query=query).json["items"]
    assert (letter["id"], letter["name"], letter["arguments"]) == (
        str(one),
        "mail.send",
        {"mail_id": "0" * 32},
    )
    assert control.call("POST", "/health/dead-letters/job/replay", {"letters": [str(one)]}).json == {
        "count": 1
    }
    body = {"letters": [str(two), "not a number"], "reason": "of a test"}
    assert control.call("POST", "/health/dead-letters/job/discard", body).json == {"count": 1}
    assert control.call("GET", "/health/dead-letters/job", query=query).json["items"] == []


def test_a_job_of_a_schedule_whose_next_one_waits_is_over(control: ControlWorld) -> None:
    with control.services.work.database.platform() as tx:
        dead, _ = tx.all(
            """insert into procrastinate_jobs (queue_name, task_name, queueing_lock, status)
               values ('default', 'health.test', 'health.test', 'failed'), ('default', 'health.test', 'health.test', 'todo')
               returning id"""
        )
    body = {"letters": [str(dead.id)]}
    assert control.call("POST", "/health/dead-letters/job/replay", body).json == {"count": 1}
    letters = control.call("GET", "/health/dead-letters/job", query={"name": "health.test"}).json["items"]
    assert letters == []


@pytest.mark.parametrize(
    ("kind", "id"), [("event", "nonsense"), ("job", "x"), ("webhook", "0" * 32), ("letter", "1")]
)
def test_what_is_not_there_is_not_found(control: ControlWorld, kind: str, id: str) -> None:
    answer = control.call("POST", f"/health/dead-letters/{kind}/replay", {"letters": [id]})
    assert answer.status == 404, answer.body
    if kind != "letter":
        assert control.call("GET", f"/health/dead-letters/{kind}").status == 200


def test_pages_follow_each_other(control: ControlWorld) -> None:
    mine = {dead_event(control) for _ in range(3)}
    seen: list[str] = []
    cursor = None
    while True:
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = control.call("GET", "/health/dead-letters/event", query=query).json
        seen += [letter["id"] for letter in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert mine <= set(seen) and len(seen) == len(set(seen))

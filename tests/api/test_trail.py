"""Every route of the merchant's API that changes something leaves an entry in the trail: generated from the routes, so that
a new one is in it. The entry is written by the transaction that did the thing, tells who and from where, and carries the
request's id."""

from typing import Any

import pytest
from litestar import Litestar
from tests.api.sample import Operation, operations, send
from tests.api.samples import SAMPLES
from tests.api.world import World

from duka.kernel import trail
from duka.main import create_litestar
from duka.wiring import Services

pytestmark = pytest.mark.timeout(600)  # every route of the API

SAFE = {"GET", "HEAD", "OPTIONS"}
WITHOUT_ENTRY = {
    "admin_preview_appearance": "shows what a setting would look like; changes nothing",
    "admin_preview_order_edit": "shows what an edit would come to; changes nothing",
    "admin_try_promotions": "shows what promotions would do; changes nothing",
    "admin_preview_collection": "shows what rules would find; changes nothing",
    "admin_quote_parcel": "asks a carrier what a parcel would cost; changes nothing",
    "admin_preview_message_template": "shows what a wording would look like; changes nothing",
    "admin_refresh_session": "the session that was noted when it began goes on",
    "admin_begin_passkey": "a question to the browser; what it answers is noted",
    "admin_read_notification": "a mark on one's own message; nothing of the merchant's changes",
    "admin_read_all_notifications": "marks on one's own messages; nothing of the merchant's changes",
}
"""Operations that need no entry, and why."""
ORIGIN = "Trail test/1.0"

_ENTRIES = """select a.action, a.kind, a.object, a.actor, a.actor_name, a.origin, a.request_id, a.xmin::text as written_in
  from audit_log a where a.tenant_id = %(tenant)s and a.request_id = %(request)s order by a.id"""


@pytest.fixture(scope="module")
def writing(services: Services) -> list[Operation]:
    """Every unsafe operation of staff."""
    found = operations(create_litestar(services))
    return [o for o in found if o.address.startswith(("/admin", "/account")) and o.method not in SAFE]


def entries(world: World, request_id: str) -> list[Any]:
    rows: list[Any] = world.perform(lambda ctx: ctx.db.all(_ENTRIES, request=request_id))
    return rows


def lacking(world: World, operation: Operation) -> str:
    """What is wrong with the entries that the operation's sample leaves; empty when nothing is."""
    try:
        sample = SAMPLES[operation.name](world)
    except Exception as error:
        return f"its sample cannot be made: {error!r}"[:300]
    headers = {**sample.headers, "user-agent": ORIGIN}
    answer = send(world, operation, sample, headers=headers)
    if answer.status != sample.status:
        return f"its sample does not succeed: {answer.status} {answer.body[:200]!r}"
    found = entries(world, answer.header("x-request-id") or "")
    if not found:
        return "leaves no entry: add trail.note to its verb"
    if not any(row.actor != "system" for row in found) and operation.permission != "public":
        return f"does not say who: {found[0].action} by {found[0].actor}"
    if not any(ORIGIN in row.origin for row in found):
        return f"does not say from where: {found[0].action}"
    if any(not row.action or "." not in row.action or not row.kind for row in found):
        return f"has an entry without action or kind: {found[0]}"
    return ""


def test_every_writing_operation_leaves_an_entry(acorn: World, writing: list[Operation]) -> None:
    assert len(writing) > 40
    wrong = {}
    for operation in writing:
        if operation.name in WITHOUT_ENTRY or operation.name not in SAMPLES:
            continue
        if found := lacking(acorn, operation):
            wrong[operation.name] = found
    assert wrong == {}, "\n".join(f"{name}: {what}" for name, what in sorted(wrong.items()))


def test_what_needs_no_entry_still_exists(writing: list[Operation]) -> None:
    assert set(WITHOUT_ENTRY) <= {operation.name for operation in writing}
    assert all(WITHOUT_ENTRY.values())


def test_a_thing_is_not_done_when_its_entry_cannot_be_written(
    acorn: World, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The entry is written by the same transaction, or neither is there."""

    def fail(tx: Any) -> None:
        raise RuntimeError("the trail is full")

    before = acorn.admin("GET", "/categories").json
    with monkeypatch.context() as patch:
        patch.setattr(trail, "flush", fail)
        assert acorn.admin("POST", "/categories", {"name": "Never"}).status == 500
    assert acorn.admin("GET", "/categories").json == before


def test_the_entry_and_the_thing_are_of_one_transaction(acorn: World) -> None:
    """PostgreSQL itself says which transaction wrote a row."""
    made = acorn.admin("POST", "/categories", {"name": "Of one transaction"})
    assert made.status == 201
    (entry, *_) = entries(acorn, made.header("x-request-id") or "")
    written: str = acorn.perform(
        lambda ctx: ctx.db.value(
            "select xmin::text from categories where tenant_id = %(tenant)s and name = 'Of one transaction'"
        )
    )
    assert entry.written_in == written


def test_a_log_in_that_fails_is_written_down(acorn: World, app: Litestar) -> None:
    """Somebody tried: the company's trail says so, from where, and nothing of what was typed."""
    wrong = {"email": "alice@acorn.example", "password": "not this one"}
    answer = acorn.call("POST", "/admin/session", wrong, by="", headers={"user-agent": ORIGIN})
    assert answer.status in (401, 403, 422)
    found = entries(acorn, answer.header("x-request-id") or "")
    assert [row.action for row in found] == ["staff.log_in_failed"]
    assert ORIGIN in found[0].origin


@pytest.fixture
def app(services: Services) -> Litestar:
    return create_litestar(services)

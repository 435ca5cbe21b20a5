"""Each way of tampering with a trail is noticed. Whoever tampers here can do everything that the owner of the tables can."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from tests.people import Shop

from duka.audit import rules, sealing, verifying
from duka.audit.sealing import Head
from duka.kernel.ids import new_id
from duka.kernel.work import Work

Tampering = psycopg.Connection[Any]


@pytest.fixture
def sealed(work: Work, shop: Shop, write: Callable[..., None]) -> Head:
    write(6)
    head = sealing.seal(work, shop.tenant.id)
    assert head is not None
    return head


def problems(work: Work, shop: Shop, **more: Any) -> set[str]:
    return {finding.problem for finding in verifying.verify(work, shop.tenant.id, **more).findings}


def entry(db: Tampering, shop: Shop, sequence: int) -> UUID:
    row = db.execute(
        "select entry_id from audit_chain where tenant_id = %s and sequence = %s", (shop.tenant.id, sequence)
    ).fetchone()
    assert row is not None
    found: UUID = row[0]
    return found


def test_what_nobody_touched_is_sound(work: Work, shop: Shop, sealed: Head) -> None:
    report = verifying.verify(work, shop.tenant.id, known=[sealed])
    assert report.is_sound
    assert report.notices == []
    assert (report.sequence, report.hash) == (sealed.sequence, sealed.hash.hex())
    assert report.entries == sealed.sequence


@pytest.mark.parametrize(
    "change",
    [
        'before = \'{"title": "z"}\'',
        "after = null",
        "details = '{\"x\": 1}'",
        "actor = 'system'",
        "actor_name = 'Mallory'",
        "at = at + interval '1 microsecond'",
        "origin = 'elsewhere'",
        "action = 'product.archived'",
        "object = repeat('0', 32)",
        "request_id = 'other'",
        "kind = 'order'",
    ],
)
def test_a_changed_entry(work: Work, shop: Shop, sealed: Head, tampering: Tampering, change: str) -> None:
    target = entry(tampering, shop, 3)
    tampering.execute(
        f"update audit_log set {change} where tenant_id = '{shop.tenant.id}' and id = '{target}'"
    )
    report = verifying.verify(work, shop.tenant.id)
    assert [(f.problem, f.sequence, f.entry) for f in report.findings] == [("changed", 3, target.hex)]


def test_a_deleted_entry(work: Work, shop: Shop, sealed: Head, tampering: Tampering) -> None:
    target = entry(tampering, shop, 2)
    tampering.execute("delete from audit_log where tenant_id = %s and id = %s", (shop.tenant.id, target))
    report = verifying.verify(work, shop.tenant.id)
    assert [(f.problem, f.entry) for f in report.findings] == [("deleted", target.hex)]


def test_an_entry_deleted_together_with_its_link(
    work: Work, shop: Shop, sealed: Head, tampering: Tampering
) -> None:
    target = entry(tampering, shop, 4)
    for table, column in (("audit_log", "id"), ("audit_chain", "entry_id")):
        tampering.execute(
            f"delete from {table} where tenant_id = %s and {column} = %s", (shop.tenant.id, target)
        )
    assert problems(work, shop) == {"missing_link"}


def test_an_entry_deleted_before_it_was_sealed(
    work: Work, shop: Shop, sealed: Head, tampering: Tampering, write: Callable[..., None]
) -> None:
    write()
    tampering.execute(
        """delete from audit_log where tenant_id = %s and id in (
             select entry_id from audit_unsealed where tenant_id = %s)""",
        (shop.tenant.id, shop.tenant.id),
    )
    assert problems(work, shop) == {"deleted"}


def slip_in(db: Tampering, shop: Shop, at: Any) -> UUID:
    made = new_id()
    db.execute(
        """insert into audit_log (tenant_id, id, at, actor, action, object) values (%s, %s, %s, 'system', 'x.y', %s)""",
        (shop.tenant.id, made, at, made.hex),
    )
    return made


def test_an_entry_that_was_slipped_in_with_an_old_date(
    work: Work, shop: Shop, sealed: Head, tampering: Tampering
) -> None:
    made = slip_in(tampering, shop, work.clock() - timedelta(days=9))
    report = verifying.verify(work, shop.tenant.id)
    assert [(f.problem, f.entry) for f in report.findings] == [("slipped_in", made.hex)]


def test_one_that_was_slipped_in_and_queued_stands_at_its_true_place(
    work: Work, shop: Shop, sealed: Head, tampering: Tampering
) -> None:
    made = slip_in(tampering, shop, work.clock() - timedelta(days=9))
    tampering.execute(
        "insert into audit_unsealed (tenant_id, entry_id) values (%s, %s)", (shop.tenant.id, made)
    )
    report = verifying.verify(work, shop.tenant.id)
    assert report.findings == []
    assert [(n.problem, n.sequence, n.entry) for n in report.notices] == [
        ("backdated", sealed.sequence + 1, made.hex)
    ]


def test_two_links_that_changed_places(work: Work, shop: Shop, sealed: Head, tampering: Tampering) -> None:
    a, b = entry(tampering, shop, 2), entry(tampering, shop, 5)
    with tampering.transaction():
        move = "update audit_chain set entry_id = %s where tenant_id = %s and sequence = %s"
        tampering.execute(move, (new_id(), shop.tenant.id, 2))
        tampering.execute(move, (a, shop.tenant.id, 5))
        tampering.execute(move, (b, shop.tenant.id, 2))
    report = verifying.verify(work, shop.tenant.id)
    assert [(f.problem, f.sequence) for f in report.findings] == [("changed", 2), ("changed", 5)]


def cut(db: Tampering, shop: Shop, after: int, *, head: bool) -> None:
    db.execute(
        """delete from audit_log where tenant_id = %s and id in (
             select entry_id from audit_chain where tenant_id = %s and sequence > %s)""",
        (shop.tenant.id, shop.tenant.id, after),
    )
    db.execute("delete from audit_chain where tenant_id = %s and sequence > %s", (shop.tenant.id, after))
    if head:
        db.execute(
            """update audit_heads h set sequence = c.sequence, hash = c.hash from audit_chain c
               where h.tenant_id = %s and c.tenant_id = h.tenant_id and c.sequence = %s""",
            (shop.tenant.id, after),
        )


def test_a_tail_that_was_cut_off(work: Work, shop: Shop, sealed: Head, tampering: Tampering) -> None:
    cut(tampering, shop, sealed.sequence - 2, head=False)
    assert problems(work, shop) == {"cut"}


def test_a_tail_that_was_cut_off_together_with_its_head(
    work: Work, shop: Shop, sealed: Head, tampering: Tampering, write: Callable[..., None]
) -> None:
    """Only a witness can tell: an earlier verification, or what the log says."""
    cut(tampering, shop, sealed.sequence - 2, head=True)
    assert problems(work, shop, known=[sealed]) == {"cut"}
    write(4)
    assert problems(work, shop, known=[sealed]) == {"rewritten"}


def test_an_earlier_verification_is_a_witness(
    work: Work, shop: Shop, sealed: Head, tampering: Tampering
) -> None:
    assert problems(work, shop) == set()
    cut(tampering, shop, sealed.sequence - 2, head=True)
    assert problems(work, shop) == {"cut"}


def test_a_chain_that_was_written_anew_as_a_whole(
    work: Work, shop: Shop, sealed: Head, tampering: Tampering
) -> None:
    """An entry is changed, and every hash after it computed again: consistent in itself, and not what was."""
    assert problems(work, shop) == set()
    tampering.execute(
        "update audit_log set actor_name = 'Mallory' where tenant_id = %s and id = %s",
        (shop.tenant.id, entry(tampering, shop, 2)),
    )
    last = rules.genesis(shop.tenant.id)
    for row in list(verifying._links(work, shop.tenant.id)):
        last = rules.link(last, row)
        tampering.execute(
            "update audit_chain set hash = %s where tenant_id = %s and sequence = %s",
            (last, shop.tenant.id, row.sequence),
        )
    tampering.execute("update audit_heads set hash = %s where tenant_id = %s", (last, shop.tenant.id))
    report = verifying.verify(work, shop.tenant.id)
    assert {f.problem for f in report.findings} == {"rewritten"}
    assert "the verification of" in report.findings[0].text


def test_a_head_that_was_thrown_away(
    work: Work, shop: Shop, sealed: Head, tampering: Tampering, write: Callable[..., None]
) -> None:
    tampering.execute("delete from audit_heads where tenant_id = %s", (shop.tenant.id,))
    write()
    assert "rewritten" in problems(work, shop)
    assert shop.tenant.id not in sealing.seal_everybody(work)


def test_what_the_application_itself_could_do_to_the_queue_changes_nothing(
    work: Work, shop: Shop, sealed: Head
) -> None:
    with work.database.transaction(shop.tenant.id) as tx:
        tx.run(
            """insert into audit_unsealed (tenant_id, entry_id)
               select tenant_id, entry_id from audit_chain where tenant_id = %(tenant)s"""
        )
    assert problems(work, shop) == set()
    assert shop.tenant.id not in sealing.waiting(work)


def test_a_hash_can_be_computed_by_anybody(work: Work, shop: Shop, sealed: Head) -> None:
    """The canonical form is what docs/adr/0013 says."""
    row = next(iter(verifying._links(work, shop.tenant.id)))
    text = rules.canonical(row).decode()
    assert text.startswith(f'["duka-audit-1","{row.id.hex}","{row.at:%Y-%m-%dT%H:%M:%S.%f}+00:00",')
    assert " :" not in text
    assert rules.link(rules.genesis(shop.tenant.id), row) == bytes(row.hash)

"""On a clock, for all companies: labels that were cut off half-way, and parcels whose carrier it is time to ask."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

from duka.kernel import log
from duka.kernel.errors import Refusal
from duka.kernel.work import Work
from duka.shipping.carriers.desk import Desk
from duka.shipping.carriers.service import labels, tracking

AT_ONCE = 4
"""Carriers asked at the same time, so that a slow one does not hold up the others."""
GRACE = timedelta(seconds=15)
"""A label that somebody waits for is theirs for so long."""
_LABELS = """
select l.tenant_id, l.id from shipping_labels l where l.due_at <= %(now)s and l.updated_at <= %(before)s
order by l.due_at limit 200"""
_PARCELS = """
update tracked_parcels p set next_look_at = %(until)s
from (select q.tenant_id, q.id from tracked_parcels q where q.next_look_at <= %(now)s
      order by q.next_look_at limit 200 for update skip locked) q
where p.tenant_id = q.tenant_id and p.id = q.id
returning p.tenant_id, p.id"""
_log = log.get("carriers.sweeper")


def sweep(work: Work, desk: Desk) -> int:
    """One round; how many things were looked at. What fails is logged and comes again."""
    now = work.clock()
    with work.database.platform() as tx:
        due = tx.all(_LABELS, now=now, before=now - GRACE)
        parcels = tx.all(_PARCELS, now=now, until=now + tracking.LEASE)
    todo: list[Callable[[], object]] = [partial(labels.sweep, work, desk, *each) for each in due]
    todo += [partial(tracking.look, work, desk, *each) for each in parcels]
    if todo:
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="carriers") as pool:
            list(pool.map(_guarded, todo))
    return len(todo)


def _guarded(act: Callable[[], object]) -> None:
    try:
        act()
    except Refusal as refused:
        _log.warning("carriers: not yet", why=refused.code)
    except Exception:
        _log.exception("carriers: sweep failed")

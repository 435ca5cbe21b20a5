"""Where the platform is on its way, and each merchant on theirs (`duka.flags.phases`)."""

from collections import Counter
from uuid import UUID

from duka.control import rollout_lists
from duka.control.rollout_types import MerchantPhase, PhaseOfPlatform, PhaseOfTenants, Phases
from duka.flags import phases, queries
from duka.kernel import ids, paging
from duka.kernel.paging import Page
from duka.kernel.work import Caller, Work


def read(work: Work, caller: Caller) -> Phases:
    """The phases with what is open now, and how many merchants are in each. Three statements."""
    flags = rollout_lists.flags(work, caller)
    with work.database.platform() as tx:
        merchants = tx.all(rollout_lists.MERCHANTS)
    here, now = queries.here(), work.clock()
    rules = {each.name: rollout_lists.rule_of(each) for each in flags}
    reached = Counter(phases.reached(rollout_lists.has(row, here, rules, now)) for row in merchants)
    feature = {each.name: each.openness for each in flags}
    platform = {each.code: phases.openness(each, feature) for each in phases.PLATFORM_PHASES}
    return Phases(
        [
            PhaseOfPlatform(each.code, each.title, each.contains, list(each.features), platform[each.code])
            for each in phases.PLATFORM_PHASES
        ],
        [
            PhaseOfTenants(
                each.code,
                each.title,
                each.about,
                list(each.needs),
                list(each.uses),
                list(each.one_of),
                phases.openness_of(each.needs, platform),
                reached[each.code],
            )
            for each in phases.TENANT_PHASES
        ],
    )


def merchants(
    work: Work, caller: Caller, text: str = "", cursor: str | None = None, limit: int | None = None
) -> Page[MerchantPhase]:
    """Merchants by name (those whose name or short name begins with `text`), each with their phase. Three statements. Refuses
    MalformedCursor."""
    size = paging.bounded(limit)
    after, after_id = paging.decode(cursor, str, UUID) if cursor else ("", UUID(int=0))
    flags = rollout_lists.flags(work, caller)
    with work.database.platform() as tx:
        rows = tx.all(
            rollout_lists.MERCHANTS
            + """ and (lower(t.name), t.id) > (%(after)s, %(after_id)s)
                 and (starts_with(lower(t.name), %(text)s) or starts_with(t.slug, %(text)s))
               order by lower(t.name), t.id limit %(limit)s""",
            after=after,
            after_id=after_id,
            text=text.lower().replace("\x00", ""),
            limit=size + 1,
        )
    here, now = queries.here(), work.clock()
    rules = {each.name: rollout_lists.rule_of(each) for each in flags}
    last = rows[size - 1] if len(rows) > size else None
    return Page(
        [
            MerchantPhase(
                ids.public("ten", row.id),
                row.slug,
                row.name,
                row.plan or "",
                *rollout_lists.where(rollout_lists.has(row, here, rules, now)),
            )
            for row in rows[:size]
        ],
        paging.encode(last.name.lower(), last.id) if last else None,
    )

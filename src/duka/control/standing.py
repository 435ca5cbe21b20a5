"""How a company stands with the platform, as its own people see it, whatever its state."""

from datetime import datetime

import msgspec

from duka.identity.permissions import OWN_ACCOUNT
from duka.kernel.context import Context
from duka.tenants import states


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """`status`: trial, active, suspended, closed; `reason` and `why` say why it is not open. `days_left` of a trial, rounded up.
    `contact`: whom to write to, empty when the platform names nobody. `kept_until`: a closed company's data is there until
    then. `kind`: merchant, sandbox or platform; a sandbox knows whose it is."""

    status: str
    kind: str
    reason: str
    why: str
    since: datetime | None
    trial_until: datetime | None
    days_left: int | None
    kept_until: datetime | None
    contact: str
    sandbox_of: str | None


def get(ctx: Context, contact: str) -> Standing:
    """One statement."""
    ctx.require(OWN_ACCOUNT)
    row = ctx.db.one(
        f"""select {states.STATUS} as status,
                  t.kind, t.reason, t.status_why as why, t.status_at as since,
                  case when t.status = 'active' then t.trial_until end as trial_until,
                  case when t.status = 'active' and t.trial_until > %(now)s
                       then ceil(extract(epoch from t.trial_until - %(now)s) / 86400)::int end as days_left,
                  t.keep_until as kept_until,
                  (select m.name from tenants m where m.id = t.sandbox_of) as sandbox_of
           from tenants t where t.id = %(tenant)s""",
        now=ctx.now,
    )
    assert row is not None
    return Standing(**row._asdict(), contact=contact)

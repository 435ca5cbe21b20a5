"""After a change of the installation's key."""

from duka.kernel import trail
from duka.kernel.context import Context
from duka.shipping.carriers.desk import PURPOSE, Desk


def reseal(ctx: Context, desk: Desk) -> int:
    """Seal every account's secrets anew with the present key; how many. Those that no key opens stay as they are."""
    resealed = 0
    for row in ctx.db.all(
        "select a.id, a.sealed from carrier_accounts a where a.tenant_id = %(tenant)s and a.sealed <> '' for update"
    ):
        opened = desk.keyring.open(PURPOSE, bytes(row.sealed))
        if opened is None:
            continue
        ctx.db.run(
            "update carrier_accounts set sealed = %(sealed)s where tenant_id = %(tenant)s and id = %(id)s",
            id=row.id,
            sealed=desk.keyring.seal(PURPOSE, opened),
        )
        trail.note(ctx, "carrier_account.resealed", "carrier_account", row.id)
        resealed += 1
    return resealed

"""Pretend telephones: a prompt for money that its owner confirms, rejects or lets lie, as mobile money does it."""

from datetime import timedelta

from duka.kernel.context import Context
from duka.sandbox import gateway
from duka.sandbox.gateway import COLUMNS, NoSuchChoice, SandboxCharge

PROMPT = timedelta(minutes=5)
"""How long a prompt may be answered."""
ACTS = ("pay", "decline", "late", "never", "ignore")
OVER = "expired"
"""The behaviour of a prompt that nobody answered in time."""


def digits(number: str) -> str:
    """A telephone number without its signs; every way of writing it in full is the same telephone."""
    return "".join(sign for sign in number if sign.isascii() and sign.isdigit())


def prompts(ctx: Context, number: str) -> list[SandboxCharge]:
    """What waits on this telephone, the newest first."""
    rows = ctx.db.all(
        f"""select {COLUMNS} from sandbox_charges c
            where c.tenant_id = %(tenant)s and c.phone = %(phone)s and c.status = 'open' and c.behaviour <> 'ignore'
              and c.created_at > %(since)s
            order by c.created_at desc limit 20""",  # noqa: S608 - a constant
        phone=digits(number),
        since=ctx.now - PROMPT,
    )
    return [SandboxCharge(*row) for row in rows]


def answer(ctx: Context, number: str, reference: str, act: str) -> SandboxCharge:
    """What the telephone's owner pressed. A prompt that is over stays as it is. Refuses `ChargeNotFound` and
    `NoSuchChoice`."""
    if act not in ACTS:
        raise NoSuchChoice()
    charge = look(ctx, reference)
    if charge.status != "open":
        return charge
    if charge.phone != digits(number):
        raise gateway.ChargeNotFound()
    if act == "ignore":
        gateway.change(ctx, charge.id, "open", act)
        return gateway.find(ctx, reference)
    return gateway.decide(ctx, reference, act)


def look(ctx: Context, reference: str) -> SandboxCharge:
    """The charge; one that nobody answered in time is over from now on. Refuses `ChargeNotFound`."""
    charge = gateway.find(ctx, reference, lock=True)
    if charge.status == "open" and charge.created_at <= ctx.now - PROMPT:
        gateway.change(ctx, charge.id, "cancelled", OVER)
        return gateway.find(ctx, reference)
    return charge

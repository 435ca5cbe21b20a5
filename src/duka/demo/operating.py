"""Who runs the demo's installation: an operator, whose authenticator app has a secret that is printed."""

import pyotp

from duka.identity import accounts, totp
from duka.identity.sealing import keyring
from duka.kernel.context import Context
from duka.kernel.work import Caller
from duka.staff import service as staff
from duka.tenants.types import PLATFORM
from duka.wiring import Services

EMAIL = "operator@duka.example"
SECRET = "DUKADEMODUKADEMODUKADEMODUKADEMO"  # noqa: S105 - it is printed for whoever tries the demo


def hire(services: Services, password: str) -> dict[str, str]:
    """Their log-in, for `demo.json`. Who is there already stays."""
    keys = keyring(services.config)

    def act(ctx: Context) -> None:
        known = "select 1 from staff where tenant_id = %(tenant)s and email = %(email)s"
        if ctx.db.value(known, email=EMAIL) is not None:
            return
        person = staff.create_staff(ctx, EMAIL, "Olive Baker", password, "owner")
        accounts.mark_verified(ctx, person)
        ctx.db.run(
            """insert into totp_factors (tenant_id, staff_id, secret, created_at, confirmed_at)
               values (%(tenant)s, %(id)s, %(secret)s, %(now)s, %(now)s)""",
            id=person,
            secret=keys.seal(totp.PURPOSE, SECRET),
            now=ctx.now,
        )

    services.work.perform(Caller(PLATFORM), act)
    return {"email": EMAIL, "password": password, "totp_secret": SECRET}


def code() -> str:
    """What the operator's app shows now."""
    return pyotp.TOTP(SECRET).now()

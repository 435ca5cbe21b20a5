"""Operators: who works for the company that runs the installation."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pyotp
from tests import make
from tests.people import PASSWORD

from duka.access.operator_roles import OPERATOR_ROLES
from duka.identity import service as identity
from duka.identity import totp
from duka.identity.sealing import keyring
from duka.kernel.context import Actor, Context
from duka.kernel.work import Caller
from duka.staff import service as hiring
from duka.tenants.types import PLATFORM
from duka.wiring import Services


@dataclass(frozen=True)
class Operator:
    """`secret` is their authenticator app's, empty without one; `bearer` is a session of theirs, in which the second factor
    was shown when they have one."""

    id: UUID
    email: str
    name: str
    role: str
    secret: str
    bearer: str

    @property
    def caller(self) -> Caller:
        """As the surfaces know them once they logged in."""
        held = OPERATOR_ROLES[self.role] if self.secret else frozenset[str]()
        return Caller(PLATFORM, Actor("operator", self.id, self.name), held)


def hire(
    services: Services, role: str = "owner", *, has_factor: bool = True, name: str = "Olive"
) -> Operator:
    """Somebody new of this role."""
    email, keys = f"{make.unique('olive')}@duka.example", keyring(services.config)

    def join(ctx: Context) -> UUID:
        return hiring.create_staff(ctx, email, name, PASSWORD, role)

    person = services.work.perform(Caller(PLATFORM), join)
    secret = ""
    if has_factor:
        me = Caller(PLATFORM, Actor("operator", person, name), frozenset({"account:manage"}))
        secret = services.work.perform(me, lambda ctx: totp.begin(ctx, keys)).secret
        codes = pyotp.TOTP(secret)
        services.work.perform(  # the present code is for a log-in
            me, lambda ctx: totp.confirm(ctx, keys, codes.at(ctx.now - timedelta(seconds=30)))
        )
    bearer = services.work.perform(
        Caller(PLATFORM), lambda ctx: identity.open_session(ctx, "operator", person, factor=has_factor)
    )
    return Operator(person, email, name, role, secret, bearer)


def make_operator(services: Services, role: str = "owner", *, has_factor: bool = True) -> str:
    """The bearer of somebody new of this role."""
    return hire(services, role, has_factor=has_factor).bearer

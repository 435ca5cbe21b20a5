"""The section of settings that this module obeys."""

import re
from typing import Annotated

import msgspec
from msgspec import Meta

from duka.settings.types import Errors, Section

DOMAIN = re.compile(r"(?=.{1,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")


class Security(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the company's staff log in. A session ends after `session_hours`, or after `idle_minutes` without a sign of
    life. `support_may_visit`: people of the platform may act here for a while, with a reason. `invitation_domains`: only
    addresses of these domains may be invited; empty is any. `invitation_days`: how long an invitation may be accepted.
    `password_length`: the fewest characters of a new password."""

    session_hours: Annotated[int, Meta(ge=1, le=100_000)] = 12
    idle_minutes: Annotated[int, Meta(ge=1, le=100_000)] = 240
    two_factor_required: bool = False
    support_may_visit: bool = True
    password_length: Annotated[int, Meta(ge=1, le=1000)] = 10
    invitation_domains: list[Annotated[str, Meta(max_length=253)]] = []
    invitation_days: Annotated[int, Meta(ge=1, le=1000)] = 7


def _check(value: Security, errors: Errors) -> None:
    if value.idle_minutes > value.session_hours * 60:
        errors["idle_minutes"] = "give at most the length of a session"
    if any(not DOMAIN.fullmatch(domain) for domain in value.invitation_domains):
        errors["invitation_domains"] = "write domains in small letters, like acorn.example, without @"


SECURITY = Section(
    name="security",
    title="Security",
    about="How long staff stay logged in, second factors, passwords, who may be invited",
    shape=Security,
    scope="company",
    write="staff:write",
    check=_check,
)

"""Refusals about roles and what may be granted."""

from duka.kernel.errors import Forbidden, Invalid, NotFound, Refusal


class UnknownRole(Invalid):
    """There is no role {role}. Choose one of {known}."""


class RoleNotFound(NotFound):
    """There is no such role here."""


class RoleNameTaken(Refusal):
    """There is a role {name} already. Choose another name."""


class RoleNameInvalid(Invalid):
    """A role's name has 1 to 60 characters on one line."""


class RoleEmpty(Invalid):
    """A role holds at least one permission."""


class UnknownPermission(Invalid):
    """There are no permissions called {permissions}."""


class RoleInUse(Refusal):
    """{people} have this role. Give them another one first, then delete it."""


class OwnRoleStays(Forbidden):
    """You have this role yourself. Somebody else with the right to change roles has to do it."""


class NobodyGrantsMore(Forbidden):
    """You can only hand on permissions that you hold yourself; these you do not: {permissions}."""


class NobodyGrantsElsewhere(Forbidden):
    """You hold {permissions} in some stores or at some locations only, and can hand them on nowhere else."""


class OwnersOnly(Forbidden):
    """Only an owner may do this: it is about an owner's rights."""


class OwnerIsEverywhere(Invalid):
    """An owner owns the whole company: give this role without stores or locations."""


class PlaceUnknown(NotFound):
    """One of these stores or locations is not here."""


class TooManyGrants(Invalid):
    """Somebody has 1 to 20 roles."""

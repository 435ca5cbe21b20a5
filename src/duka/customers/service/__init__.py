"""The verbs of customers: the people's own, and those of staff."""

from duka.customers.service.accounts import create_or_claim, log_in, register, update_profile
from duka.customers.service.addresses import add_address, remove_address, update_address
from duka.customers.service.figures import keep_figures, remember_names
from duka.customers.service.groups import create_group, delete_group, set_members, update_group
from duka.customers.service.notes import add_note, remove_note, update_note
from duka.customers.service.records import change_email, create, deactivate, reactivate, update
from duka.customers.service.tagging import tag_many

__all__ = [
    "add_address",
    "add_note",
    "change_email",
    "create",
    "create_group",
    "create_or_claim",
    "deactivate",
    "delete_group",
    "keep_figures",
    "log_in",
    "reactivate",
    "register",
    "remember_names",
    "remove_address",
    "remove_note",
    "set_members",
    "tag_many",
    "update",
    "update_address",
    "update_group",
    "update_note",
    "update_profile",
]

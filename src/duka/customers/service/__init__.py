"""The verbs of customers: the people's own, and those of staff."""

from duka.customers.service.accounts import (
    create_or_claim,
    end_session,
    end_sessions,
    list_sessions,
    update_profile,
)
from duka.customers.service.addresses import add_address, remove_address, update_address
from duka.customers.service.consents import consent, keep_consent
from duka.customers.service.entering import ask_code, log_in, log_in_by_code
from duka.customers.service.figures import keep_figures, remember_names
from duka.customers.service.groups import create_group, delete_group, set_members, update_group
from duka.customers.service.joining import admit, ask_to_join, join, look_at_link
from duka.customers.service.notes import add_note, remove_note, update_note
from duka.customers.service.proving import (
    ask_email_change,
    ask_reset,
    change_password,
    prove_password,
    reset_password,
    send_verification,
    verify_email,
)
from duka.customers.service.records import change_email, create, deactivate, reactivate, update
from duka.customers.service.tagging import tag_many
from duka.customers.service.wishes import add_wish, remove_wish

__all__ = [
    "add_address",
    "add_note",
    "add_wish",
    "admit",
    "ask_code",
    "ask_email_change",
    "ask_reset",
    "ask_to_join",
    "change_email",
    "change_password",
    "consent",
    "create",
    "create_group",
    "create_or_claim",
    "deactivate",
    "delete_group",
    "end_session",
    "end_sessions",
    "join",
    "keep_consent",
    "keep_figures",
    "list_sessions",
    "log_in",
    "log_in_by_code",
    "look_at_link",
    "prove_password",
    "reactivate",
    "remember_names",
    "remove_address",
    "remove_note",
    "remove_wish",
    "reset_password",
    "send_verification",
    "set_members",
    "tag_many",
    "update",
    "update_address",
    "update_group",
    "update_note",
    "update_profile",
    "verify_email",
]

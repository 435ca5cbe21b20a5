"""Facts about customers. `aggregate_id` is the customer."""

from typing import ClassVar

from duka.kernel.events import Event


class CustomerRegistered(Event, frozen=True, kw_only=True):
    """Somebody made an account."""

    TYPE: ClassVar[str] = "customer.registered"

    email: str
    name: str
    locale: str


class CustomerLoggedIn(Event, frozen=True, kw_only=True):
    """The owner of an account began a session."""

    TYPE: ClassVar[str] = "customer.logged_in"


class CustomerCreated(Event, frozen=True, kw_only=True):
    """Staff wrote down somebody who has no account."""

    TYPE: ClassVar[str] = "customer.created"

    email: str
    name: str
    locale: str


class CustomerUpdated(Event, frozen=True, kw_only=True):
    """`fields` names what was changed; `addresses` for any change of the address book, `tags`, `groups`."""

    TYPE: ClassVar[str] = "customer.updated"

    fields: list[str]


class CustomerEmailChanged(Event, frozen=True, kw_only=True):
    """Staff gave the customer another e-mail address; whoever was logged in there no longer is."""

    TYPE: ClassVar[str] = "customer.email_changed"

    reason: str


class CustomerDeactivated(Event, frozen=True, kw_only=True):
    """The account can no longer be used; nothing of it is lost."""

    TYPE: ClassVar[str] = "customer.deactivated"

    reason: str


class CustomerReactivated(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "customer.reactivated"


class CustomerNoted(Event, frozen=True, kw_only=True):
    """`change`: added, changed or removed. What the note says stays with the note."""

    TYPE: ClassVar[str] = "customer.noted"

    note_id: str
    change: str

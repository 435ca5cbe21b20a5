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


class CustomerVerified(Event, frozen=True, kw_only=True):
    """The owner of an account proved that its e-mail address is theirs: by a link or a code that was sent there. It may be
    said again, each time that they prove it."""

    TYPE: ClassVar[str] = "customer.verified"


class CustomerPasswordChanged(Event, frozen=True, kw_only=True):
    """`how`: changed by whoever knew the old one, or reset by a link in a letter. All other sessions ended."""

    TYPE: ClassVar[str] = "customer.password_changed"

    how: str


class CustomerConsented(Event, frozen=True, kw_only=True):
    """The customer agreed to hear of offers by `channel` (email, sms), or no longer does. `source`: where they said so."""

    TYPE: ClassVar[str] = "customer.consented"

    channel: str
    is_given: bool
    source: str


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
    """The customer has another e-mail address: staff gave it to them, or they proved it to be theirs. Whoever was logged in
    elsewhere no longer is."""

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

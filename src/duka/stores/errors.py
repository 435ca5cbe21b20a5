"""Refusals about stores and locations."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class StoreNotFound(NotFound):
    """There is no such store here."""


class StoreClosed(Refusal):
    """This store is closed."""

    status = 403


class StoreSlugTaken(Refusal):
    """You already have a store called {slug}. Choose another short name."""


class PreviewExpired(NotFound):
    """This preview is over. Open it again from the appearance settings."""


class LocationNotFound(NotFound):
    """There is no such location here."""


class LocationCodeTaken(Refusal):
    """You already have a location with the code {code}. Choose another code."""


class HostTaken(Refusal):
    """The host name {host} belongs to another shop. If it is yours, ask us to move it."""


class HostInvalid(Invalid):
    """{host} is not a host name. Write it like shop.example.com, without https:// and without a path."""


class HostNotYours(Invalid):
    """{host} belongs to everybody, to a private network or to this platform. Give a name of your own, like shop.example.com."""


class DomainNotFound(NotFound):
    """This store has no such domain. Add it first."""


class DomainNotVerified(Refusal):
    """{host} is not verified yet, so nobody can be led there. Verify it first."""


class DomainOfOtherStore(Refusal):
    """{host} is a domain of another of your stores. Remove it there first."""


class TooManyDomains(Refusal):
    """A company has {most} domains at most. Remove one that nobody needs."""


class PageNotFound(NotFound):
    """There is no such page here."""


class PageSlugTaken(Refusal):
    """The address {slug} belongs to another page. Choose another, or leave it empty and one is made."""


class TooManyPages(Refusal):
    """A store has {most} pages at most. Delete one that nobody needs."""

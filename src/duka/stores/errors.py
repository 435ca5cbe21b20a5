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


class PageNotFound(NotFound):
    """There is no such page here."""


class PageSlugTaken(Refusal):
    """The address {slug} belongs to another page. Choose another, or leave it empty and one is made."""


class TooManyPages(Refusal):
    """A store has {most} pages at most. Delete one that nobody needs."""

"""What synonyms and pinned products are made of."""

from typing import Annotated

import msgspec
from msgspec import Meta

Locale = Annotated[str, Meta(pattern="^([a-z]{2})?$")]
Word = Annotated[str, Meta(min_length=1, max_length=80)]
ProductId = Annotated[str, Meta(max_length=60)]


class SynonymsInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`words`: 2 to 20; one may be several words (`tee shirt`)."""

    words: Annotated[list[Word], Meta(min_length=2, max_length=20)]
    is_one_way: bool = False
    locale: Locale = ""


class SynonymsChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Only what is given is changed."""

    words: Annotated[list[Word], Meta(min_length=2, max_length=20)] | None = None
    is_one_way: bool | None = None
    locale: Locale | None = None


class PinsInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`products`: 1 to 10, first to last."""

    text: Annotated[str, Meta(min_length=1, max_length=200)]
    products: Annotated[list[ProductId], Meta(min_length=1, max_length=10)]
    locale: Locale = ""


class PinsChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Only what is given is changed."""

    products: Annotated[list[ProductId], Meta(min_length=1, max_length=10)] | None = None
    text: Annotated[str, Meta(min_length=1, max_length=200)] | None = None
    locale: Locale | None = None

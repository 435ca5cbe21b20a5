"""What a view is made of."""

from typing import Annotated, Any

import msgspec

ListName = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_-]{0,39}$")]
ViewName = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Position = Annotated[int, msgspec.Meta(ge=0, le=1000)]


class NewView(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`list` is the list's name (`products`); `query` what the console needs to show it so, at most 4096 bytes of JSON. A
    default is what opens when the list is opened: one's own, or else the company's."""

    list: ListName
    name: ViewName
    query: dict[str, Any]
    is_shared: bool = False
    is_default: bool = False


class ViewChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Only what is given is changed."""

    name: ViewName | None = None
    query: dict[str, Any] | None = None
    is_shared: bool | None = None
    is_default: bool | None = None
    position: Position | None = None

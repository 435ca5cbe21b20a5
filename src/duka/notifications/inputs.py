"""What somebody wants to hear of."""

from typing import Annotated

import msgspec


class PreferenceInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays as it is."""

    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    is_on: bool | None = None
    by_email: bool | None = None

"""The promotions of a company that are switched on, ready to be judged: remembered for `cache_seconds`.

Where they are not remembered a cart's own statement brings them along; it is asked again only if they want to know something of
the cart that it did not look up. So a shop without promotions pays nothing for them.
"""

from functools import lru_cache
from uuid import UUID

import msgspec

from duka.flags import queries as flags
from duka.kernel.context import Context
from duka.promotions.compiling import Compiled, compiled
from duka.promotions.showing import showing
from duka.promotions.types import Definition, Known, Used

FEATURE = "promotions"


class _Read(msgspec.Struct):
    definitions: str
    used: dict[str, Used]


_DEFINITIONS = msgspec.json.Decoder(list[Definition])
_READ = msgspec.json.Decoder(_Read)
_KNOWN = msgspec.json.Decoder(Known)


class Active(msgspec.Struct, frozen=True):
    """`used`: what was used of those that have a limit or a budget, as of a moment ago; a claim at the sale decides. `shelf`:
    those that show in a price before anything lies in a cart."""

    compiled: Compiled
    used: dict[str, Used]
    shelf: Compiled

    @property
    def asks(self) -> str | None:
        """What a cart's statement has to look up for them: the argument of `promotion_facts`."""
        asks = self.compiled.asks
        if asks.is_nothing:
            return None
        limited = [UUID(hex=one.removeprefix("promo_")) for one in asks.limited]
        return msgspec.json.encode(
            {"groups": asks.groups, "orders": asks.orders, "limited": limited}
        ).decode()

    @property
    def asks_places(self) -> bool:
        return self.compiled.asks.places


NONE = Active(compiled(()), {}, compiled(()))


def remembered(ctx: Context) -> Active | None:
    found = ctx.cache.find(_key(ctx))
    return found if isinstance(found, Active) else None


def remember(ctx: Context, text: str) -> Active:
    """What `promotions_active` gave, ready to be judged."""
    active = _ready(text)
    ctx.cache.keep(_key(ctx), active)
    return active


def of(ctx: Context) -> Active:
    """For whoever prices without a cart. Remembered for the transaction too; one statement otherwise. Whether the company has
    promotions is asked only where it wrote some."""
    found = ctx.db.kept.get(FEATURE) or remembered(ctx)
    if not isinstance(found, Active):
        found = _ready(ctx.db.value("select promotions_active(%(tenant)s, %(now)s, true)", now=ctx.now))
        if found is not NONE and not flags.is_on(ctx, FEATURE):
            found = NONE
        ctx.cache.keep(_key(ctx), found)
    ctx.db.kept[FEATURE] = found
    return found


def _ready(text: str) -> Active:
    read = _READ.decode(text)
    every, shelf = _made(read.definitions)
    return Active(every, read.used, shelf) if every.definitions else NONE


def _key(ctx: Context) -> tuple[UUID, str]:
    return ctx.tenant, "promotions.active"


def known(text: str | None) -> Known:
    """What `promotion_facts` found, if it was asked."""
    return _KNOWN.decode(text) if text else Known()


@lru_cache(maxsize=64)
def _made(definitions: str) -> tuple[Compiled, Compiled]:
    every = _DEFINITIONS.decode(definitions)
    return compiled(every), showing(every)

"""Pure: what the promotions take off a cart, and why.

**In which order.** Off goods one by one; then off the order; then off the carriage. Within each by priority (the lowest number
first), then by id. So neither the order of the codes nor that of the lines changes anything.

**What it is taken from.** Each effect takes from what those before it left; nothing falls below 0. Conditions look at the goods
as they are priced, before any promotion.

**Who goes with whom.** `stackable` promotions add up. An `exclusive` one takes only from goods (or carriage) that nothing was
taken from, and whatever it took from is closed to all that come after it. Of `best` ones of the same group only that which takes
most off takes place, at the place of the first of them.

**Caps.** `most` is the most that a promotion takes off one order; `most_ppm` the part of the goods that all promotions together
may have taken once it was its turn; a budget caps as well.
"""

from collections.abc import Callable, Iterable, Sequence

from duka.promotions import conditions, effects, pieces
from duka.promotions.compiling import GOODS, ORDER, SHIPPING, Compiled
from duka.promotions.effects import Basket, Off, shared
from duka.promotions.facts import NOTHING, Applied, Facts, Line, OnOffer, Outcome, Reason
from duka.promotions.types import MILLION, Definition, Gift, TypedCode

Carriage = Callable[[int], int | None]


def evaluate(
    compiled: Compiled,
    facts: Facts,
    *,
    locale: str = "",
    carriage: Carriage | None = None,
    explain: bool = False,
) -> Outcome:
    """What applies to the cart. `carriage`: what carrying costs once so much is off the goods (None: nothing is carried); without
    it, `facts.shipping_minor`. With `explain` there is a reason for every promotion, else for those whose codes were typed."""
    if not compiled.definitions:
        return NOTHING
    work = _Work(compiled, facts, locale, explain=explain)
    work.judge()
    work.take(GOODS)
    work.take(ORDER)
    work.shipping_minor = carriage(work.taken_minor) if carriage else facts.shipping_minor
    work.take(SHIPPING)
    return work.outcome()


class _Work:
    """One evaluation."""

    def __init__(self, compiled: Compiled, facts: Facts, locale: str, *, explain: bool) -> None:
        self.compiled, self.facts, self.locale, self.explain = compiled, facts, locale, explain
        self.left = {line.key: line.subtotal_minor for line in facts.lines}
        self.subtotal_minor = sum(self.left.values())
        self.touched: set[str] = set()
        self.closed: set[str] = set()
        self.shipping_minor: int | None = None
        self.shipping_off = 0
        self.shipping_is_closed = False
        self.codes: dict[str, TypedCode] = {}
        for code in sorted(facts.codes, key=_usable_first):
            self.codes.setdefault(code.promotion, code)
        self.places: list[int] = []
        self.offs: dict[int, Off] = {}
        self.shipping_offs: dict[int, int] = {}
        self.gifts: list[OnOffer] = []
        self.reasons: dict[str, Reason] = {}

    @property
    def taken_minor(self) -> int:
        return self.subtotal_minor - sum(self.left.values())

    def judge(self) -> None:
        """Which could apply at all."""
        every: Iterable[int] = (
            range(len(self.compiled.definitions))
            if self.explain
            else self.compiled.candidates(self.facts.lines, self.codes)
        )
        for place in every:
            one = self.compiled.definitions[place]
            reason = conditions.why_not(one, self.facts, self.codes.get(one.id))
            if reason is None:
                self.places.append(place)
            else:
                self.reasons[one.id] = reason

    def take(self, phase: int) -> None:
        groups: dict[str, list[int]] = {}
        for place in self.places:
            rules = self.compiled.definitions[place].rules
            if rules.stacking == "best" and self.compiled.effects[place][phase]:
                groups.setdefault(rules.group, []).append(place)
        for place in self.places:
            if not self.compiled.effects[place][phase]:
                continue
            rules = self.compiled.definitions[place].rules
            if rules.stacking == "best":
                rivals = groups.pop(rules.group, [])
                if rivals:
                    self._take_best(rivals, phase)
            else:
                self._take_one(place, phase)

    def _take_best(self, rivals: list[int], phase: int) -> None:
        trials = [(self._trial(place, phase), place) for place in rivals]
        best = max(trials, key=lambda trial: (trial[0], -trial[1]))[1]
        for _, place in trials:
            if place != best:
                other = self.compiled.definitions[best]
                self.reasons.setdefault(
                    self.compiled.definitions[place].id, Reason("lesser", {"other": other.title})
                )
        self._take_one(best, phase)

    def _trial(self, place: int, phase: int) -> int:
        """What it would take, with everything as it is now."""
        if phase == SHIPPING:
            found = self._shipping(place)
            return found if isinstance(found, int) else 0
        off = self._goods(place, phase)
        return sum(off.values()) if isinstance(off, dict) else 0

    def _take_one(self, place: int, phase: int) -> None:
        one = self.compiled.definitions[place]
        if phase == SHIPPING:
            minor = self._shipping(place)
            if isinstance(minor, Reason):
                self.reasons.setdefault(one.id, minor)
            elif minor:
                self.shipping_off += minor
                self.shipping_offs[place] = minor
                self.shipping_is_closed = one.rules.stacking == "exclusive"
            return
        for effect in self.compiled.effects[place][phase]:
            if isinstance(effect, Gift):
                self._offer(one, effect)
        off = self._goods(place, phase)
        if isinstance(off, Reason):
            self.reasons.setdefault(one.id, off)
            return
        for key, minor in off.items():
            self.left[key] -= minor
            self.touched.add(key)
            if one.rules.stacking == "exclusive":
                self.closed.add(key)
        if off:
            mine = self.offs.setdefault(place, {})
            for key, minor in off.items():
                mine[key] = mine.get(key, 0) + minor

    def _goods(self, place: int, phase: int) -> Off | Reason:
        """Each effect takes from what the one before it left."""
        one = self.compiled.definitions[place]
        room = self._room(place, one)
        if room is not None and room <= 0:
            return Reason("capped")
        lines = self._open(place, one)
        found: Off = {}
        reason: Reason | None = None
        mine = self.compiled.effects[place][phase]
        left = dict(self.left) if len(mine) > 1 else self.left
        for effect in mine:
            off = effects.off(effect, Basket(lines, self.facts.lines, left, self.facts.currency))
            if isinstance(off, Reason):
                reason = reason or off
                continue
            for key, minor in off.items():
                if left is not self.left:
                    left[key] -= minor
                found[key] = found.get(key, 0) + minor
        if not found:
            return reason or (Reason("nothing_left") if self.facts.lines else Reason("empty"))
        if room is not None and sum(found.values()) > room:
            return shared(room, found)
        return found

    def _open(self, place: int, one: Definition) -> Sequence[Line]:
        """The goods that it may touch."""
        is_alone = one.rules.stacking == "exclusive"
        if not (is_alone or self.closed or one.rules.leaves_out_reduced):
            return self.facts.lines
        barred = self.closed | self.touched if is_alone else self.closed
        barred = barred.difference(self.offs.get(place, ()))
        return [
            line
            for line in self.facts.lines
            if line.key not in barred and not (one.rules.leaves_out_reduced and line.is_reduced)
        ]

    def _room(self, place: int, one: Definition) -> int | None:
        """How much more it may take off; None: no limit."""
        currency = self.facts.currency
        mine = sum(self.offs.get(place, {}).values()) + self.shipping_offs.get(place, 0)
        rooms = []
        if one.rules.most:
            rooms.append(one.rules.most.get(currency, 0) - mine)
        if one.rules.most_ppm is not None:
            rooms.append(self.subtotal_minor * one.rules.most_ppm // MILLION - self.taken_minor)
        if currency in one.budget:
            spent = self.facts.used[one.id].spent.get(currency, 0) if one.id in self.facts.used else 0
            rooms.append(one.budget[currency] - spent - mine)
        return min(rooms) if rooms else None

    def _shipping(self, place: int) -> int | Reason:
        one = self.compiled.definitions[place]
        if self.shipping_minor is None:
            return Reason("needs_shipping")
        if self.shipping_is_closed or (one.rules.stacking == "exclusive" and self.shipping_off):
            return Reason("shipping_taken")
        before = left = self.shipping_minor - self.shipping_off
        reason: Reason | None = None
        for effect in self.compiled.effects[place][SHIPPING]:
            off = effects.off_shipping(effect, left, self.facts.currency, self.facts.shipping_method)
            if isinstance(off, Reason):
                reason = reason or off
            else:
                left -= off
        rules = one.rules
        room = self._room(place, one) if rules.most or one.budget else None
        taken = before - left if room is None else min(before - left, max(room, 0))
        return taken or reason or Reason("nothing_left")

    def _offer(self, one: Definition, effect: Gift) -> None:
        missing = pieces.gifts_missing(effect, self.facts.lines)
        if missing and all(offer.promotion != one.id for offer in self.gifts):
            self.gifts.append(OnOffer(one.id, one.title_in(self.locale), list(effect.variants), missing))

    def outcome(self) -> Outcome:
        applied = []
        for place in self.places:
            one = self.compiled.definitions[place]
            lines, shipping = self.offs.get(place, {}), self.shipping_offs.get(place, 0)
            if lines or shipping:
                code = self.codes[one.id].code if one.needs_code else ""
                applied.append(Applied(one.id, one.title_in(self.locale), code, lines, shipping))
                minor = sum(lines.values()) + shipping
                self.reasons[one.id] = Reason(
                    "applied", {"amount_minor": minor, "currency": self.facts.currency}
                )
            elif any(gift.promotion == one.id for gift in self.gifts):
                self.reasons[one.id] = Reason("gift_on_offer")
        lines_off = {
            line.key: line.subtotal_minor - self.left[line.key]
            for line in self.facts.lines
            if self.left[line.key] != line.subtotal_minor
        }
        return Outcome(tuple(applied), lines_off, self.shipping_off, tuple(self.gifts), self.reasons)


def _usable_first(code: TypedCode) -> tuple[bool, bool, str]:
    return code.is_disabled, code.limit is not None and code.used >= code.limit, code.code

"""What typed words may mean among a company's goods: found out in one statement, before anything is searched.

A word means the words that begin with it; the words with its stem in the language of the visitor; what a merchant says is
the same; and, when no product has it as a whole word, the words nearest to it by spelling. Words that say nothing (the, le)
count only when there are no others. A word that two words were run together into is taken apart.

Which of these are tried at all (`level`) and at what cost (`penalty`) is decided here; finding the products is left to
`search_found`, in the database.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, LiteralString

import msgspec

from duka.catalog.queries.words import Words, clean, distance, far_keys_of, keys_of
from duka.kernel.context import Context

LAST = chr(0x10FFFF)
RARE = 400
MOST, MOST_OF_SHORT = 40_000, 2_000
"""A word with fewer hits is rare: the others are held against what it finds. So many rows are read of a word, and of each
where one of one or two letters is a beginning."""
STEM, BEGINS, SAME, NEAR, FAR, APART = 40, 120, 150, 300, 500, 250
"""Penalties: the same stem, a beginning, a synonym, one letter wrong, two, two words run together."""
MOST_NEAR = 6
MOST_STEMS = 12


class Meaning(msgspec.Struct, frozen=True):
    """Words from `start` until before `stop` may be meant by the word `n` (from 0)."""

    n: int
    whole: str
    start: str
    stop: str
    penalty: int
    level: int
    hits: int


class Plan(msgspec.Struct, frozen=True):
    """What `search_found` is given."""

    words: int
    missing: int
    rare: int
    most: int
    meanings: list[Meaning]


class Tuning(msgspec.Struct, frozen=True):
    """What a merchant decided about searches. `same` and `phrases`: folded word or words → what means the same, of one word
    and of several. `sales`: how much what sold well goes before. `sold_out`: how far what is sold out goes back.
    `pinned`: products that go before all."""

    same: Mapping[str, Sequence[str]] = {}
    phrases: Mapping[str, Sequence[str]] = {}
    sales: int = 5
    sold_out: int = 200
    forgives: bool = True
    pinned: tuple[str, ...] = ()


PLAIN = Tuning()


class Sought(msgspec.Struct, frozen=True):
    """A search that is understood. `instead` is what was typed with its unknown words replaced, if any was."""

    words: Words
    plans: list[Plan]
    instead: str | None
    tuning: Tuning = PLAIN
    given: tuple[str, ...] | None = None

    @property
    def params(self) -> dict[str, Any]:
        return self.words.params | {
            "plans": msgspec.json.encode([] if self.given is not None else self.plans).decode(),
            "given": list(self.given or ()),
            "pinned": list(self.tuning.pinned),
            "sales": self.tuning.sales,
            "sold_out": self.tuning.sold_out,
        }


_LOOK: LiteralString = """
with asked as materialized (
    select a.n, a.word, a.start from unnest(%(words)s::text[], %(starts)s::text[]) with ordinality a (word, start, n)),
stems as materialized (
    select a.n, a.word, search_stem(a.word, %(language)s) as stem from asked a),
known as (
    select a.n, 'word' as kind, a.word as word, a.word || chr(1) as stop from asked a
    union all
    select a.n, 'begins', a.start, a.start || chr(1114111) from asked a
    union all
    (select k.n, 'near', w.word, w.word || chr(1)
       from unnest(%(key_ns)s::integer[], %(keys)s::text[]) k (n, key)
      cross join lateral (select x.word from search_word_keys x
                           where x.tenant_id = %(tenant)s and x.key = k.key limit 80) w
      group by k.n, w.word limit 800)
    union all
    select t.n, 'stem', w.word, w.word || chr(1)
      from stems t cross join lateral (select x.word from search_word_keys x
            where x.tenant_id = %(tenant)s and x.key = '=' || %(language)s || ':' || t.stem limit 40) w
     where t.stem <> '' and w.word <> t.word
    union all
    select s.n, 'same', s.word, s.word || chr(1)
      from unnest(%(same_ns)s::integer[], %(same)s::text[]) s (n, word))
select k.n::integer - 1 as n, k.kind, k.word, c.hits from known k
 cross join lateral (select count(*)::integer as hits from (
     select from search_words s
      where s.tenant_id = %(tenant)s and s.word >= k.word collate "C" and s.word < k.stop collate "C" limit %(rare)s + 1) c) c
 where c.hits > 0
union all
select t.n::integer - 1, 'says nothing', t.word, 0 from stems t where t.stem = ''"""

_FAR: LiteralString = """
select w.n, w.word, c.hits from (
    select k.n, w.word from unnest(%(key_ns)s::integer[], %(keys)s::text[]) k (n, key)
     cross join lateral (select x.word from search_word_keys x
                          where x.tenant_id = %(tenant)s and x.key = k.key limit 80) w
     group by k.n, w.word limit 400) w (n, word)
 cross join lateral (select count(*)::integer as hits from (
     select from search_words s where s.tenant_id = %(tenant)s and s.word = w.word limit %(rare)s + 1) c) c
 where c.hits > 0"""

_APART: LiteralString = """
select a.n, a.head, a.tail from unnest(%(ns)s::integer[], %(heads)s::text[], %(tails)s::text[]) a (n, head, tail)
 where exists (select from search_words s where s.tenant_id = %(tenant)s and s.word = a.head offset 0)
   and exists (select from search_words s where s.tenant_id = %(tenant)s and s.word = a.tail offset 0)
 order by a.n, least(length(a.head), length(a.tail)) desc"""


def understand(
    ctx: Context, words: Words, tuning: Tuning = PLAIN, given: Iterable[str] | None = None
) -> Sought:
    """One statement; one more when a word is quite unknown. What `given` names (products in their order) was found by
    somebody else, and needs no understanding."""
    if given is not None:
        return Sought(words, [], None, tuning, tuple(given))
    if not words.words:
        return Sought(words, [], None, tuning)
    plan, instead = _planned(ctx, words, tuning)
    plans = [plan] if plan else []
    for other in _rephrased(words, tuning):
        also, _ = _planned(ctx, other, Tuning(forgives=False))
        if also and not also.missing:
            plans.append(also)
    return Sought(words, plans, instead, tuning)


def _rephrased(words: Words, tuning: Tuning) -> list[Words]:
    """At most two other ways to say it, where a synonym is several words."""
    found: list[Words] = []
    for first, last, phrase in _phrases(words.words):
        for other in tuning.phrases.get(phrase, ()):
            said = [*words.words[:first], *other.split(), *words.words[last:]]
            found.append(Words(words.text, said, said))
    return found[:2]


def _phrases(words: Sequence[str]) -> list[tuple[int, int, str]]:
    """Every run of at most three words: its first place, the place after it, its text."""
    return [
        (first, last, " ".join(words[first:last]))
        for first in range(len(words))
        for last in range(first + 1, min(first + 3, len(words)) + 1)
    ]


def _planned(ctx: Context, words: Words, tuning: Tuning) -> tuple[Plan | None, str | None]:
    same = [
        (n, other)
        for first, last, phrase in _phrases(words.words)
        for other in tuning.same.get(phrase, ())
        for n in range(first, last)
    ]
    keys = (
        [(n, key) for n, word in enumerate(words.words) for key in keys_of(word)] if tuning.forgives else []
    )
    rows = ctx.db.all(
        _LOOK,
        words=words.words,
        starts=words.starts,
        key_ns=[n + 1 for n, _ in keys],
        keys=[key for _, key in keys],
        same_ns=[n + 1 for n, _ in same],
        same=[other for _, other in same],
        language=clean(ctx.locale)[:2].lower(),
        rare=RARE,
    )
    heard: list[dict[str, list[tuple[str, int]]]] = [{} for _ in words.words]
    for row in rows:
        heard[row.n].setdefault(row.kind, []).append((row.word, row.hits))
    counted = [n for n, kinds in enumerate(heard) if "says nothing" not in kinds] or list(range(len(heard)))
    meanings = {n: _meanings(n, words, heard[n], is_last=n == len(heard) - 1) for n in counted}
    lost = [n for n in counted if not meanings[n]]
    if lost and tuning.forgives:
        for n, found in _far(ctx, words, lost).items():
            meanings[n] = found
        lost = [n for n in lost if not meanings[n]]
        for n, (head, tail) in _apart(ctx, words, lost).items():
            meanings[n] = [_exactly(n, head, APART, 0, RARE)]
            beside = len(heard) + n
            meanings[beside] = [_exactly(beside, tail, APART, 0, RARE)]
    instead = _instead(words, meanings)
    lost = [n for n in meanings if not meanings[n]]
    missing = _may_lack(len(meanings)) - len(lost)
    if missing < 0 or len(lost) == len(meanings) or (lost and not tuning.forgives):
        return None, instead
    places = {n: place for place, n in enumerate(n for n in meanings if meanings[n])}
    kept = [msgspec.structs.replace(m, n=places[n]) for n in places for m in meanings[n]]
    is_begun = any(m.penalty == BEGINS and len(m.start) < 3 for m in kept)
    most = MOST_OF_SHORT if is_begun else MOST
    return Plan(len(places), missing if tuning.forgives else 0, RARE, most, kept), instead


def _may_lack(words: int) -> int:
    """How many words of a search a product may lack when no product has all."""
    return 0 if words < 3 else 1 if words < 6 else 2


def _exactly(n: int, word: str, penalty: int, level: int, hits: int) -> Meaning:
    return Meaning(n, "" if penalty else word, word, word + "\x01", penalty, level, hits)


def _meanings(
    n: int, words: Words, heard: Mapping[str, list[tuple[str, int]]], *, is_last: bool
) -> list[Meaning]:
    word, start = words.words[n], words.starts[n]
    whole = sum(hits for _, hits in heard.get("word", ()))
    begun = sum(hits for _, hits in heard.get("begins", ()))
    found = []
    if begun > whole and (len(word) > 2 or (is_last and not whole)):
        found.append(Meaning(n, word, start, start + LAST, BEGINS, 0, begun))
    elif whole:
        found.append(_exactly(n, word, 0, 0, whole))
    stems = heard.get("stem", ())[:MOST_STEMS]
    found += [
        _exactly(n, other, STEM, 0, hits) for other, hits in stems if not found or not other.startswith(start)
    ]
    found += [_exactly(n, other, SAME, 0, hits) for other, hits in heard.get("same", ())]
    is_known = bool(whole or stems) or (begun > 0 and len(word) < 4)
    return found + _near(n, word, heard.get("near", ()), 1, 1 if is_known else 0)


def _near(n: int, word: str, known: Iterable[tuple[str, int]], most: int, level: int) -> list[Meaning]:
    """The words at most so many letters away, the nearest and those with the same first letter first."""
    near = sorted(
        (away, other[:1] != word[:1], -hits, other)
        for other, hits in known
        if other != word and (away := distance(word, other)) <= most
    )
    return [
        _exactly(n, other, NEAR if away == 1 else FAR, level, -hits)
        for away, _, hits, other in near[:MOST_NEAR]
        if away == near[0][0]
    ]


def _far(ctx: Context, words: Words, lost: list[int]) -> dict[int, list[Meaning]]:
    """Words two letters away, for those that nothing else is known of."""
    keys = [(n, key) for n in lost for key in far_keys_of(words.words[n])]
    if not keys:
        return {}
    found: dict[int, list[tuple[str, int]]] = {}
    for row in ctx.db.all(_FAR, key_ns=[n for n, _ in keys], keys=[key for _, key in keys], rare=RARE):
        found.setdefault(row.n, []).append((row.word, row.hits))
    return {n: _near(n, words.words[n], near, 2, 0) for n, near in found.items()}


def _apart(ctx: Context, words: Words, lost: list[int]) -> dict[int, tuple[str, str]]:
    """Words that two known ones were run together into, perhaps with a wrong letter between them."""
    cuts = [
        (n, word[:at], word[at + gap :])
        for n in lost
        for word in [words.words[n]]
        for at in range(2, len(word) - 1)
        for gap in (0, 1)
        if len(word) >= 5 and len(word) - at - gap >= 2
    ]
    if not cuts:
        return {}
    rows = ctx.db.all(
        _APART,
        ns=[n for n, _, _ in cuts],
        heads=[head for _, head, _ in cuts],
        tails=[tail for _, _, tail in cuts],
    )
    found: dict[int, tuple[str, str]] = {}
    for row in rows:
        found.setdefault(row.n, (row.head, row.tail))
    return found


def _instead(words: Words, meanings: Mapping[int, list[Meaning]]) -> str | None:
    """What was typed, with each word that no product has replaced by the nearest that one has."""
    size, said, is_other = len(words.words), [], False
    for n, word in enumerate(words.words):
        first = next(iter(meanings.get(n, ())), None)
        replaced = first is not None and first.level == 0 and first.penalty in (NEAR, FAR, APART)
        if first is not None and replaced:
            said.append(first.start)
            said += [m.start for m in meanings.get(size + n, ())]
            is_other = True
        else:
            said.append(word)
    return " ".join(said) if is_other else None

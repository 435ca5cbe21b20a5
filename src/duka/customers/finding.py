"""Finding people by what somebody typed: which customers its words, its e-mail address or its telephone number mean.

Words. Each must be found: a customer's word counts when it begins with it (of one or two letters only the last word
typed may be a beginning, the others are whole: Ba, Sy). Where few are found, misspelled words are looked for by the
keys that they share with known words (`word_keys`): one letter more, less, other or swapped, and names that sound
alike. The name counts more than the e-mail address, that more than a name on an order.

Numbers. A telephone number is compared from its end, by digits alone, so that +221 77 123 45 67, 77 123 45 67 and
4567 find the same person; of seven digits or more the last seven are looked up, and a number that agrees further
comes first.

Everything is read by comparisons of text, the only ones that an index serves under row-level security.
"""

import re
from typing import Any, LiteralString

import msgspec

LONGEST = 200
FEWEST_DIGITS = 3
LOOKED_UP = 7
_PHONE = re.compile(r"[+0-9 ().\-/\u00a0\u202f]+")
_LAST: LiteralString = "chr(1114111)"
_RARE: LiteralString = "1500"


class Asked(msgspec.Struct, frozen=True):
    """What was typed. `tokens` are its parts between spaces, without the domain of an e-mail address; `email` is the
    beginning of an address; `tail` are the digits of a number from the last to the first; empty when there is none."""

    text: str
    tokens: list[str]
    email: str
    tail: str
    number: str

    def params(self, most: int = 20_000, widest: int = 20_000) -> dict[str, Any]:
        """Of those who have one frequent word, `most` are taken; of several, `widest` of each before they are
        compared."""
        return {
            "most": most,
            "widest": widest,
            "tokens": self.tokens,
            "email": self.email,
            "address": self.email if "@" in self.email else "",
            "tail": self.tail,
            "start": self.tail[:LOOKED_UP],
            "number": self.number,
        }


def asked(typed: str) -> Asked:
    """`number` is what may begin an order's number: one token with a digit in it, its # away."""
    text = typed[:LONGEST].encode("utf-8", "ignore").decode().replace("\0", "").strip()
    tokens = [token.partition("@")[0] or token for token in text.split()][:6]
    one = text if len(text.split()) == 1 else ""
    digits = re.sub(r"[^0-9]", "", text) if _PHONE.fullmatch(text) else ""
    number = one.lstrip("#")
    return Asked(
        text=text,
        tokens=tokens,
        email=one.lower() if len(one) >= 3 else "",
        tail=digits[::-1] if len(digits) >= FEWEST_DIGITS else "",
        number=number.upper()
        if len(number) <= 30 and re.search(r"[0-9]", number) and "@" not in number
        else "",
    )


_ASKED: LiteralString = f"""
typed as materialized (
    select t.n, w.word, t.n = cardinality(%(tokens)s::text[]) as is_last
      from unnest(%(tokens)s::text[]) with ordinality t (token, n), people_words(t.token) w (word)
     limit 8),
asked as materialized (
    select t.word, case when t.is_last or length(t.word) > 2 then t.word || {_LAST} else t.word || chr(1) end as stop
      from typed t),
how_many as materialized (select count(*) as words from asked),
written as materialized (
    select a.word as asked, a.word as start, a.stop, 0 as penalty,
           (select count(*) from (select from customer_words w
             where w.tenant_id = %(tenant)s and w.word >= a.word and w.word < a.stop limit {_RARE}) c) as hits
      from asked a)"""

_MISSPELLED: LiteralString = f"""
wanted as materialized (select (select count(*) from (select from named limit 8) n) < 8 as is_wanted),
spelled as materialized (
    select a.word, k.key from asked a, wanted, word_keys(a.word) k (key) where wanted.is_wanted),
keys as materialized (
    select k.word, k.key, k.key || case when length(k.key) > 3 and left(k.key, 1) <> '~' then {_LAST} else chr(1) end as stop
      from (select s.word, s.key from spelled s
            union
            select s.word, left(s.key, n - 1) || substr(s.key, n + 1)
              from spelled s, generate_series(1, length(s.key)) n
             where length(s.word) >= 7 and left(s.key, 1) <> '~') k),
near as materialized (
    select k.word as asked, c.word, c.likeness from (select distinct x.word from keys x) k cross join lateral (
        select l.word, max(l.likeness) as likeness from (
            select h.word, greatest(similarity(h.word, k.word), 0.9 * similarity(left(h.word, length(k.word)), k.word),
                                    case when left(y.key, 1) = '~' then 0.6 end) as likeness
              from keys y cross join lateral (
                   select w.word from customer_word_keys w
                    where w.tenant_id = %(tenant)s and w.key >= y.key and w.key < y.stop
                    order by w.key limit 100) h
             where y.word = k.word) l
         group by l.word order by max(l.likeness) desc, l.word limit 8) c),
meant as materialized (
    select w.asked, w.start, w.stop, w.penalty, w.hits from written w, wanted where wanted.is_wanted
    union all
    select n.asked, n.word, n.word || chr(1), 400 + round(1000 * (1 - n.likeness)::numeric)::integer,
           (select count(*) from (select from customer_words w
             where w.tenant_id = %(tenant)s and w.word = n.word limit {_RARE}) c)
      from near n)"""

_COST: LiteralString = "w.source * 40 + r.penalty + least(greatest(length(w.word) - length(r.start), 0), 20)"


def _holding(name: LiteralString, ranges: LiteralString) -> LiteralString:
    """The common table `name` of who has a word in a range of each asked word, with the cost. The rarest word is looked up
    and what it finds is held against the others, while it is rare; when all are frequent, they are intersected."""
    return f"""
{name}_rarest as materialized (
    select r.asked, sum(r.hits) as hits from {ranges} r group by r.asked order by sum(r.hits), r.asked limit 1),
{name}_rare as materialized (
    select h.customer_id, min(h.cost) as cost from (
        select w.customer_id, {_COST} as cost
          from {name}_rarest a join {ranges} r on r.asked = a.asked cross join lateral (
               select x.customer_id, x.source, x.word from customer_words x
                where x.tenant_id = %(tenant)s and x.word >= r.start and x.word < r.stop
                order by x.word limit {_RARE}) w
         where a.hits < {_RARE}) h
     group by h.customer_id),
{name} as materialized (
    select f.customer_id, f.cost + o.cost as cost
      from {name}_rare f cross join {name}_rarest a cross join how_many m cross join lateral (
           select count(*) as words, coalesce(sum(e.cost), 0) as cost from (
               select r.asked, min({_COST}) as cost
                 from (select x.word, x.source from customer_words x
                        where x.tenant_id = %(tenant)s and x.customer_id = f.customer_id limit 100) w
                 join {ranges} r on w.word >= r.start and w.word < r.stop
                where r.asked <> a.asked
                group by r.asked) e) o
     where o.words = m.words - 1
    union all
    select b.customer_id, sum(b.cost) as cost from (
        select r.asked, w.customer_id, min({_COST}) as cost
          from {name}_rarest a cross join how_many m cross join {ranges} r cross join lateral (
               select x.customer_id, x.source, x.word from customer_words x
                where x.tenant_id = %(tenant)s and x.word >= r.start and x.word < r.stop
                order by x.word limit case when m.words = 1 then %(most)s else %(widest)s end) w
         where a.hits >= {_RARE}
         group by r.asked, w.customer_id) b
     group by b.customer_id having count(*) = (select m.words from how_many m))"""


PEOPLE: LiteralString = f"""{_ASKED},{_holding("named", "written")},{_MISSPELLED},{_holding("alike", "meant")},
people as materialized (
    select p.customer_id, min(p.rank) as rank from (
        select n.customer_id, 1000 + n.cost as rank from named n
        union all
        select a.customer_id, 2000 + a.cost from alike a
        union all
        (select c.id, case when c.email = %(email)s then 0 when %(address)s <> '' then 900 else 1900 end from customers c
          where c.tenant_id = %(tenant)s and %(email)s <> '' and c.email collate "C" >= %(email)s
            and c.email collate "C" < %(email)s || {_LAST} limit 50)
        union all
        (select c.id, case when starts_with(c.phone_tail, left(%(tail)s, 9)) and length(%(tail)s) >= 7
                             or starts_with(%(tail)s, c.phone_tail) and length(c.phone_tail) >= 7
                           then 10 else 300 end from customers c
          where c.tenant_id = %(tenant)s and %(start)s <> '' and c.phone_tail <> '' and c.phone_tail >= %(start)s
            and c.phone_tail < %(start)s || ':' limit 100)
        union all
        (select a.customer_id, 310 from customer_addresses a
          where a.tenant_id = %(tenant)s and %(start)s <> '' and a.phone_tail <> '' and a.phone_tail >= %(start)s
            and a.phone_tail < %(start)s || ':' limit 100)) p
     group by p.customer_id)"""
"""Common tables, to be used after `with`; `people` holds customer_id and rank, best lowest: below 100 it is exactly
what was typed."""

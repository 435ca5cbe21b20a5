"""Search for staff: the words of `search`, but among all goods, and made for article numbers that share their beginning.

`BULK-12-0` is three words, of which the first is in every SKU there is. So the words are counted first, up to a bound:
when one of them is rare, only that one is looked up and what it finds is held against the text of the others; when all
are frequent, their products are intersected.
"""

from typing import Any, LiteralString

from duka.catalog.queries.search import VOCABULARY_LIMIT
from duka.catalog.queries.words import words_of

RARE: LiteralString = "2000"

FOUND: LiteralString = f"""
asked as materialized (
    select a.n, a.word, a.start,
           (select count(*) from (select from search_words s
             where s.tenant_id = %(tenant)s and s.word >= a.start and s.word < a.start || chr(1114111)
             limit {RARE}) c) as hits
      from unnest(%(words)s::text[], %(starts)s::text[]) with ordinality a (word, start, n)),
unknown as materialized (select a.n, a.word from asked a where a.hits = 0 and length(a.word) > 2),
vocabulary (word, place) as (
    (select s.word, 1 from search_words s
      where s.tenant_id = %(tenant)s and s.word >= ':' and exists (select from unknown)
          order by s.word limit 1)
    union all
    select (select s.word from search_words s where s.tenant_id = %(tenant)s and s.word > v.word
             order by s.word limit 1), v.place + 1
      from vocabulary v where v.word is not null and v.place < {VOCABULARY_LIMIT}),
near as materialized (
    select u.n, c.word, c.likeness
      from unknown u cross join lateral (
          select l.word, l.likeness
            from (select v.word, case when length(v.word) = length(u.word) and translate(v.word, u.word, '') = ''
                                       and translate(u.word, v.word, '') = '' then 0.5
                                      else similarity(v.word, u.word) end as likeness
                    from vocabulary v where v.word is not null) l
           where l.likeness >= 0.3 order by l.likeness desc, l.word limit 3) c),
meant as materialized (
    select a.n, a.start collate "C" as start, (a.start || chr(1114111)) collate "C" as finish, a.hits, 0 as penalty
      from asked a where a.hits > 0
    union all
    select c.n, c.word collate "C", (c.word || chr(1114111)) collate "C", {RARE}, 400 + (1000 * (1 - c.likeness))::integer
      from near c),
counts as materialized (select m.n, sum(m.hits) as hits from meant m group by m.n),
rarest as materialized (select c.n, c.hits from counts c order by c.hits, c.n limit 1),
is_all as materialized (select count(*) = cardinality(%(words)s::text[]) as met from counts),
rare as materialized (
    select b.product_id, min(b.cost) as rank
      from (select s.product_id, s.place + m.penalty + case when s.word = m.start then 0 else 200 end as cost
              from rarest r join meant m on m.n = r.n
              cross join lateral (select s.product_id, s.word, s.place from search_words s
                                   where s.tenant_id = %(tenant)s and s.word >= m.start and s.word < m.finish
                                   limit {RARE}) s
             where (select met from is_all) and r.hits < {RARE} and cardinality(%(words)s::text[]) > 1) b
     group by b.product_id),
by_text as materialized (
    select b.product_id, b.rank
      from rare b
      cross join lateral (select p.search_text from products p
                           where p.tenant_id = %(tenant)s and p.id = b.product_id limit 1) p
     where (select bool_and(e.is_there)
              from (select bool_or(p.search_text ~ ('(^|[^[:alnum:]])' || m.start)) as is_there
                      from meant m group by m.n) e)),
by_words as materialized (
    select w.product_id, sum(w.cost) as rank
      from (select m.n, s.product_id,
                   min(s.place + m.penalty + case when s.word = m.start then 0 else 200 end) as cost
              from rarest r cross join meant m
              join search_words s on s.word >= m.start and s.word < m.finish
             where s.tenant_id = %(tenant)s and (select met from is_all)
               and (r.hits >= {RARE} or cardinality(%(words)s::text[]) = 1)
             group by m.n, s.product_id) w
     group by w.product_id having count(*) = cardinality(%(words)s::text[])),
found as materialized (
    select h.product_id, min(h.rank)::integer as rank
      from (select t.product_id, t.rank from by_text t
            union all
            select w.product_id, w.rank from by_words w
            union all
            select v.product_id, -1 from variants v where v.tenant_id = %(tenant)s and v.sku = any(%(skus)s)) h
     group by h.product_id)"""
"""Common tables, to be used after `with recursive`; `found` holds product_id and rank, best lowest. Words are letters and
digits only, so they are safe
in a regular expression."""


def params(text: str) -> dict[str, Any]:
    """The values that `FOUND` asks for."""
    return words_of(text).params

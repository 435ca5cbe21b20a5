"""Finding orders by what staff were told: a number, an e-mail address, the end of a telephone number, names.

Names are looked for among the customers' words (`customer_words`): every word must be found, the beginning of one is
enough, and one that nobody has is replaced by those that differ from it by a letter or two, or sound alike. All of it
compares texts, since row-level security keeps other operators away from an index. Of very many people with a name some
are looked at: who has more than a page of them says more.
"""

import re
from typing import Any, LiteralString

import msgspec

DIGITS = re.compile(r"[+\d\s().\-/]+")
PREFIXED = re.compile(r"[A-Z0-9-]{1,8}\d{2,}", re.I)
"""An order number with its store's prefix."""
LAST = chr(0x10FFFF)

_NAMES: LiteralString = """
asked as materialized (select w.word, w.word || chr(1114111) as until from people_words(%(text)s) as w (word)),
begun as materialized (
    select a.word as asked, w.customer_id
    from asked a cross join lateral (
        select c.customer_id from customer_words c
        where c.tenant_id = %(tenant)s and c.word >= a.word and c.word < a.until
        limit case when (select count(*) from asked) = 1 then 300 else 20000 end) w),
near as materialized (
    select u.word as asked, k.word
    from asked u cross join lateral (
        select v.word from word_keys(u.word) as y (key)
        join customer_word_keys v on v.tenant_id = %(tenant)s and v.key = y.key
        group by v.word order by similarity(v.word, u.word) desc, v.word limit 8) k
    where not exists (select from begun b where b.asked = u.word)),
hits as (
    select b.asked, b.customer_id from begun b
    union
    select n.asked, c.customer_id from near n
    join customer_words c on c.tenant_id = %(tenant)s and c.word = n.word),
people as materialized (
    select h.customer_id from hits h group by h.customer_id
    having count(distinct h.asked) = (select count(*) from asked) limit 500),
found as materialized (
    select x.id from people p cross join lateral (
        select r.id from orders r where r.tenant_id = %(tenant)s and r.customer_id = p.customer_id
        order by r.created_at desc limit 50) x)"""

_DIGITS: LiteralString = """
found as materialized (
    (select r.id from orders r where r.tenant_id = %(tenant)s
        and r.number collate "C" >= %(digits)s and r.number collate "C" < %(digits_until)s limit 2000)
    union
    (select r.id from stores s
     join orders r on r.tenant_id = s.tenant_id and r.number collate "C" = (s.order_prefix || %(digits)s)
     where s.tenant_id = %(tenant)s and r.tenant_id = %(tenant)s and s.order_prefix <> '' limit 2000)
    union
    (select r.id from orders r where r.tenant_id = %(tenant)s and r.phone_tail <> '' and length(%(tail)s) > 3
        and r.phone_tail >= %(tail)s and r.phone_tail < %(tail_until)s limit 2000))"""

_NUMBER: LiteralString = """
found as materialized (
    select r.id from orders r where r.tenant_id = %(tenant)s
        and r.number collate "C" >= %(number)s and r.number collate "C" < %(number_until)s limit 2000)"""

_EMAIL: LiteralString = """
found as materialized (
    select r.id from orders r where r.tenant_id = %(tenant)s
        and r.email collate "C" >= %(email)s and r.email collate "C" < %(email_until)s limit 2000)"""


class Found(msgspec.Struct, frozen=True):
    """Common tables of which `found` holds the ids of orders, and their parameters."""

    tables: LiteralString
    params: dict[str, Any]


def found(text: str) -> Found | None:
    """How to look for this; None when it says nothing."""
    kept = " ".join(text.replace("\x00", "").encode("utf-8", "ignore").decode().split())[:200].lstrip("#")
    if not any(c.isalnum() for c in kept):
        return None
    if "@" in kept:
        email = kept.lower().replace(" ", "")
        return Found(_EMAIL, {"email": email, "email_until": email + LAST})
    digits = re.sub(r"\D", "", kept)
    if DIGITS.fullmatch(kept) and digits.isascii():
        tail = digits.lstrip("0")[::-1]
        return Found(
            _DIGITS,
            {"digits": digits, "digits_until": digits + LAST, "tail": tail, "tail_until": tail + LAST},
        )
    if PREFIXED.fullmatch(kept):
        return Found(_NUMBER, {"number": kept.upper(), "number_until": kept.upper() + LAST})
    return Found(_NAMES, {"text": kept})

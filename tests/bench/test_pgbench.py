"""How a traced flow becomes a pgbench script, and how pgbench's own report is read."""

from uuid import UUID

import pytest
from bench.pgbench import Unlike, read, script, simple
from bench.trace import Statement, Trace, Transaction

TENANT = UUID("01900000-0000-7000-8000-000000000001")
PRODUCT = UUID("01900000-0000-7000-8000-000000000002")
INSERT = (
    "insert into t values (%(tenant)s, %(id)s, %(hash)s, %(rows)s::jsonb, %(number)s, %(text)s, %(product)s)"
)


def trace(order: UUID, secret: bytes, number: str) -> Trace:
    params = {
        "tenant": TENANT,
        "id": order,
        "hash": secret,
        "rows": f'{{"id":"ord_{order.hex}","to":"{order}","ok":true}}',
        "number": number,
        "text": "it's:here",
        "product": PRODUCT,
    }
    return Trace([Transaction(TENANT, [Statement(INSERT, params), Statement("select 10 %% 3, 'a:b'", {})])])


@pytest.fixture
def written() -> str:
    one = trace(UUID(int=0xA1 << 100), b"1" * 32, "1001")
    other = trace(UUID(int=0xB2 << 100), b"2" * 32, "1002")
    found = script(one, other, {PRODUCT: "(drawn :p)"}, 1000, 3)
    assert found.statements == 3
    assert found.replaced == 3
    return found.text


def test_what_is_the_same_in_both_walks_stays(written):
    assert f"'{TENANT}'::uuid" in written
    assert f"set_config('app.tenant_id','{TENANT}',true)" in written


def test_what_was_made_for_the_occasion_becomes_an_expression(written):
    assert f"{0xA1 << 100:032x}" not in written
    assert "1001" not in written
    assert "31313131" not in written
    assert "sha256((:n::text || '-1')::bytea)" in written
    assert "('n' || :n::text || '-2')" in written
    assert "|| left(md5(:n::text || '-0'), 20))::uuid::text" in written


def test_the_product_becomes_the_drawn_one(written):
    assert "(drawn :p)" in written


def test_pgbench_sees_no_variable_in_a_text(written):
    assert r"E'it''s\x3ahere'" in written
    assert r"E'a\x3ab'" in written
    assert r'"ok"\x3atrue' in written
    assert "select 10 % 3" in written


def test_the_simple_protocol_has_no_pipelines(written):
    plain = simple(written)
    assert "pipeline" not in plain
    assert "BEGIN\\;\nSELECT set_config" in plain


def test_walks_that_sent_other_statements_cannot_be_compared():
    one = trace(UUID(int=1 << 100), b"1", "1")
    with pytest.raises(Unlike):
        script(one, Trace([]), {}, 1000, 3)


REPORT = "number of transactions actually processed: 700\nnumber of failed transactions: %d (0.000%%)\n"
PROGRESS = """progress: 1.0 s, 10.0 tps, lat 90.0 ms stddev 1.0, 0 failed
progress: 2.0 s, 100.0 tps, lat 4.000 ms stddev 1.0, 0 failed
progress: 3.0 s, 300.0 tps, lat 8.000 ms stddev 1.0, 0 failed
"""


def test_the_warm_up_does_not_count():
    found = read(REPORT % 0, PROGRESS, 16, 1, "prepared")
    assert found is not None
    assert (found.rate, found.latency_ms, found.transactions, found.connections) == (200.0, 7.0, 700, 16)


def test_failed_transactions_are_no_yardstick():
    assert read(REPORT % 1, PROGRESS, 16, 1, "prepared") is None
    assert read("", "", 16, 1, "prepared") is None

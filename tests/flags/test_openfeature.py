"""The same answers through OpenFeature's client."""

from collections.abc import Iterator
from functools import partial

import pytest
from openfeature import api
from openfeature.client import OpenFeatureClient
from openfeature.evaluation_context import EvaluationContext
from openfeature.exception import ErrorCode
from openfeature.flag_evaluation import Reason
from tests import make

from duka.control import rollouts
from duka.flags import queries
from duka.flags.names import FEATURES
from duka.flags.openfeature import DukaProvider
from duka.kernel.ids import public
from duka.kernel.work import Caller, Work
from duka.tenants.types import PLATFORM, Tenant


@pytest.fixture
def client(work: Work) -> Iterator[OpenFeatureClient]:
    domain = make.unique("flags")
    api.set_provider(DukaProvider(work), domain)
    yield api.get_client(domain)
    api.clear_providers()


def who(tenant: Tenant) -> EvaluationContext:
    return EvaluationContext(public("ten", tenant.id))


def test_every_feature_is_answered_as_our_own_verbs_are(work: Work, client: OpenFeatureClient) -> None:
    acorn = make.tenant(work)
    make.switch(work, acorn.id, "feeds", False)
    for name in FEATURES:
        ours = queries.of_tenant(work, acorn.id)(name)
        assert ours == work.perform(Caller(acorn.id), partial(queries.answer, feature=name))
        theirs = client.get_boolean_details(name, not ours.is_on, who(acorn))
        assert (theirs.value, theirs.reason) == (ours.is_on, ours.reason)
        assert theirs.flag_metadata["why"] == ours.why
    feeds = client.get_boolean_details("feeds", True, EvaluationContext(str(acorn.id)))
    assert (feeds.value, feeds.variant, feeds.reason) == (False, "off", Reason.TARGETING_MATCH)
    assert "switched off for your company" in str(feeds.flag_metadata["because"])


def test_variables_have_their_types(work: Work, client: OpenFeatureClient) -> None:
    acorn = make.tenant(work)
    rollouts.set_value(work, Caller(PLATFORM), acorn.id, "cdn_signed_url_ttl", 45)
    ttl = client.get_integer_details("cdn_signed_url_ttl", 1, who(acorn))
    assert (ttl.value, ttl.reason, ttl.variant) == (45, Reason.TARGETING_MATCH, "company")
    assert client.get_string_value("search_provider", "", who(acorn)) in ("postgresql", "meilisearch")


@pytest.mark.parametrize(
    ("ask", "flag", "context", "code"),
    [
        ("boolean", "time_travel", EvaluationContext("1" * 32), ErrorCode.FLAG_NOT_FOUND),
        ("boolean", "search_provider", EvaluationContext("1" * 32), ErrorCode.TYPE_MISMATCH),
        ("string", "feeds", EvaluationContext("1" * 32), ErrorCode.TYPE_MISMATCH),
        ("string", "cdn_signed_url_ttl", EvaluationContext("1" * 32), ErrorCode.TYPE_MISMATCH),
        ("integer", "nothing", EvaluationContext("1" * 32), ErrorCode.FLAG_NOT_FOUND),
        ("float", "feeds", EvaluationContext("1" * 32), ErrorCode.TYPE_MISMATCH),
        ("object", "nothing", EvaluationContext("1" * 32), ErrorCode.FLAG_NOT_FOUND),
        ("boolean", "feeds", EvaluationContext(), ErrorCode.TARGETING_KEY_MISSING),
        ("boolean", "feeds", EvaluationContext("acorn"), ErrorCode.INVALID_CONTEXT),
        ("boolean", "feeds", EvaluationContext("ten_x"), ErrorCode.INVALID_CONTEXT),
    ],
)
def test_what_cannot_be_answered_is_the_default_with_a_code(
    client: OpenFeatureClient, ask: str, flag: str, context: EvaluationContext, code: ErrorCode
) -> None:
    default = {"boolean": True, "string": "x", "integer": 3, "float": 1.5, "object": {"a": 1}}[ask]
    found = getattr(client, f"get_{ask}_details")(flag, default, context)
    assert (found.value, found.reason, found.error_code) == (default, Reason.ERROR, code)

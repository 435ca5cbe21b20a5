from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from duka.catalog import rules, variant_plan
from duka.catalog.variant_plan import Existing
from duka.kernel.ids import new_id

Options = list[dict[str, Any]]
OPTIONS: st.SearchStrategy[Options] = st.lists(
    st.builds(
        lambda name, values: {"name": name, "values": values},
        st.sampled_from("ABCD"),
        st.lists(st.sampled_from("wxyz"), min_size=1, max_size=3, unique=True),
    ),
    max_size=3,
    unique_by=lambda option: str(option["name"]),
)


def combos(options: Options) -> list[tuple[str, ...]]:
    return rules.combinations([(o["name"], o["values"]) for o in options])


def existing(options: Options) -> list[Existing]:
    names = [o["name"] for o in options]
    return [Existing(new_id(), c, dict(zip(names, c, strict=True)), is_active=True) for c in combos(options)]


@given(OPTIONS, OPTIONS)
def test_each_variant_becomes_at_most_one_wanted_combination(before: Options, after: Options) -> None:
    present, wanted = existing(before), combos(after)
    found = variant_plan.match(present, after, wanted)
    assert found
    assert set(found) <= set(wanted) and set(found.values()) <= {variant.id for variant in present}
    assert len(set(found.values())) == len(found)


@given(OPTIONS)
def test_the_same_options_keep_every_variant(options: Options) -> None:
    present = existing(options)
    assert variant_plan.match(present, options, combos(options)) == {v.values: v.id for v in present}


@given(OPTIONS, st.randoms(use_true_random=False))
def test_the_order_of_options_does_not_matter(options: Options, random: Any) -> None:
    present, shuffled = existing(options), random.sample(options, len(options))
    found = variant_plan.match(present, shuffled, combos(shuffled))
    by_id = {variant.id: variant.by_name for variant in present}
    names = [o["name"] for o in shuffled]
    assert len(found) == len(present)
    assert all(dict(zip(names, values, strict=True)) == by_id[id] for values, id in found.items())

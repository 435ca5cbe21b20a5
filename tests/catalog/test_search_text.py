from hypothesis import given
from hypothesis import strategies as st
from tests.catalog.merchant import Merchant

from duka.catalog import search_text
from duka.catalog import service as catalog
from duka.catalog.inputs import NewAttribute, NewCategory, OptionInput, OptionTexts, ProductTexts
from duka.kernel.ids import public
from duka.kernel.text import fold


def test_making_and_refreshing_give_the_same_words(acorn: Merchant) -> None:
    """Both ways to compute it know the same sources."""
    acorn.do(lambda ctx: catalog.create_attribute(ctx, NewAttribute("care", "Care", "text")))
    category = acorn.do(lambda ctx: catalog.create_category(ctx, NewCategory("Fêtes")))
    id = acorn.make(
        "Robe",
        vendor="Ndèye",
        kind="Dress",
        tags=["wax"],
        attributes={"care": "Main"},
        categories=[public("cat", category)],
        options=[OptionInput("Color", ["Red"], {"fr": OptionTexts(values={"Red": "Rouge"})})],
        translations={"en": ProductTexts("Gown")},
    )
    made = acorn.product(id).search_text
    assert made == "robe ndeye dress wax gown red rouge robe-red fetes main"
    acorn.do(lambda ctx: search_text.refresh(ctx, [id]))
    assert acorn.product(id).search_text == made


@given(st.lists(st.text(max_size=40), max_size=8))
def test_it_is_folded_bounded_and_says_nothing_twice(texts: list[str]) -> None:
    composed = search_text.compose(texts)
    assert fold(composed) == composed
    assert all(fold(text) in composed for text in texts)
    assert search_text.compose([*texts, *texts]) == composed
    assert len(search_text.compose(["x" * 100_000])) == search_text.MOST

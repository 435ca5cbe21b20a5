from functools import partial
from typing import Any
from uuid import UUID

import pytest
from tests.catalog.merchant import Merchant

from duka.catalog import service as catalog
from duka.catalog import staff_queries
from duka.catalog.errors import (
    CategoryCycle,
    CategoryNotEmpty,
    CategoryNotFound,
    CategoryTooDeep,
    MediaNotFound,
    SlugTaken,
)
from duka.catalog.inputs import CategoryChange, CategoryTexts, NewCategory
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import new_id, public


def make(merchant: Merchant, name: str, parent: UUID | None = None, **fields: Any) -> UUID:
    new = NewCategory(name, parent_id=public("cat", parent) if parent else "", **fields)
    return merchant.do(lambda ctx: catalog.create_category(ctx, new))


def update(merchant: Merchant, id: UUID, version: int = 1, **fields: Any) -> None:
    merchant.do(lambda ctx: catalog.update_category(ctx, id, CategoryChange(**fields), version))


def move(merchant: Merchant, id: UUID, parent: UUID | None, position: int | None = None) -> None:
    merchant.do(lambda ctx: catalog.move_category(ctx, id, parent, position))


def tree(merchant: Merchant) -> list[str]:
    return [" > ".join(c.path) for c in merchant.do(staff_queries.list_categories)]


def test_a_tree_in_its_order(acorn: Merchant) -> None:
    women = make(acorn, "Women")
    make(acorn, "Men")
    dresses = make(acorn, "Dresses", women)
    make(acorn, "New", position=0)
    make(acorn, "Skirts", women, position=0)
    assert tree(acorn) == ["New", "Women", "Women > Skirts", "Women > Dresses", "Men"]
    move(acorn, dresses, None, 1)
    assert tree(acorn) == ["New", "Dresses", "Women", "Women > Skirts", "Men"]
    move(acorn, dresses, women)
    move(acorn, women, None, 0)
    assert tree(acorn) == ["Women", "Women > Skirts", "Women > Dresses", "New", "Men"]
    assert [e.payload["change"] for e in acorn.heard("category.changed")] == ["created"] * 5 + ["moved"] * 3


def test_no_circles_and_not_too_deep(acorn: Merchant) -> None:
    line = [make(acorn, "1")]
    for level in range(2, 7):
        line.append(make(acorn, str(level), line[-1]))
    branch = make(acorn, "branch")
    make(acorn, "twig", branch)
    before = acorn.everything()
    with pytest.raises(CategoryTooDeep):
        make(acorn, "7", line[-1])
    with pytest.raises(CategoryTooDeep):
        move(acorn, branch, line[4])
    for parent in (line[0], line[3]):
        with pytest.raises(CategoryCycle):
            move(acorn, line[0], parent)
    assert acorn.everything() == before


def test_a_new_name_is_found_and_the_old_slug_stays(acorn: Merchant) -> None:
    id = make(acorn, "Robes")
    product = acorn.make("Ndar", categories=[public("cat", id)])
    assert "robes" in acorn.product(product).search_text
    update(acorn, id, name="Tenues d’été", slug="tenues", translations={"en": CategoryTexts("Dresses")})
    text = acorn.product(product).search_text
    assert "tenues d’ete dresses" in text and "robes" not in text
    statement = (
        "select slug from slugs where tenant_id = %(tenant)s and kind = 'category' and target_id = %(id)s"
    )
    assert {row.slug for row in acorn.rows(statement, id=id)} == {"robes", "tenues"}
    other = make(acorn, "Robes")
    assert (
        acorn.one("select slug from categories where tenant_id = %(tenant)s and id = %(id)s", id=other).slug
        == "robes-2"
    )
    with pytest.raises(SlugTaken):
        update(acorn, other, slug="robes")
    update(acorn, id, 2, slug="robes")


def test_only_empty_ones_are_deleted(acorn: Merchant) -> None:
    parent = make(acorn, "Parent")
    child = make(acorn, "Child", parent)
    product = acorn.make(categories=[public("cat", child)])
    for full in (parent, child):
        with pytest.raises(CategoryNotEmpty):
            acorn.do(partial(catalog.delete_category, category_id=full))
    acorn.do(lambda ctx: catalog.assign_categories(ctx, product, []))
    acorn.do(lambda ctx: catalog.delete_category(ctx, child))
    assert tree(acorn) == ["Parent"]
    with pytest.raises(CategoryNotFound):
        acorn.do(lambda ctx: catalog.delete_category(ctx, child))
    make(acorn, "Child", slug="child")


def test_refusals_move_nothing(acorn: Merchant, birch: Merchant) -> None:
    id, theirs = make(acorn, "Mine"), make(birch, "Theirs")
    before = acorn.everything(), birch.everything()
    with pytest.raises(VersionConflict):
        update(acorn, id, 2, name="x")
    with pytest.raises(InvalidInput):
        update(acorn, id, name="")
    with pytest.raises(SlugTaken):
        make(acorn, "Mine", slug="mine")
    with pytest.raises(MediaNotFound):
        update(acorn, id, image_id=public("med", new_id()))
    with pytest.raises(InvalidInput):
        make(acorn, "x", position=-1)
    with pytest.raises(CategoryNotFound):
        make(birch, "x", id)
    with pytest.raises(CategoryNotFound):
        update(birch, id, name="x")
    for mover, moved, target in ((birch, id, None), (birch, theirs, id)):
        with pytest.raises(CategoryNotFound):
            move(mover, moved, target)
    with pytest.raises(CategoryNotFound):
        birch.do(lambda ctx: catalog.delete_category(ctx, id))
    with pytest.raises(Forbidden):
        acorn.do(lambda ctx: catalog.delete_category(ctx, id), frozenset({"products:write"}))
    assert (acorn.everything(), birch.everything()) == before

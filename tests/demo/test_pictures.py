"""Pictures decode, have their view's size, are not blank, and follow from the spec alone."""

from __future__ import annotations

import io
import itertools
from xml.etree import ElementTree

import pytest
from PIL import Image

from duka.demo.art import PictureSpec, render, svg
from duka.demo.art.prints import PRINTS
from duka.demo.art.views import SUBJECTS
from duka.demo.catalogue import boutique, farm

SIZES = [
    (PictureSpec("boutique", "kaftan", "whole", ("turquoise", "gold", "ivory")), (1200, 1500)),
    (PictureSpec("farm", "tomato"), (1200, 1200)),
    (PictureSpec("farm", "crate", "category"), (1200, 900)),
    (PictureSpec("farm", "banner", "banner"), (2400, 1000)),
    (PictureSpec("boutique", "logo", "logo"), (1200, 480)),
]


@pytest.mark.parametrize(("spec", "size"), SIZES, ids=[f"{spec.shop}-{spec.view}" for spec, _ in SIZES])
def test_a_view_has_its_size(spec: PictureSpec, size: tuple[int, int]) -> None:
    with Image.open(io.BytesIO(render(spec))) as picture:
        picture.load()
        assert picture.format == "PNG"
        assert picture.size == size


def test_the_same_spec_gives_the_same_bytes() -> None:
    spec = PictureSpec("farm", "roots", "whole", ("carrot",), form="carrot", seed=3)
    again = PictureSpec("farm", "roots", "whole", ("carrot",), form="carrot", seed=3)
    assert render(spec, width=300) == render(again, width=300)


def test_another_colour_gives_another_picture() -> None:
    pictures = {
        render(PictureSpec("boutique", "dress", "whole", (colour, "sun"), "discs"), width=200)
        for colour in ("indigo", "ruby")
    }
    assert len(pictures) == 2


def test_every_drawing_of_the_catalogues_is_well_formed() -> None:
    products = itertools.chain(boutique().products, farm().products)
    specs = {picture for product in products for picture in product.pictures}
    assert {spec.subject for spec in specs} == set(SUBJECTS)
    for spec in specs:
        ElementTree.fromstring(svg(spec))


def test_a_sample_of_products_has_something_on_the_stage() -> None:
    products = [*boutique().products, *farm().products]
    for product in products[::16]:
        with Image.open(io.BytesIO(render(product.pictures[0], width=150))) as picture:
            assert len(picture.convert("RGB").getcolors(maxcolors=150 * 200) or ()) > 60, product.handle


@pytest.mark.parametrize("name", sorted(PRINTS))
def test_every_print_shows_its_three_colours(name: str) -> None:
    spec = PictureSpec("boutique", "cushion", "detail", ("#102030", "#d0a040", "#f0f0e0"), name)
    with Image.open(io.BytesIO(render(spec, width=120))) as picture:
        assert len(picture.convert("RGB").getcolors(maxcolors=120 * 150) or ()) > 30


@pytest.mark.parametrize(
    "spec",
    [
        PictureSpec("farm", "unicorn"),
        PictureSpec("farm", "tomato", "whole", ("no such colour",)),
        PictureSpec("boutique", "cushion", "whole", ("indigo",), "no such print"),
    ],
    ids=["subject", "colour", "print"],
)
def test_an_unknown_name_is_refused(spec: PictureSpec) -> None:
    with pytest.raises(KeyError):
        svg(spec)

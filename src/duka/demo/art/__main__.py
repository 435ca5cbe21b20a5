"""`python -m duka.demo.art OUTDIR`: a contact sheet per shop and view, for looking at the whole set."""

from __future__ import annotations

import argparse
import io
from collections.abc import Sequence
from pathlib import Path

import msgspec
from PIL import Image

from duka.demo.art.pen import PictureSpec
from duka.demo.art.rendering import render
from duka.demo.catalogue import boutique, farm
from duka.demo.catalogue.types import DemoCatalogue

COLUMNS, THUMB = 10, 240


def contact_sheet(specs: Sequence[PictureSpec]) -> Image.Image:
    """The pictures side by side, ten to a row, in the order given."""
    pictures = [Image.open(io.BytesIO(render(spec, width=THUMB))).convert("RGBA") for spec in specs]
    height = max(picture.height for picture in pictures)
    rows = -(-len(pictures) // COLUMNS)
    sheet = Image.new("RGBA", (COLUMNS * THUMB, rows * height), "white")
    for place, picture in enumerate(pictures):
        sheet.alpha_composite(picture, (place % COLUMNS * THUMB, place // COLUMNS * height))
    return sheet.convert("RGB")


def _sheets(catalogue: DemoCatalogue) -> dict[str, list[PictureSpec]]:
    variants = [
        variant.picture for product in catalogue.products for variant in product.variants if variant.picture
    ]
    whole, detail, scene = ([product.pictures[place] for product in catalogue.products] for place in range(3))
    sheets = {
        "products": whole,
        "details": detail,
        "scenes": scene,
        "variants": list(dict.fromkeys(variants)),
        "categories": [category.picture for category in catalogue.categories if category.picture],
    }
    return {name: specs for name, specs in sheets.items() if specs}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m duka.demo.art", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for catalogue in (boutique(), farm()):
        code = catalogue.store.code
        for name, specs in _sheets(catalogue).items():
            contact_sheet(specs).save(folder / f"{code}-{name}.png")
        for spec in (catalogue.store.banner, catalogue.store.logo):
            (folder / f"{code}-{spec.view}.png").write_bytes(render(spec))
        (folder / f"{code}.json").write_bytes(msgspec.json.format(msgspec.json.encode(catalogue)))


if __name__ == "__main__":
    main()

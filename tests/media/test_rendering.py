import io
from typing import Any

import pytest
from PIL import Image, ImageCms
from tests.media.pictures import archive, bomb, drawn, saved

from duka.media.errors import NotAPicture, PictureTooHeavy, PictureTooLarge
from duka.media.rendering import MOST_BYTES, WIDTHS, render, widths_for


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_each_kind_becomes_webp(kind: str) -> None:
    found = render(saved(drawn(700, 350), kind), "a")
    assert (found.mime, found.width, found.height) == (f"image/{kind.lower()}", 700, 350)
    assert list(found.files) == [160, 320, 480, 640]
    for width, file in found.files.items():
        picture = opened(file)
        assert picture.format == "WEBP" and picture.size == (width, width // 2)
    assert all(
        abs(int(found.color[i : i + 2], 16) - value) < 14 for i, value in ((1, 0xB5), (3, 0x3D), (5, 0x1F))
    )


@pytest.mark.parametrize(
    ("largest", "widths"),
    [(5000, list(reversed(WIDTHS))), (160, [160]), (100, [100]), (1, [1]), (900, [900, 640, 480, 320, 160]),
     (650, [640, 480, 320, 160])],
)  # fmt: skip
def test_widths_end_at_the_original(largest: int, widths: list[int]) -> None:
    assert widths_for(largest) == widths


def test_metadata_stays_behind_and_orientation_is_applied() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "a secret place"
    found = render(saved(drawn(400, 200), "JPEG", exif=exif), "a")
    assert (found.width, found.height) == (200, 400)
    picture = opened(found.files[160])
    assert picture.size == (160, 320) and not picture.getexif() and "icc_profile" not in picture.info
    assert all(b"secret" not in file for file in found.files.values())
    # the dark corner of the upright picture is at its right
    assert picture.convert("L").getpixel((155, 5)) < 60 < picture.convert("L").getpixel((5, 5))  # type: ignore[operator]


def test_transparency_is_kept() -> None:
    clear = Image.new("RGBA", (200, 100), (255, 0, 0, 0))
    found = render(saved(clear), "a")
    assert opened(found.files[160]).mode == "RGBA" and found.color == "#ffffff"


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("L", "PNG"),
        ("1", "PNG"),
        ("P", "PNG"),
        ("I;16", "PNG"),
        ("LA", "PNG"),
        ("CMYK", "JPEG"),
        ("P", "GIF"),
    ],
)
def test_every_mode_of_colour_is_read(mode: str, kind: str) -> None:
    picture = Image.new(mode, (200, 100), 40_000 if mode == "I;16" else 0)
    found = render(saved(picture, kind), "a")
    assert list(found.files) == [160, 200]
    if mode == "I;16":
        assert found.color == "#9c9c9c"


def test_of_an_animation_the_first_frame_is_kept() -> None:
    frames = [Image.new("RGB", (200, 200), color) for color in ("red", "blue")]
    for kind in ("GIF", "WEBP"):
        found = render(saved(frames[0], kind, save_all=True, append_images=frames[1:]), "a")
        assert int(found.color[1:3], 16) > 200 > 50 > int(found.color[5:7], 16)


def test_a_very_tall_picture_is_no_accident() -> None:
    found = render(saved(drawn(20, 30_000, "L", "#808080")), "a")
    assert max(opened(file).height for file in found.files.values()) <= 16_383


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a=1;/*<script>*/",
        saved(drawn(20, 20)) + b"<script>alert(1)</script>",
        saved(drawn(20, 20), "JPEG", comment=b"<?php system('x') ?>"),
        saved(drawn(20, 20), "GIF") + archive(),
        b"\x89PNG\r\n\x1a\n%PDF-1.7 ...",
        saved(drawn(20, 20))[:60],
        saved(drawn(200, 200), "JPEG")[:500],
        saved(drawn(200, 200), "WEBP")[:60],
        saved(drawn(200, 200), "AVIF")[:90],
        b"\xff\xd8\xff" + b"\0" * 100,
        b"RIFF\0\0\0\0WEBP" + b"\xff" * 50,
        b"\0\0\0\x1cftypmp42\0\0\0\0isommp42" + b"\0" * 50,
        bytes(4) + b"ftyp" + b"avif" * 4,
        saved(drawn(20, 20), "BMP"),
        saved(drawn(20, 20), "TIFF"),
    ],
    ids=range(19),
)
def test_what_is_no_picture_or_more_than_one_is_refused(data: bytes) -> None:
    with pytest.raises(NotAPicture) as refused:
        render(data, "x" * 500 + ".jpg")
    assert len(refused.value.message) < 200


@pytest.mark.parametrize("size", [(8000, 6000), (20_000, 20_000), (60_000, 60_000)])
def test_a_bomb_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(PictureTooLarge):
        render(bomb(*size), "bomb.png")


def test_a_heavy_file_is_refused() -> None:
    with pytest.raises(PictureTooHeavy):
        render(b"\xff\xd8\xff" + b"\0" * MOST_BYTES, "heavy.jpg")


def test_a_wide_colour_space_becomes_srgb() -> None:
    profile: Any = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    found = render(saved(drawn(200, 100), "JPEG", icc_profile=profile), "a")
    broken = render(saved(drawn(200, 100), "PNG", icc_profile=b"nonsense"), "a")
    assert "icc_profile" not in opened(found.files[160]).info and list(broken.files) == [160, 200]

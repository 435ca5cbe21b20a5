"""Papers: what is on them for people and for a scanner, whatever somebody is called and however much there is."""

import io
import re
from typing import Any

import msgspec
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from tests.papers.samples import AWA, LABEL, LONG_NAME, PICKS, RETURN, SLIP, TAG, TYPED, lines

from duka.papers import codes, labels, picking, slips
from duka.papers.press import press, printable
from duka.papers.types import AddressLabel, PackingSlip, Party, PickupTag, ReturnSlip, Sender
from duka.papers.words import WORDS, weight


def pages(pdf: bytes) -> list[str]:
    """The text of each page on one line; a word that was broken after its hyphen is whole."""
    found = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]
    return [text.replace("- ", "-") for text in found]


def sizes(pdf: bytes) -> list[tuple[int, int]]:
    """In millimetres."""
    return [
        (round(float(p.mediabox.width) / 72 * 25.4), round(float(p.mediabox.height) / 72 * 25.4))
        for p in PdfReader(io.BytesIO(pdf)).pages
    ]


def scanned(template: str, data: dict[str, Any]) -> set[tuple[str, str]]:
    """(sort, text) of every code on the pages, as a scanner reads them from paper."""
    return {
        (str(code.format), code.text)
        for picture in press(template, data, format="png", ppi=200)
        for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    }


def change(value: Any, **fields: Any) -> Any:
    return msgspec.structs.replace(value, **fields)


def test_a_packing_slip() -> None:
    [text] = pages(slips.packing_slip([SLIP]))
    for word in (
        "Ferme Teranga", "Bon de livraison", "TR-10042-1", "21 novembre 2026", "Colis 1 sur 2", LONG_NAME,
        "Dakar", "Sénégal", "+221 77 123 45 67", "Livraison à Dakar", "La Poste EE123456785SN",
        "Panier de légumes numéro 0", "Grand", "PAN-001", "1,25 kg", "Miel de mangrove", "Sonnez deux fois",
        "12 500 F CFA", "Merci de votre commande.",
    ):  # fmt: skip
        assert word in text, word
    assert text.index("PAN-001") < text.upper().index("ENCORE À VENIR") < text.index("Miel de mangrove")
    assert sizes(slips.packing_slip([SLIP])) == [(210, 297)]


def test_a_slip_carries_no_prices() -> None:
    """A parcel may be a gift: there is no field for a price, but what is due at the door."""
    text = " ".join(pages(slips.packing_slip([change(SLIP, due="")])))
    assert not re.search(r"€|F CFA|\bprix\b|\bprice\b|total", text, re.I)


def test_each_slip_is_on_paper_of_its_own_and_counts_its_pages() -> None:
    long = change(SLIP, number="TR-1", lines=lines(60), waiting=())
    english = change(SLIP, number="TR-2", locale="en")
    found = pages(slips.packing_slip([long, english]))
    assert len(found) >= 4
    last = len(found) - 1
    for n, text in enumerate(found[:-1], 1):
        assert f"Commande TR-1 Page {n} / {last}" in text
        assert "DANS CE COLIS" in text.upper()  # the head of the table again
    assert "Packing slip" in found[-1]
    assert "Page" not in found[-1]
    whole = " ".join(found)
    assert all(f"PAN-{n:03d}" in whole for n in range(60))


def test_a_slip_of_nothing_but_a_number() -> None:
    bare = PackingSlip(
        number="1", store=Sender(name="x"), placed_on=SLIP.placed_on, recipient=Party(), lines=()
    )
    [text] = pages(slips.packing_slip([bare]))
    assert "Packing slip" in text


def test_a_pickup_says_who_fetches_and_not_where_they_live() -> None:
    [text] = pages(slips.packing_slip([change(SLIP, is_pickup=True)]))
    assert "RETIRÉ PAR" in text.upper()
    assert LONG_NAME in text
    assert "Sicap" not in text


def test_what_somebody_typed_is_never_a_program() -> None:
    slip = change(SLIP, note=TYPED, recipient=change(AWA, name=TYPED), store=Sender(name=TYPED))
    [text] = pages(slips.packing_slip([slip]))
    assert text.count('#let x = 1 *gras* $a^2$ \\ [x] @ref <a> "q" // é') == 3


def test_an_address_label() -> None:
    pdf = labels.address_label([LABEL, change(LABEL, number="TR-2", is_return=True)])
    first, second = pages(pdf)
    for word in (LONG_NAME, "Sicap Liberté 6 Extension", "12500 Dakar", "Sénégal", "Moussa · Express",
                 "12,34 kg", "Colis 1 sur 2", "portail vert", "12 500 F CFA", "TR-10042-1", "Ferme Teranga"):  # fmt: skip
        assert word in first, word
    assert "RETOUR" in second
    assert sizes(pdf) == [(105, 148)] * 2
    assert sizes(labels.address_label([LABEL], "4x6")) == [(102, 152)]


def test_a_label_is_one_page_however_long_the_address() -> None:
    harsh = change(
        LABEL,
        recipient=change(AWA, name="x" * 180, line1="W" * 200, line2="Ŋ" * 200, company="m " * 100),
        instructions="Après la mosquée " * 11,
    )
    assert len(pages(labels.address_label([harsh]))) == 1
    assert len(pages(labels.address_label([harsh], "4x6"))) == 1
    assert len(pages(labels.pickup_tag([change(TAG, name="Aïssatou " * 20, number="T" * 40)]))) == 1


def test_a_pickup_tag() -> None:
    pdf = labels.pickup_tag([TAG])
    [text] = pages(pdf)
    for word in ("TR-10042", "Awa Ba", "B-12", "21 novembre 2026", "Marché Kermel", "Ferme Teranga"):
        assert word in text, word
    assert sizes(pdf) == [(148, 105)]
    assert pages(labels.pickup_tag([PickupTag(number="1", name="", store="")]))


def test_a_pick_list_goes_by_shelf_and_then_by_sku() -> None:
    [text] = pages(picking.pick_list([PICKS]))
    assert text.index("R1") < text.index("R2") < text.index("Miel")
    assert "TR-1 × 3" in text
    bare = change(PICKS, lines=tuple(change(line, shelf="") for line in PICKS.lines))
    [text] = pages(picking.pick_list([bare]))
    assert "RAYON" not in text.upper()
    assert text.index("A-1") < text.index("A-9") < text.index("B-2")
    [text] = pages(picking.pick_list([change(PICKS, lines=())]))
    assert "Rien" in text


def test_a_return_slip() -> None:
    [text] = pages(slips.return_slip([RETURN]))
    for word in ("Bon de retour", "RT-77", "Commande TR-10042", "Le bocal est fêlé", "4 décembre 2026",
                 "Le renvoi est à la charge de la boutique.", "RETOUR RT-77", LONG_NAME):  # fmt: skip
        assert word in text, word
    assert text.rindex("Route de Popenguine") > text.index("Découpez ici")
    many: ReturnSlip = change(RETURN, lines=RETURN.lines * 40)
    assert len(pages(slips.return_slip([many]))) >= 2


def test_every_code_is_read_by_a_scanner() -> None:
    number = "TR-10042-1"
    assert {text for _, text in scanned("packing_slip", {"slips": [slips.packing_data(SLIP)]})} == {number}
    assert {text for _, text in scanned("address_label", labels.label_data([LABEL]))} == {number}
    assert {text for _, text in scanned("pickup_tag", {"tags": [labels.tag_data(TAG)]})} == {"TR-10042"}
    found = scanned("return_slip", {"slips": [slips.return_data(RETURN)]})
    assert {text for _, text in found} == {"RT-77"}
    assert len({sort for sort, _ in found}) == 2  # a square and bars


def test_a_number_that_bars_cannot_say_has_none() -> None:
    assert codes.bars("Ŋ-1") == ""
    assert codes.bars("") == ""
    assert codes.square("") == ""
    assert codes.square("Ŋ-1").startswith("<svg")
    label = AddressLabel(number="Ŋ-1", sender=Party(), recipient=Party(name="A", country="SN"))
    assert "Ŋ-1" in pages(labels.address_label([label]))[0]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Awa 🎁 Ba 😀", "Awa Ba"),
        ("Line\x00\x07 one", "Line one"),
        ("عائشة", "عائشة"),
        ("cafe\u0301", "café"),
        ("x" * 30, "x" * 24 + "\u200b" + "x" * 6),
        ("№ 5 — ½ €", "№ 5 — ½ €"),
    ],
)
def test_what_no_font_draws_is_left_out(typed: str, printed: str) -> None:
    assert printable(typed) == printed


def test_names_in_other_scripts_are_drawn() -> None:
    """With glyphs of a font that has them: the text is there again when the page is read."""
    slip = change(SLIP, recipient=change(AWA, name="Ŋaagi Ñuul"), note="Ελένη Иван")
    [text] = pages(slips.packing_slip([slip]))
    for word in ("Ŋaagi Ñuul", "Ελένη", "Иван"):
        assert word in text


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["en"].keys() == WORDS["fr"].keys()


def test_weights() -> None:
    assert [weight(g, "fr") for g in (0, 400, 12_344)] == ["", "400\u00a0g", "12,34\u00a0kg"]


def test_the_same_values_give_the_same_pages() -> None:
    data = {"slips": [slips.packing_data(SLIP)]}
    assert press("packing_slip", data, format="png") == press("packing_slip", data, format="png")

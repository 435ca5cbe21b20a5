"""Address labels (A6 or 4 × 6 inches) and pickup tags (A6 across), one a page."""

from collections.abc import Sequence
from typing import Any

from duka.papers import codes
from duka.papers.press import press
from duka.papers.types import AddressLabel, Paper, PickupTag
from duka.papers.words import address, counted, day, language, weight, words


def address_label(labels: Sequence[AddressLabel], paper: Paper = "a6") -> bytes:
    """One PDF, a label a page, to print on paper or label sheets of that size."""
    return press("address_label", label_data(labels, paper))[0]


def pickup_tag(tags: Sequence[PickupTag]) -> bytes:
    """One PDF, a tag a page."""
    return press("pickup_tag", {"tags": [tag_data(each) for each in tags]})[0]


def label_data(labels: Sequence[AddressLabel], paper: Paper = "a6") -> dict[str, Any]:
    return {"paper": paper, "labels": [_label(each) for each in labels]}


def _label(label: AddressLabel) -> dict[str, Any]:
    said = words(label.locale)
    is_abroad = label.sender.country != label.recipient.country
    return {
        "words": said,
        "language": language(label.locale),
        "number": label.number,
        "bars": codes.bars(label.number),
        "sender": [
            part
            for part in (label.sender.name, *address(label.sender, label.locale, with_country=is_abroad))
            if part
        ],
        "name": label.recipient.name or label.recipient.company,
        "address": address(label.recipient, label.locale),
        "phone": label.recipient.phone,
        "way": [part for part in (label.carrier, label.service) if part],
        "mark": said["return"] if label.is_return else "",
        "weight": weight(label.weight_grams, label.locale),
        "counted": counted(label.parcel, label.parcels, label.locale),
        "due": label.due,
        "instructions": label.instructions,
    }


def tag_data(tag: PickupTag) -> dict[str, Any]:
    said = words(tag.locale)
    facts = [
        [said["shelf"], tag.shelf],
        [said["ready"], day(tag.ready_on, tag.locale)],
        [said["lines"], str(tag.count) if tag.count else ""],
    ]
    return {
        "words": said,
        "language": language(tag.locale),
        "number": tag.number,
        "bars": codes.bars(tag.number),
        "name": tag.name,
        "store": tag.store,
        "location": tag.location,
        "facts": [fact for fact in facts if fact[1]],
        "due": tag.due,
    }

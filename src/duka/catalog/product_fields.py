"""The descriptive fields of a product, checked and cleaned: the same for making and changing one."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from duka.catalog import rules
from duka.catalog.findings import CODE, Findings
from duka.catalog.inputs import OptionInput, ProductTexts
from duka.kernel.quantity import UNITS, QuantityRule

TITLE, DESCRIPTION, WORD = 200, 50_000, 120
SEO_TITLE, SEO_DESCRIPTION = 200, 500
TAGS, TAG = 50, 60
OPTION_NAME, OPTION_VALUE = 60, 100
ATTRIBUTES = 100
SOURCE = 20_000
QUANTITY = 1_000_000_000
MEASURE = ("pricing_mode", "unit", "scale", "step", "minimum", "maximum", "average")


def checked(f: Findings, given: Mapping[str, Any]) -> dict[str, Any]:
    """Of what is given, each field as it will be stored; fields that are not given are not there."""
    lines = {"vendor": WORD, "kind": WORD, "seo_title": SEO_TITLE, "seo_description": SEO_DESCRIPTION}
    out: dict[str, Any] = {}
    if "title" in given:
        out["title"] = f.line("title", given["title"], TITLE, needed=True)
    if "description" in given:
        out["description"] = f.html("description", given["description"], DESCRIPTION)
    for name in lines.keys() & given.keys():
        out[name] = f.line(name, given[name], lines[name])
    if "tags" in given:
        out["tags"] = tags(f, given["tags"])
    if "tax_class" in given:
        out["tax_class"] = f.code("tax_class", given["tax_class"])
    if "requires_shipping" in given:
        out["requires_shipping"] = given["requires_shipping"]
    if "translations" in given:
        out["translations"] = translations(f, given["translations"])
    if "source" in given:
        out["source"] = source(f, given["source"])
    return out


def tags(f: Findings, given: Sequence[str]) -> list[str]:
    """Each tag once, whatever its case."""
    if len(given) > TAGS:
        f.note("tags", f"{TAGS} tags at most")
        return []
    found: dict[str, str] = {}
    for number, tag in enumerate(given):
        word = f.line(f"tags.{number}", tag, TAG)
        if word:
            found.setdefault(word.casefold(), word)
    return list(found.values())


def translations(f: Findings, given: Mapping[str, ProductTexts]) -> dict[str, dict[str, Any]]:
    """Empty texts are not kept, nor languages without any."""
    found = {}
    for locale, texts in f.locales("translations", given):
        at = f"translations.{locale}"
        if len(texts.attributes) > ATTRIBUTES or not all(CODE.fullmatch(code) for code in texts.attributes):
            f.note(f"{at}.attributes", f"name {ATTRIBUTES} attributes at most, by their codes")
            continue
        values = {
            code: word
            for code, text in texts.attributes.items()
            if (word := f.text(f"{at}.attributes.{code}", text, rules.MAX_TEXT))
        }
        words: dict[str, Any] = {
            "title": f.line(f"{at}.title", texts.title, TITLE),
            "description": f.html(f"{at}.description", texts.description, DESCRIPTION),
            "seo_title": f.line(f"{at}.seo_title", texts.seo_title, SEO_TITLE),
            "seo_description": f.line(f"{at}.seo_description", texts.seo_description, SEO_DESCRIPTION),
            "slug": f.slug(f"{at}.slug", texts.slug),
            "attributes": values,
        }
        if kept := {name: word for name, word in words.items() if word}:
            found[locale] = kept
    return found


def source(f: Findings, given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        text = msgspec.json.encode(given).decode()
    except (UnicodeError, TypeError, RecursionError):
        text = "\\u0000"
    if "\\u0000" in text:
        f.note("source", "there are characters in it that cannot be stored")
    elif len(text) > SOURCE:
        f.note("source", f"keep it under {SOURCE} characters")
    return dict(given)


def measure(f: Findings, given: Mapping[str, Any]) -> dict[str, Any]:
    """How it is counted and priced: every field of MEASURE must be there. Goods by weight default to
    kilograms."""
    mode, unit = (
        given["pricing_mode"],
        given["unit"] or ("KGM" if given["pricing_mode"] == "weight" else "C62"),
    )
    if unit not in UNITS:
        f.note("unit", f"use one of {', '.join(UNITS)}")
    elif mode == "weight" and UNITS[unit].dimension == "count":
        f.note("unit", "goods by weight need a unit of measure, like KGM or LBR")
    out = {"pricing_mode": mode, "unit": unit}
    out["scale"] = f.number("scale", given["scale"], 0, 3 if mode == "weight" else 0)
    for name in ("step", "minimum"):
        out[name] = f.number(name, given[name], 1, QUANTITY)
    for name in ("maximum", "average"):
        out[name] = None if given[name] is None else f.number(name, given[name], 1, QUANTITY)
    if out["maximum"] is not None and out["maximum"] < out["minimum"]:
        f.note("maximum", "make it at least the minimum, or leave it empty")
    if not f.errors:
        try:
            QuantityRule(unit, out["scale"], out["step"], out["minimum"], out["maximum"])
        except ValueError as error:
            f.note("maximum", str(error))
    return out


def options(f: Findings, given: Sequence[OptionInput]) -> list[dict[str, Any]]:
    """Options as they are stored: [{name, values, translations: {locale: {name, values: {value: label}}}}].
    Their number and that of their combinations are bounded."""
    found: list[dict[str, Any]] = []
    if len(given) > rules.MAX_OPTIONS or any(len(o.values) > rules.MAX_VARIANTS for o in given):
        f.note("options", f"at most {rules.MAX_OPTIONS} options and {rules.MAX_VARIANTS} variants")
        return found
    for number, option in enumerate(given):
        at = f"options.{number}"
        values = [
            f.line(f"{at}.values.{i}", v, OPTION_VALUE, needed=True) for i, v in enumerate(option.values)
        ]
        name = f.line(f"{at}.name", option.name, OPTION_NAME, needed=True)
        translated: dict[str, Any] = {}
        for locale, texts in f.locales(f"{at}.translations", option.translations):
            here = f"{at}.translations.{locale}"
            labels = {
                f.line(f"{here}.values", value, OPTION_VALUE): f.line(f"{here}.values", label, OPTION_VALUE)
                for value, label in texts.values.items()
            }
            if set(labels) - set(values):
                f.note(f"{here}.values", "translate only values of this option")
            translated[locale] = {
                "name": f.line(f"{here}.name", texts.name, OPTION_NAME),
                "values": labels,
            }
        found.append({"name": name, "values": values, "translations": translated})
    return found


def attribute_names(f: Findings, attribute_set: str, given: Mapping[str, Any]) -> None:
    """Checked before they are looked up."""
    if attribute_set:
        f.code("attribute_set", attribute_set)
    if len(given) > ATTRIBUTES:
        f.note("attributes", f"{ATTRIBUTES} attributes at most")
    elif not all(CODE.fullmatch(code) for code in given):
        f.note("attributes", "name attributes by their codes")


def attributes(
    f: Findings, given: Mapping[str, Any], known: Sequence[Mapping[str, Any]], *, of_set: bool, complete: bool
) -> dict[str, Any]:
    """Attribute values by code, typed. `known` are the attributes that may be used, each with code, kind,
    choices, unit and required; `of_set` says that they are those of an attribute set; `complete` refuses
    missing required ones."""
    by_code = {attribute["code"]: attribute for attribute in known}
    found = {}
    for code, value in given.items():
        at = f"attributes.{code}"
        attribute = by_code.get(code)
        if value is None:
            continue
        if attribute is None:
            f.note(at, "this is not in the attribute set" if of_set else "there is no such attribute")
            continue
        if isinstance(value, str):
            value = f.text(at, value, rules.MAX_TEXT)
        try:
            typed = rules.attribute_value(
                rules.AttributeKind(attribute["kind"]), value, attribute["choices"], attribute["unit"]
            )
        except ValueError as error:
            f.note(at, str(error))
        else:
            found[code] = msgspec.to_builtins(typed)
    if complete:
        for code, attribute in by_code.items():
            if attribute["required"] and code not in found:
                f.note(f"attributes.{code}", "this is required for products on sale")
    return found

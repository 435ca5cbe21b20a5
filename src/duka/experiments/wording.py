"""What was found, in one plain sentence, in English and French. Pure."""

from duka.experiments.judging import LEAST_EVENTS, LEAST_VISITORS, WHOLE_WEEK, Judged, Outcome

_SAID: dict[str, dict[str, str]] = {
    "en": {
        "revenue.more": "{name} sold {much} more per visitor",
        "revenue.less": "{name} sold {much} less per visitor",
        "conversion.more": "With {name}, {much} more visitors ordered",
        "conversion.less": "With {name}, {much} fewer visitors ordered",
        "clicks.more": "With {name}, {much} more visitors followed a recommendation",
        "clicks.less": "With {name}, {much} fewer visitors followed a recommendation",
        "added.more": "With {name}, {much} more visitors put something into their cart",
        "added.less": "With {name}, {much} fewer visitors put something into their cart",
        "sure": "{what}; this is unlikely to be chance (95 % interval {low} to {high}).",
        "same": "{name} makes no difference of {least} or more (95 % interval {low} to {high}).",
        "undecided": "No difference can be told yet.",
        "undecided.days": "No difference can be told yet; about {days} more days are needed.",
        "undecided.day": "No difference can be told yet; about one more day is needed.",
        "over": "No difference could be told.",
        "waiting": "It is too early to tell: each variant needs at least {visitors} visitors, {events} of whom did what is "
        "measured.",
        "unsound": "The figures cannot be believed: visitors fell on the variants too unevenly for chance. Look for the fault "
        "first.",
        "week": "Let it run a whole week before you decide: weekdays differ.",
    },
    "fr": {
        "revenue.more": "{name} a vendu {much} de plus par visiteur",
        "revenue.less": "{name} a vendu {much} de moins par visiteur",
        "conversion.more": "Avec {name}, {much} de visiteurs en plus ont commandé",
        "conversion.less": "Avec {name}, {much} de visiteurs en moins ont commandé",
        "clicks.more": "Avec {name}, {much} de visiteurs en plus ont suivi une recommandation",
        "clicks.less": "Avec {name}, {much} de visiteurs en moins ont suivi une recommandation",
        "added.more": "Avec {name}, {much} de visiteurs en plus ont rempli leur panier",
        "added.less": "Avec {name}, {much} de visiteurs en moins ont rempli leur panier",
        "sure": "{what} ; ce n’est sans doute pas le hasard (intervalle à 95 % : de {low} à {high}).",
        "same": "{name} ne change rien de {least} ou plus (intervalle à 95 % : de {low} à {high}).",
        "undecided": "Aucune différence ne se dégage encore.",
        "undecided.days": "Aucune différence ne se dégage encore ; il faut environ {days} jours de plus.",
        "undecided.day": "Aucune différence ne se dégage encore ; il faut environ un jour de plus.",
        "over": "Aucune différence ne s’est dégagée.",
        "waiting": "Il est trop tôt pour conclure : chaque variante a besoin d’au moins {visitors} visiteurs, dont {events} "
        "ont fait ce qui est mesuré.",
        "unsound": "Ces chiffres ne sont pas fiables : les visiteurs se répartissent trop inégalement pour que ce soit le "
        "hasard. Cherchez d’abord la cause.",
        "week": "Laissez passer une semaine entière avant de décider : les jours ne se ressemblent pas.",
    },
}
LANGUAGES = tuple(_SAID)
_SPACE = "\N{NO-BREAK SPACE}"


def percent(share: float, language: str) -> str:
    """0.123 → 12 %; one decimal below 10 %."""
    value = share * 100
    text = f"{value:.0f}" if abs(value) >= 9.95 else f"{value:.1f}".removesuffix(".0")
    text = "0" if text == "-0" else text.replace("-", "\N{MINUS SIGN}")
    return (text.replace(".", ",") if language == "fr" else text) + _SPACE + "%"


def verdict(
    outcome: Outcome,
    names: list[str],
    *,
    measure: str,
    least: float,
    days: float,
    is_over: bool,
    language: str,
) -> str:
    """The sentence about the whole experiment: about its best variant, in `language` (en or fr)."""
    if outcome.code == "unsound":
        return _SAID[language]["unsound"]
    judged = outcome.judged[outcome.best - 1]
    text = about(
        judged,
        names[outcome.best],
        measure=measure,
        least=least,
        days_left=outcome.days_left,
        is_over=is_over,
        language=language,
    )
    if judged.code in ("better", "worse") and days < WHOLE_WEEK and not is_over:
        text += " " + _SAID[language]["week"]
    return text


def about(
    judged: Judged,
    name: str,
    *,
    measure: str,
    least: float,
    days_left: int | None,
    is_over: bool,
    language: str,
) -> str:
    """The sentence about one variant."""
    said, found = _SAID[language], judged.lift
    ends = {"low": percent(found.interval.low, language), "high": percent(found.interval.high, language)}
    if judged.code in ("better", "worse"):
        side = "more" if judged.code == "better" else "less"
        what = said[f"{measure}.{side}"].format(name=name, much=percent(abs(found.estimate), language))
        return said["sure"].format(what=what, **ends)
    if judged.code == "same":
        return said["same"].format(name=name, least=percent(least, language), **ends)
    if judged.code == "waiting" and not is_over:
        return said["waiting"].format(visitors=LEAST_VISITORS, events=LEAST_EVENTS)
    if is_over:
        return said["over"]
    if days_left is None:
        return said["undecided"]
    return said["undecided.day" if days_left == 1 else "undecided.days"].format(days=days_left)

"""What an experiment may be, and what may become of it. Pure."""

from duka.experiments.errors import ExperimentStatusWrong
from duka.experiments.inputs import ExperimentInput, ExperimentVariantInput
from duka.experiments.types import ExperimentShown
from duka.kernel.errors import InvalidInput

FOLLOWS = {
    "draft": {"running"},
    "running": {"paused", "stopped"},
    "paused": {"running", "stopped"},
    "stopped": {"decided"},
    "decided": set[str](),
}
MEASURES = {
    "price": {"conversion", "revenue", "added"},
    "banner": {"conversion", "revenue", "added"},
    "ranking": {"conversion", "revenue", "added"},
    "recommendations": {"conversion", "revenue", "added", "clicks"},
}
FIELDS = {
    "price": set[str](),
    "banner": {"announcement", "title", "text"},
    "ranking": {"sort"},
    "recommendations": {"kinds"},
}
"""Which fields of `ExperimentShown` a kind uses."""
WHOLE = 10_000


def follow(status: str, wanted: str) -> None:
    """Refuses `ExperimentStatusWrong`."""
    if wanted not in FOLLOWS[status]:
        raise ExperimentStatusWrong(status=status, wanted=wanted)


def check(new: ExperimentInput) -> None:
    """Refuses `InvalidInput` with the field and what to do."""
    wrong: dict[str, str] = {}
    if not new.name.strip():
        wrong["name"] = "Give the experiment a name."
    if new.measure not in MEASURES[new.kind]:
        wrong["measure"] = "Clicks can only be counted on recommendations."
    if sum(variant.share for variant in new.variants) != WHOLE:
        wrong["variants"] = "The shares must make 100 % together."
    names = [variant.name.strip().casefold() for variant in new.variants]
    if "" in names or len(set(names)) < len(names):
        wrong["variants"] = "Give each variant a name of its own."
    if new.starts_at and new.ends_at and new.ends_at <= new.starts_at:
        wrong["ends_at"] = "It must end after it began."
    if len({guard.measure for guard in new.guards}) < len(new.guards):
        wrong["guards"] = "ExperimentGuard each figure once."
    for position, variant in enumerate(new.variants):
        if text := _misplaced(new.kind, variant, is_control=position == 0):
            wrong[f"variants.{position}.shown"] = text
    if wrong:
        raise InvalidInput(wrong)


def shows_something(kind: str, shown: ExperimentShown, lists: int) -> bool:
    """Whether visitors of a variant see anything else than the others."""
    return lists > 0 if kind == "price" else shown != ExperimentShown()


def _misplaced(kind: str, variant: ExperimentVariantInput, *, is_control: bool) -> str:
    used = {
        name
        for name in ExperimentShown.__struct_fields__
        if getattr(variant.shown, name) != getattr(ExperimentShown(), name)
    }
    if is_control and (used or variant.price_list_ids):
        return "The first variant is the control: it shows what everybody sees."
    if used - FIELDS[kind] or (variant.price_list_ids and kind != "price"):
        return "This does not belong to an experiment of this kind."
    return ""

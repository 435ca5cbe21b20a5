"""Why a feature is on or off, in a sentence for those who have it or miss it."""

from collections.abc import Sequence

from duka.flags.types import Answer

_ON = {
    "company": "It is switched on for your company.",
    "rollout": "It is there for everybody.",
    "percentage": "Your company is among the first to have it.",
    "plan": "Your plan has it.",
    "default": "It is there for everybody.",
}
_OFF = {
    "installation": "This installation goes without it.",
    "company": "It is switched off for your company. Ask who runs this installation.",
    "rollout": "It is switched off for everybody at the moment.",
    "schedule": "It is not the time for it: it is there on certain days only.",
    "pilot": "It is being tried with a few companies. Ask who runs this installation to take part.",
    "percentage": "It comes to one company after another, and yours is not there yet.",
    "plan": "Your plan does not have it.",
}


def because(answer: Answer, plans: Sequence[str] = ()) -> str:
    """`plans`: names of those that have it."""
    if answer.is_on:
        return _ON[answer.why]
    if answer.why == "plan" and plans:
        return f"{_OFF['plan']} These do: {', '.join(plans)}."
    return _OFF[answer.why]

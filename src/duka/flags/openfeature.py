"""Duka's flags through OpenFeature's interface: for code that speaks that and nothing of ours (plug-ins, other services).

`openfeature.api.set_provider(DukaProvider(work))`, then `client.get_boolean_value("feeds", False, EvaluationContext("ten_…"))`.
The targeting key is a company's id, public (`ten_…`) or bare. Features are booleans, variables strings and integers. Reasons are
OpenFeature's own; the flag's metadata say `why` and `because`. Nothing of Duka imports this module: its own verbs ask
`duka.flags.queries`, which answers by the same function of the same facts (`docs/flags.md` has the figures).
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from openfeature.evaluation_context import EvaluationContext
from openfeature.exception import (
    FlagNotFoundError,
    InvalidContextError,
    TargetingKeyMissingError,
    TypeMismatchError,
)
from openfeature.flag_evaluation import FlagResolutionDetails, FlagValueType, Reason
from openfeature.provider import AbstractProvider, Metadata

from duka.flags import queries, words
from duka.flags.names import FEATURES, VARIABLES
from duka.kernel import ids
from duka.kernel.errors import MalformedId
from duka.kernel.work import Caller, Work

V = TypeVar("V", str, int)
_KINDS: dict[str, type] = {"string": str, "integer": int}


class DukaProvider(AbstractProvider):
    """Ready at once; an answer is one statement at most, and none while the company's facts are remembered."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work

    def get_metadata(self) -> Metadata:
        return Metadata("duka")

    def resolve_boolean_details(
        self, flag_key: str, default_value: bool, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[bool]:
        """Refuses FlagNotFoundError, TypeMismatchError, TargetingKeyMissingError, InvalidContextError; the client turns these
        into its default and an error code."""
        if flag_key in VARIABLES:
            raise TypeMismatchError(f"{flag_key} is a {VARIABLES[flag_key].kind}.")
        if flag_key not in FEATURES:
            raise FlagNotFoundError(f"There is no flag {flag_key}.")
        found = queries.of_tenant(self._work, _tenant(evaluation_context))(flag_key)
        return FlagResolutionDetails(
            found.is_on,
            reason=Reason(found.reason),
            variant="on" if found.is_on else "off",
            flag_metadata={"why": found.why, "because": words.because(found)},
        )

    def resolve_string_details(
        self, flag_key: str, default_value: str, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[str]:
        """As for booleans."""
        return self._value(flag_key, str, evaluation_context)

    def resolve_integer_details(
        self, flag_key: str, default_value: int, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[int]:
        """As for booleans."""
        return self._value(flag_key, int, evaluation_context)

    def resolve_float_details(
        self, flag_key: str, default_value: float, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[float]:
        """There are none: refuses FlagNotFoundError, TypeMismatchError."""
        raise _other_kind(flag_key)

    def resolve_object_details(
        self,
        flag_key: str,
        default_value: Sequence[FlagValueType] | Mapping[str, FlagValueType],
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[Sequence[FlagValueType] | Mapping[str, FlagValueType]]:
        """There are none: refuses FlagNotFoundError, TypeMismatchError."""
        raise _other_kind(flag_key)

    def _value(
        self, flag_key: str, kind: type[V], context: EvaluationContext | None
    ) -> FlagResolutionDetails[V]:
        if flag_key not in VARIABLES or _KINDS[VARIABLES[flag_key].kind] is not kind:
            raise _other_kind(flag_key)
        tenant = _tenant(context)
        found = self._work.perform(Caller(tenant), lambda ctx: queries.value(ctx, flag_key))
        if not isinstance(found.value, kind):
            raise _other_kind(flag_key)
        return FlagResolutionDetails(
            found.value, reason=Reason(found.reason), variant=found.why, flag_metadata={"why": found.why}
        )


def _other_kind(flag_key: str) -> TypeMismatchError | FlagNotFoundError:
    if flag_key in FEATURES or flag_key in VARIABLES:
        return TypeMismatchError(f"{flag_key} is of another type.")
    return FlagNotFoundError(f"There is no flag {flag_key}.")


def _tenant(context: EvaluationContext | None) -> UUID:
    key = context.targeting_key if context else None
    if not key:
        raise TargetingKeyMissingError("The targeting key is the id of a company.")
    try:
        return ids.parse("ten", key) if key.startswith("ten_") else UUID(key)
    except (MalformedId, ValueError):
        raise InvalidContextError("The targeting key is no id of a company.") from None

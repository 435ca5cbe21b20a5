"""What a version of a plan can name."""

from duka.control import deeds
from duka.control.plan_types import PlanVocabulary, PlanWord
from duka.flags.names import FEATURES
from duka.kernel.work import Caller
from duka.plans.limits import LIMITS
from duka.policies import rules as policy_rules
from duka.policies.vocabulary import POLICIES


def vocabulary(caller: Caller) -> PlanVocabulary:
    deeds.require(caller, "plans:read")
    return PlanVocabulary(
        limits=[PlanWord(name, what) for name, what in LIMITS.items()],
        features=[PlanWord(name, what) for name, what in FEATURES.items()],
        policies={name: policy_rules.default(policy) for name, policy in POLICIES.items()},
    )

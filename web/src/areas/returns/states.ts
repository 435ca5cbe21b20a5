import type { Operation } from "@/api/call";
import { adminListReturns, adminOrderReturns, adminReturn } from "@/api/generated/sdk.gen";
import type { ReturnAction, ReturnDetail } from "@/api/generated/types.gen";
import type { Problem } from "@/api/problem";
import { refresh, type useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import type { Tone } from "@/kit/StatusBadge";
import type { ReturnWords } from "./words";

export const NEEDS = ["to_judge", "to_receive", "to_settle", "done"] as const;
export const KINDS = ["return", "exchange", "claim"] as const;

const TONES: Record<string, Tone> = {
  requested: "warn",
  approved: "info",
  in_transit: "info",
  received: "warn",
  completed: "good",
  refused: "quiet",
  cancelled: "quiet",
};

export const statusTone = (status: string): Tone => TONES[status] ?? "quiet";

/** A word for a code; a reason of the store's own is shown as it is. */
export const word = (t: ReturnWords, key: string): string => (t.has(key) ? t(key) : key);

export function actionOf(detail: ReturnDetail, action: string): ReturnAction | undefined {
  return detail.actions.find((one) => one.action === action);
}

type Options<F extends Operation> = NonNullable<Parameters<typeof useWrite<F>>[1]>;

/** What every step does: say it, look again, and, when somebody else was faster, show how it is now. */
export function stepOptions<F extends Operation>(
  said: string,
  conflict: () => void,
  after: () => void = () => undefined,
): Options<F> {
  return {
    changes: [adminReturn, adminListReturns, adminOrderReturns],
    done: () => {
      tell(said);
      after();
    },
    failed: (problem: Problem) => {
      refresh(adminReturn, adminListReturns);
      if (problem.status === 412) {
        conflict();
        after();
      } else tellProblem(problem);
    },
  };
}

import type { Operation } from "@/api/call";
import { adminGetOrder, adminListFulfillments, adminListOrders } from "@/api/generated/sdk.gen";
import type { Problem } from "@/api/problem";
import { refresh, type useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";

type Options<F extends Operation> = NonNullable<Parameters<typeof useWrite<F>>[1]>;

/** What every change of an order does: say it, look again, and, when somebody else was faster, show how it is now. */
export function stepOptions<F extends Operation>(
  said: string,
  conflict: () => void,
  after: () => void = () => undefined,
): Options<F> {
  return {
    changes: [adminGetOrder, adminListOrders, adminListFulfillments],
    done: () => {
      tell(said);
      after();
    },
    failed: (problem: Problem) => {
      if (problem.status === 412) {
        refresh(adminGetOrder, adminListOrders);
        conflict();
        after();
      } else tellProblem(problem);
    },
  };
}

/** A refusal because the company's plan is full, whoever asked for what: told once, with the way to the plan. */
import { lazy, Suspense, useEffect, useState } from "react";
import type { Problem } from "@/api/problem";
import { onRefused } from "@/api/refused";

const Notice = lazy(() => import("@/kit/plan/PlanLimitNotice"));

export function PlanLimit() {
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(
    () =>
      onRefused((one) => {
        if (one.code === "PlanLimitReached") setProblem(one);
      }),
    [],
  );
  return problem === null ? null : (
    <Suspense fallback={null}>
      <Notice key={problem.reference} problem={problem} told={() => setProblem(null)} />
    </Suspense>
  );
}

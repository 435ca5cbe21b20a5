/** Doing something here: who it is is proven when that is needed, and a refusal is told in the reader's language. */
import { useState } from "react";
import { asProblem, Problem } from "@/api/problem";
import { proven } from "@/app/proof";
import { useStaffWords } from "./words";

type Run = <T>(act: () => Promise<T>) => Promise<T>;

/** Runs an act. Throws `Problem` with words of ours, also when the person did not want to show who they are. */
export function useRun(): Run {
  const t = useStaffWords();
  return async (act) => {
    try {
      const answer = await proven(act);
      if (answer === null) throw new Problem(403, { code: "NotProven", title: t("proofNeeded") });
      return answer;
    } catch (error) {
      const problem = asProblem(error);
      const key = `refused${problem.code}`;
      if (!t.has(key)) throw problem;
      const values: Record<string, string> = {};
      for (const [name, value] of Object.entries(problem.details)) {
        if (typeof value === "string") values[name] = value;
      }
      throw new Problem(problem.status, { ...problem.details, title: t(key, values) });
    }
  };
}

interface Act {
  isRunning: boolean;
  problem: Problem | null;
  /** True when it was done. */
  run: (act: () => Promise<unknown>) => Promise<boolean>;
}

/** One act of a dialog: runs once at a time and keeps its refusal. */
export function useAct(): Act {
  const run = useRun();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isRunning, setRunning] = useState(false);
  return {
    isRunning,
    problem,
    run: async (act) => {
      if (isRunning) return false;
      setRunning(true);
      setProblem(null);
      try {
        await run(act);
        return true;
      } catch (error) {
        setProblem(asProblem(error));
        return false;
      } finally {
        setRunning(false);
      }
    },
  };
}

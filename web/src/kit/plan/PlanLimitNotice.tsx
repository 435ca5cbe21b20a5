import { useEffect } from "react";
import type { Problem } from "@/api/problem";
import { useGo } from "@/app/here";
import { tell } from "@/app/messages";
import { wordOf } from "@/app/words";
import { usePlanWords } from "./words";

interface PlanLimitNoticeProps {
  problem: Problem;
  /** It was said. */
  told: () => void;
}

/** Says which limit of the plan was reached and which plan has more room, with the way there. */
export default function PlanLimitNotice({ problem, told }: PlanLimitNoticeProps) {
  const t = usePlanWords();
  const go = useGo();
  useEffect(() => {
    const { plan, limit, used, most, allowed_by: better } = problem.details;
    const values = {
      plan: String(plan),
      limit: wordOf(t, "limit", String(limit)),
      used: String(used),
      most: String(most),
    };
    tell(typeof better === "string" ? t("fullBetter", { ...values, better }) : t("full", values), {
      kind: "failed",
      act: { label: t("planAndUsage"), run: () => go("/settings/plan") },
    });
    told();
  }, [problem, t, go, told]);
  return null;
}

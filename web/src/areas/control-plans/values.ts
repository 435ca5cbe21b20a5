import type { PlanRow, PlanVersion } from "@/api/generated/types.gen";
import type { Tone } from "@/kit/StatusBadge";

export type Offered = "public" | "self" | "hidden" | "archived";
export const TONES: Readonly<Record<Offered, Tone>> = {
  public: "good",
  self: "good",
  hidden: "quiet",
  archived: "quiet",
};

/** Pure: to whom a plan is offered. */
export function offeredAs(plan: PlanRow): Offered {
  if (plan.is_archived) return "archived";
  if (!plan.is_public) return "hidden";
  return plan.is_self_service ? "self" : "public";
}

/** Pure: the newest version; every plan has one. */
export function newestOf(plan: PlanRow): PlanVersion {
  const [newest] = plan.versions;
  if (newest === undefined) throw new Error(`The plan ${plan.handle} has no version.`);
  return newest;
}

export function nameOf(plan: PlanRow, language: string): string {
  const { names } = newestOf(plan);
  return names[language] ?? names.en ?? plan.handle;
}

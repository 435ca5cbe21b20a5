/** Figures of runs and results. */
import type { RecommendationRun as Run } from "@/api/generated/types.gen";

export function isUnderWay(run: Run | undefined): boolean {
  return run?.status === "waiting" || run?.status === "running";
}

/** From 0 to 100. */
export function progressOf(run: Run): number {
  return run.steps === 0 ? 0 : Math.round((100 * run.steps_done) / run.steps);
}

/** How many seconds it took, or takes so far. */
export function secondsOf(run: Run, now: Date): number | null {
  if (!run.started_at) return null;
  const end = run.finished_at ? new Date(run.finished_at) : now;
  return Math.max(0, Math.round((end.getTime() - new Date(run.started_at).getTime()) / 1000));
}

/** A share of one, from 0 to 1, as people write it: 12.5 %. */
export function shareText(language: string, share: number): string {
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 }).format(share);
}

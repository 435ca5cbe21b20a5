import type { useTrailWords } from "./words";

type TrailWords = ReturnType<typeof useTrailWords>;

/** What was done, in words; an action that nobody worded yet is read from its name: `stock.counted_twice`, Counted twice. */
export function actionWords(t: TrailWords, action: string): string {
  return t.has(action) ? t(action) : plainAction(action);
}

/** Pure. */
export function plainAction(action: string): string {
  const words = action.replace(/[._]/g, " ").trim();
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** Who did it: a name, or what kind of actor where there is none. */
export function actorWords(t: TrailWords, kind: string, name: string): string {
  return name || (t.has(kind) ? t(kind) : kind);
}

/** Pure: the fields that a change changed. */
export function changedFields(
  before: Readonly<Record<string, unknown>> | null | undefined,
  after: Readonly<Record<string, unknown>> | null | undefined,
): string[] {
  return [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
}

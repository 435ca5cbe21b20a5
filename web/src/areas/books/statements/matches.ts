/** What became of a statement's lines. */
import type { Statement, StatementLine } from "@/api/generated/types.gen";
import type { Tone } from "@/kit/StatusBadge";
import type { BookWords } from "../words";

export const MATCHES = [
  "matched",
  "missing_here",
  "missing_there",
  "differing",
  "not_ours_to_match",
] as const;
export type Match = StatementLine["match"];
export const FIGURES = ["matched", "missing_here", "missing_there", "differing"] as const;

export const MATCH_TONES: Record<Match, Tone> = {
  matched: "good",
  missing_here: "bad",
  missing_there: "bad",
  differing: "warn",
  not_ours_to_match: "quiet",
};

/** Whose statements can be read. */
export const READABLE: readonly string[] = ["stripe", "paypal", "mtn_momo", "orange_money", "sandbox"];
export const LARGEST = 20 * 1024 * 1024;
export const SHEETS = [
  "text/csv",
  "text/plain",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.ms-excel",
  "application/vnd.oasis.opendocument.spreadsheet",
];

/** Pure: a difference that nobody has explained. */
export function isOpen(line: StatementLine): boolean {
  return isDifference(line) && line.resolved_at === null;
}

export function isDifference(line: StatementLine): boolean {
  return line.match !== "matched" && line.match !== "not_ours_to_match";
}

/** Pure: how many of its lines don't agree. */
export function differences(statement: Statement): number {
  return statement.missing_here + statement.missing_there + statement.differing;
}

/** Pure: who imported or explained; what happens by itself is Duka's. */
export function nameOfWho(t: BookWords, name: string): string {
  return name === "system" ? t("actor.system") : name || t("somebody");
}

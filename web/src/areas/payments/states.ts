import type { PaymentAction, PaymentDetail, PaymentListItem } from "@/api/generated/types.gen";
import type { Tone } from "@/kit/StatusBadge";
import type { PaymentWords } from "./words";

/** What waits for somebody. */
export const NEEDS = ["to_capture", "problem", "by_hand"] as const;
export const OUTCOMES = [
  "unread",
  "unknown_reference",
  "mismatch",
  "failed",
  "applied",
  "no_change",
  "not_about_us",
] as const;

const OUTCOME_TONES: Record<string, Tone> = {
  applied: "good",
  unknown_reference: "bad",
  mismatch: "bad",
  failed: "bad",
  unread: "warn",
};
const DISPUTE_TONES: Record<string, Tone> = { open: "bad", won: "good", lost: "quiet" };
const STEP_TONES: Record<string, Tone> = { done: "good", pending: "warn", refused: "bad", by_hand: "warn" };

export const outcomeTone = (outcome: string): Tone => OUTCOME_TONES[outcome || "unread"] ?? "quiet";
export const disputeTone = (status: string): Tone => DISPUTE_TONES[status] ?? "quiet";
/** Of a capture or a refund. */
export const stepTone = (status: string): Tone => STEP_TONES[status] ?? "quiet";

export function word(t: PaymentWords, key: string): string {
  return t.has(key) ? t(key) : key;
}

export function actionOf(payment: PaymentDetail, action: string): PaymentAction | undefined {
  return payment.actions?.find((one) => one.action === action);
}

/** Why something can't be done, in the reader's language. */
export function whyNot(t: PaymentWords, action: PaymentAction | undefined): string {
  const key = `why_${action?.code ?? ""}`;
  return t.has(key) ? t(key) : (action?.reason ?? "");
}

/** What is wrong with it, in one word, the worst first. */
export function troubleOf(row: PaymentListItem): "disputed" | "mismatched" | "byHand" | null {
  if (row.is_disputed) return "disputed";
  if (row.is_mismatch) return "mismatched";
  return row.by_hand_minor > 0 ? "byHand" : null;
}

/** A JSON text laid out over lines, anything else as it is. */
export function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

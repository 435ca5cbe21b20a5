import type { Tone } from "@/kit/StatusBadge";
import type { DraftWords } from "./words";

export const STATES = ["open", "sent", "ordered", "cancelled", "expired"] as const;

const TONES: Record<string, Tone> = { open: "warn", sent: "info", ordered: "good" };

export const stateTone = (state: string): Tone => TONES[state] ?? "quiet";

export function stateWord(t: DraftWords, state: string): string {
  return t.has(state) ? t(state) : state;
}

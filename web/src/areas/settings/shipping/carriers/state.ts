/** How a store's account at a carrier stands. */
import type { CarrierAccount } from "@/api/generated/types.gen";
import type { Tone } from "@/kit/StatusBadge";

export type State = "locked" | "paused" | "failed" | "untested" | "ready" | "works";

export const TONES: Record<State, Tone> = {
  locked: "bad",
  paused: "quiet",
  failed: "bad",
  untested: "warn",
  ready: "good",
  works: "good",
};

/** Pure: what matters most of an account. One without keys has nothing that could be wrong with them. */
export function stateOf(account: CarrierAccount): State {
  if (account.is_locked) return "locked";
  if (account.status === "paused") return "paused";
  if (account.is_working === false) return "failed";
  if (account.is_working) return "works";
  return account.secrets.length > 0 ? "untested" : "ready";
}

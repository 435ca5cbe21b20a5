/** Whether a key works. Pure. */
import type { ApiKey } from "@/api/generated/types.gen";

export type State = "works" | "ends" | "replaced" | "over" | "revoked";
const SOON = 14 * 24 * 3600 * 1000;

export function stateOf(key: ApiKey, now: number): State {
  if (key.revoked_at) return "revoked";
  const end = key.expires_at ? Date.parse(key.expires_at) : null;
  if (end !== null && end <= now) return "over";
  if (key.previous_until && Date.parse(key.previous_until) > now) return "replaced";
  return end !== null && end - now < SOON ? "ends" : "works";
}

export function isOver(key: ApiKey, now: number): boolean {
  const state = stateOf(key, now);
  return state === "over" || state === "revoked";
}

/** How a store stands to a provider. */
import type { AccountView, PaymentProvider } from "@/api/generated/types.gen";
import type { Tone } from "@/kit/StatusBadge";

export type State =
  | "forbidden"
  | "off"
  | "currency"
  | "none"
  | "locked"
  | "paused"
  | "failed"
  | "untested"
  | "works";

export const TONES: Record<State, Tone> = {
  forbidden: "bad",
  off: "quiet",
  currency: "quiet",
  none: "quiet",
  locked: "bad",
  paused: "quiet",
  failed: "bad",
  untested: "warn",
  works: "good",
};

/** Pure: what matters most of a provider and the store's account there. */
export function stateOf(provider: PaymentProvider, account: AccountView | undefined): State {
  if (provider.is_allowed === false) return "forbidden";
  if (!provider.is_switched_on) return "off";
  if (provider.takes_currency === false) return "currency";
  if (account?.is_locked) return "locked";
  if (!account?.is_connected) return "none";
  if (!account.is_active) return "paused";
  if (account.is_working === false) return "failed";
  return account.is_working ? "works" : "untested";
}

/** Pure: why buyers are not offered a way to pay, or what is doubtful about it; null when all is well. */
export function doubtOf(
  provider: PaymentProvider | undefined,
  account: AccountView | undefined,
): Exclude<State, "works" | "untested"> | "gone" | null {
  if (provider === undefined) return "gone";
  if (provider.is_allowed === false) return "forbidden";
  if (provider.fields.length === 0) return provider.is_switched_on ? null : "off";
  const state = stateOf(provider, account);
  return state === "works" || state === "untested" ? null : state;
}

/** Pure: whether buyers see it at all; a failed test alone hides nothing. */
export function isHidden(doubt: ReturnType<typeof doubtOf>): boolean {
  return doubt !== null && doubt !== "failed";
}

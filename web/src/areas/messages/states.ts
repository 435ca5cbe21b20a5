/** How the states of messages are shown. */
import type { Tone } from "@/kit/StatusBadge";
import type { MessageWords } from "./words";

export const STATES = [
  "queued",
  "held",
  "sending",
  "sent",
  "delivered",
  "bounced",
  "failed",
  "suppressed",
  "kept",
] as const;
export type State = (typeof STATES)[number];

const TONES: Record<State, Tone> = {
  queued: "info",
  held: "info",
  sending: "info",
  sent: "good",
  delivered: "good",
  bounced: "bad",
  failed: "bad",
  suppressed: "warn",
  kept: "quiet",
};

/** Pure. */
export function toneOf(status: string): Tone {
  return isState(status) ? TONES[status] : "quiet";
}

export function stateWords(t: MessageWords, status: string): string {
  return isState(status) ? t(`status_${status}`) : status;
}

/** Pure: an amount in millionths of a currency's unit, whose smallest coin is larger than a text's price. */
export function costWords(micro: number, currency: string, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    maximumFractionDigits: 4,
  }).format(micro / 1_000_000);
}

function isState(status: string): status is State {
  return (STATES as readonly string[]).includes(status);
}

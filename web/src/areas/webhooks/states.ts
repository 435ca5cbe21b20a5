/** Pure: states in words and tones, and choices of events. */
import type { Endpoint, EventType } from "@/api/generated/types.gen";
import type { Tone } from "@/kit/StatusBadge";
import type { WebhookWords } from "./words";

export const STATUSES = ["waiting", "sending", "delivered", "failed", "cancelled"] as const;
export const EVERYTHING = "*";

const STATUS_TONES: Record<string, Tone> = {
  waiting: "warn",
  sending: "info",
  delivered: "good",
  failed: "bad",
  cancelled: "quiet",
};

export const statusTone = (status: string): Tone => STATUS_TONES[status] ?? "quiet";
export const outcomeTone = (outcome: string): Tone => (outcome === "delivered" ? "good" : "bad");

export function word(t: WebhookWords, key: string): string {
  return t.has(key) ? t(key) : key;
}

/** How an endpoint stands: the word and its tone, the worst first. */
export function stateOf(endpoint: Endpoint): {
  key: "disabled" | "paused" | "failing" | "slow" | "active";
  tone: Tone;
} {
  if (endpoint.status === "disabled") return { key: "disabled", tone: "bad" };
  if (endpoint.status === "paused") return { key: "paused", tone: "quiet" };
  if (endpoint.failing_since) return { key: "failing", tone: "warn" };
  if (endpoint.slow_until) return { key: "slow", tone: "warn" };
  return { key: "active", tone: "good" };
}

/** Whole percents of what succeeded; null when nothing was sent. */
export function rateOf(endpoint: Endpoint): number | null {
  const { attempts, delivered } = endpoint.health;
  return attempts === 0 ? null : Math.floor((delivered * 100) / attempts);
}

export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

export interface Family {
  id: string;
  events: EventType[];
}

/** Events in their families, those that `typed` fits. */
export function families(events: readonly EventType[], typed: string): Family[] {
  const wanted = typed.trim().toLowerCase();
  const found = new Map<string, EventType[]>();
  for (const event of events) {
    if (wanted && !`${event.type} ${event.description}`.toLowerCase().includes(wanted)) continue;
    found.set(event.family, [...(found.get(event.family) ?? []), event]);
  }
  return [...found].map(([id, own]) => ({ id, events: own }));
}

/** The choices after a whole family was ticked or not: the family stands for its events. */
export function withFamily(chosen: readonly string[], family: string, isOn: boolean): string[] {
  const rest = chosen.filter((choice) => choice !== `${family}.*` && !choice.startsWith(`${family}.`));
  return isOn ? [...rest, `${family}.*`].sort() : rest;
}

/** The choices after one event was ticked or not; taking one out of a whole family leaves its others. */
export function withEvent(
  chosen: readonly string[],
  event: EventType,
  siblings: readonly EventType[],
  isOn: boolean,
): string[] {
  if (isOn) return [...new Set([...chosen, event.type])].sort();
  const whole = `${event.family}.*`;
  const spread = chosen.includes(whole)
    ? [...chosen.filter((choice) => choice !== whole), ...siblings.map((one) => one.type)]
    : [...chosen];
  return [...new Set(spread)].filter((choice) => choice !== event.type).sort();
}

/** Words and tones of what the API says of merchants. Pure. */
import type { Tone } from "@/kit/StatusBadge";

export const STATUSES = ["trial", "active", "suspended", "closed"] as const;
export type Status = (typeof STATUSES)[number];
export const REASONS = ["unpaid", "terms", "risk", "asked", "trial_ended", "other"] as const;
export type Reason = (typeof REASONS)[number];

export const TONES: Record<Status, Tone> = {
  trial: "info",
  active: "good",
  suspended: "bad",
  closed: "quiet",
};
export const DOMAIN_TONES: Record<string, Tone> = { pending: "warn", verified: "good", failed: "bad" };

/** An unknown one counts as active. */
export function statusOf(text: string): Status {
  return STATUSES.find((one) => one === text) ?? "active";
}

/** The reason's key among the words; an unknown one is another. */
export function reasonOf(text: string): Reason {
  return REASONS.find((one) => one === text) ?? "other";
}

/** In the person's language, in English where there is no such name. */
export function nameIn(names: Readonly<Record<string, string>>, language: string): string {
  return names[language] ?? names.en ?? Object.values(names)[0] ?? "";
}

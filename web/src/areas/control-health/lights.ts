import type { Alert, ServiceHealth } from "@/api/generated/types.gen";
import { wordOf } from "@/app/words";
import type { Tone } from "@/kit/StatusBadge";
import type { ControlHealthWords } from "./words";

type Light = ServiceHealth["light"];

const TONES: Readonly<Record<Light, Tone>> = { good: "good", warn: "warn", bad: "bad", unknown: "quiet" };

export function toneOf(light: Light): Tone {
  return TONES[light];
}

/** The whole in a few words. */
export function wholeOf(t: ControlHealthWords, light: Light): string {
  return t(
    light === "good" ? "allGood" : light === "warn" ? "someWarn" : light === "bad" ? "someBad" : "unknown",
  );
}

/** What an alert is about, in the reader's words. */
export function titleOf(t: ControlHealthWords, alert: Pick<Alert, "kind" | "subject">): string {
  const subject =
    alert.kind === "burn" ? wordOf(t, "slo", alert.subject) : alert.subject.replaceAll("_", " ");
  const key = `kind_${alert.kind}`;
  return t.has(key) ? t(key, { subject }) : `${alert.kind.replaceAll("_", " ")} ${subject}`.trim();
}

/** Numbers and names of an alert on one line. */
export function factsOf(alert: Pick<Alert, "facts">): string {
  return Object.entries(alert.facts ?? {})
    .filter(([, value]) => typeof value === "string" || typeof value === "number")
    .map(([name, value]) => `${name.replaceAll("_", " ")} ${String(value)}`)
    .join(" · ");
}

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes as people read them: three figures and a unit. */
export function bytes(language: string, count: number): string {
  let value = count;
  let at = 0;
  while (value >= 1000 && at < UNITS.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(value)} ${UNITS[at]}`;
}

/** A share as percent, as exact as the promise beside it. */
export function percent(language: string, share: number, digits = 2): string {
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: digits }).format(share);
}

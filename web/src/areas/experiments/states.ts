/** Pure: states in tones, shares in percent, and figures by day. */
import type { Experiment, ExperimentDay, ExperimentResult } from "@/api/generated/types.gen";
import type { Tone } from "@/kit/StatusBadge";

export const STATUSES = ["draft", "running", "paused", "stopped", "decided"] as const;
export const KINDS = ["banner", "price", "ranking", "recommendations"] as const;
export const SORTS = ["best", "newest", "price", "price_desc", "title"] as const;
export const RECOMMENDED = ["cross_sell", "together", "up_sell", "similar", "best"] as const;
export const GUARDS = ["orders", "order_value", "undone", "errors"] as const;

export type Kind = Experiment["kind"];
export type Measure = Experiment["measure"];

const TONES: Record<Experiment["status"], Tone> = {
  draft: "quiet",
  running: "good",
  paused: "warn",
  stopped: "info",
  decided: "quiet",
};

export const toneOf = (status: Experiment["status"]): Tone => TONES[status];

/** What may decide an experiment of this kind. */
export function measuresOf(kind: Kind): Measure[] {
  const all: Measure[] = ["conversion", "revenue", "added"];
  return kind === "recommendations" ? [...all, "clicks"] : all;
}

/** Even shares in hundredths of a percent; the first has what is left over. */
export function evenShares(count: number): number[] {
  const each = Math.floor(10_000 / count / 100) * 100;
  return Array.from({ length: count }, (_, place) => (place === 0 ? 10_000 - each * (count - 1) : each));
}

/** Percents as the verdict writes them: a space that does not break before the sign, in both languages. */
function percents(language: string, share: number, options: Intl.NumberFormatOptions): string {
  return `${new Intl.NumberFormat(language, options).format(share * 100)}\u00a0%`;
}

/** A share of the control: 0.123 → "+12 %". */
export function writeLift(language: string, share: number): string {
  const maximumFractionDigits = Math.abs(share) >= 0.0995 ? 0 : 1;
  return percents(language, share, { signDisplay: "exceptZero", maximumFractionDigits });
}

/** 0.0342 → "3.42 %". */
export function writeRate(language: string, share: number): string {
  return percents(language, share, { maximumFractionDigits: 2 });
}

export function writeChance(language: string, p: number): string {
  return p < 0.001
    ? `< ${new Intl.NumberFormat(language).format(0.001)}`
    : new Intl.NumberFormat(language, { maximumSignificantDigits: 2 }).format(p);
}

/** The rate of each variant up to each day, oldest first; keys are `v0`, `v1` … */
export function ratesByDay(result: ExperimentResult): Record<string, string | number>[] {
  const days = [...new Set(result.days.map((one) => one.day))].sort();
  const sums = result.variants.map(() => ({ visitors: 0, events: 0 }));
  return days.map((day) => {
    const row: Record<string, string | number> = { day };
    result.variants.forEach((variant, place) => {
      const sum = sums[place];
      if (!sum) return;
      for (const one of result.days.filter((each) => isOf(each, day, variant.id))) {
        sum.visitors += one.visitors;
        sum.events += one.events;
      }
      row[`v${place}`] = sum.visitors > 0 ? sum.events / sum.visitors : 0;
    });
    return row;
  });
}

const isOf = (one: ExperimentDay, day: string, variant: string) =>
  one.day === day && one.variant_id === variant;

export interface Scale {
  low: number;
  high: number;
}

/** The part of the axis that all intervals need, with nothing at its place; at least 10 % to each side, at most 200 %. */
export function scaleOf(result: ExperimentResult): Scale {
  const ends = result.variants.flatMap(({ against }) =>
    against?.interval.low != null && against.interval.high != null
      ? [against.interval.low, against.interval.high, against.lift]
      : [],
  );
  const low = Math.max(Math.min(-0.1, ...ends) * 1.05, -1);
  const high = Math.min(Math.max(0.1, ...ends) * 1.05, 2);
  return { low, high };
}

/** Where a share lies on the scale, in percent of its width. */
export function placeOf({ low, high }: Scale, share: number): number {
  return ((Math.min(Math.max(share, low), high) - low) / (high - low)) * 100;
}

/** An instant of the API as a `datetime-local` field writes it, in the time of this computer. */
export function typedOf(instant: string | null): string {
  if (instant === null) return "";
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function instantOf(typed: string): string | null {
  return typed === "" ? null : new Date(typed).toISOString();
}

/** Periods of days, as the address says them. Pure. */

export const PERIODS = [
  "days7",
  "days30",
  "days90",
  "this_month",
  "last_month",
  "this_year",
  "months12",
  "custom",
] as const;
export type PeriodName = (typeof PERIODS)[number];
export const COMPARISONS = ["previous_period", "previous_year", "none"] as const;
export type Comparison = (typeof COMPARISONS)[number];
export type Step = "day" | "week" | "month";

export interface Days {
  since: string;
  until: string;
}

const DAY = 86_400_000;

function at(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function written(date: Date): string {
  return date.toISOString().slice(0, 10);
}

export function daysBefore(day: string, days: number): string {
  return written(new Date(at(day).getTime() - days * DAY));
}

/** The days of a period that ends today (or with the last month). */
export function daysOf(name: PeriodName, today: string, from?: string, to?: string): Days {
  const now = at(today);
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  switch (name) {
    case "days7":
      return { since: daysBefore(today, 6), until: today };
    case "days90":
      return { since: daysBefore(today, 89), until: today };
    case "this_month":
      return { since: written(new Date(Date.UTC(year, month, 1))), until: today };
    case "last_month":
      return {
        since: written(new Date(Date.UTC(year, month - 1, 1))),
        until: written(new Date(Date.UTC(year, month, 0))),
      };
    case "this_year":
      return { since: written(new Date(Date.UTC(year, 0, 1))), until: today };
    case "months12":
      return { since: written(new Date(Date.UTC(year, month - 11, 1))), until: today };
    case "custom":
      if (from && to && from <= to) return { since: from, until: to };
      return { since: daysBefore(today, 29), until: today };
    default:
      return { since: daysBefore(today, 29), until: today };
  }
}

/** Steps that a chart can show: days up to three months, then weeks, then months. */
export function stepOf({ since, until }: Days): Step {
  const days = (at(until).getTime() - at(since).getTime()) / DAY + 1;
  return days <= 92 ? "day" : days <= 200 ? "week" : "month";
}

/** How much more than before, as a part of it; null where there was nothing. */
export function changeOf(now: number | null, before: number | null): number | null {
  return now === null || before === null || before === 0 ? null : now / before - 1;
}

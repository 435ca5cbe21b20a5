import type { HealthHour } from "@/api/generated/types.gen";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export type Bucket = Record<"at" | "succeeded" | "failed" | "open", string | number>;

/** Pure: every hour of a day, or every day of a week, also those in which nothing happened. */
export function bucketsOf(
  hours: readonly HealthHour[],
  since: string,
  until: string,
  period: "day" | "week",
): Bucket[] {
  const length = period === "day" ? HOUR : DAY;
  const last = Date.parse(until);
  const count = Math.ceil((last - Date.parse(since)) / length);
  const end = period === "day" ? Math.floor(last / HOUR) * HOUR + HOUR : last;
  return Array.from({ length: count }, (_, place) => {
    const from = end - (count - place) * length;
    const inside = hours.filter((hour) => Date.parse(hour.at) >= from && Date.parse(hour.at) < from + length);
    const sum = (what: "attempts" | "succeeded" | "failed") =>
      inside.reduce((total, hour) => total + hour[what], 0);
    return {
      at: new Date(from).toISOString(),
      succeeded: sum("succeeded"),
      failed: sum("failed"),
      open: sum("attempts") - sum("succeeded") - sum("failed"),
    };
  });
}

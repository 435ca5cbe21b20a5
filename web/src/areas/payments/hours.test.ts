import { expect, test } from "vitest";
import { bucketsOf } from "./hours";

const hours = [
  { at: "2026-11-21T09:00:00Z", attempts: 3, succeeded: 1, failed: 1 },
  { at: "2026-11-20T10:00:00Z", attempts: 2, succeeded: 2, failed: 0 },
];

test("a day has an hour for each bar, also the quiet ones", () => {
  const bars = bucketsOf(hours, "2026-11-20T10:30:00Z", "2026-11-21T10:30:00Z", "day");
  expect(bars).toHaveLength(24);
  expect(bars.at(-2)).toEqual({ at: "2026-11-21T09:00:00.000Z", succeeded: 1, failed: 1, open: 1 });
  expect(bars.reduce((sum, bar) => sum + Number(bar.succeeded), 0)).toBe(1);
});

test("a week has seven", () => {
  const bars = bucketsOf(hours, "2026-11-14T10:30:00Z", "2026-11-21T10:30:00Z", "week");
  expect(bars).toHaveLength(7);
  expect(bars.map((bar) => Number(bar.succeeded))).toEqual([0, 0, 0, 0, 0, 2, 1]);
});

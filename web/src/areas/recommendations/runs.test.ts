import { describe, expect, it } from "vitest";
import type { RecommendationRun as Run } from "@/api/generated/types.gen";
import { isUnderWay, progressOf, secondsOf, shareText } from "./runs";

const run: Run = {
  id: "rrun_1",
  status: "running",
  is_live: false,
  asked_by: "Alice",
  step: "together",
  steps_done: 1,
  steps: 4,
  orders: 10,
  lines: 20,
  capped_orders: 0,
  products: 5,
  together_pairs: 0,
  similar_pairs: 0,
  error: "",
  created_at: "2026-11-21T10:00:00Z",
  started_at: "2026-11-21T10:00:05Z",
  finished_at: null,
};

describe("a run", () => {
  it("is under way until it is over", () => {
    expect(isUnderWay(run)).toBe(true);
    expect(isUnderWay({ ...run, status: "finished" })).toBe(false);
    expect(isUnderWay(undefined)).toBe(false);
  });

  it("is as far as its steps", () => {
    expect(progressOf(run)).toBe(25);
    expect(progressOf({ ...run, steps: 0, steps_done: 0 })).toBe(0);
  });

  it("takes from its start to its end, or to now", () => {
    const now = new Date("2026-11-21T10:00:15Z");
    expect(secondsOf(run, now)).toBe(10);
    expect(secondsOf({ ...run, finished_at: "2026-11-21T10:01:05Z" }, now)).toBe(60);
    expect(secondsOf({ ...run, started_at: null }, now)).toBeNull();
  });
});

it("writes shares without a sign", () => {
  expect(shareText("en", 0.058)).toBe("5.8%");
});

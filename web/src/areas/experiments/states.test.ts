import { describe, expect, it } from "vitest";
import type { Experiment, ExperimentResult } from "@/api/generated/types.gen";
import { evenShares, measuresOf, placeOf, ratesByDay, scaleOf, writeLift } from "./states";
import { fresh, freshVariant, inputOf, spread, sumOf, valuesOf } from "./values";

const result = {
  variants: [
    { id: "a", against: null },
    { id: "b", against: { lift: 0.2, interval: { low: 0.04, high: 0.38 } } },
  ],
  days: [
    { day: "2026-11-03", variant_id: "a", visitors: 100, events: 20 },
    { day: "2026-11-02", variant_id: "a", visitors: 100, events: 10 },
    { day: "2026-11-02", variant_id: "b", visitors: 50, events: 10 },
  ],
} as unknown as ExperimentResult;

describe("figures", () => {
  it("adds up from day to day", () => {
    expect(ratesByDay(result)).toEqual([
      { day: "2026-11-02", v0: 0.1, v1: 0.2 },
      { day: "2026-11-03", v0: 0.15, v1: 0.2 },
    ]);
  });
  it("has an axis that holds nothing and all intervals", () => {
    const scale = scaleOf(result);
    expect(placeOf(scale, 0)).toBeGreaterThan(0);
    expect(placeOf(scale, 0.38)).toBeLessThan(100);
    expect(placeOf(scale, 9)).toBe(100);
  });
  it("writes a lift with its sign", () => {
    expect(writeLift("en", 0.123)).toBe("+12\u00a0%");
    expect(writeLift("en", -0.034)).toBe("-3.4\u00a0%");
  });
});

describe("the form", () => {
  it("has shares that make a whole", () => {
    for (const count of [2, 3, 4, 5]) {
      expect(evenShares(count).reduce((sum, share) => sum + share, 0)).toBe(10_000);
    }
    const three = spread([...fresh("store_1").variants, ...fresh("store_1").variants.slice(1)]);
    expect(sumOf(three)).toBe(100);
  });
  it("offers clicks for recommendations only", () => {
    expect(measuresOf("price")).not.toContain("clicks");
    expect(measuresOf("recommendations")).toContain("clicks");
  });
  it("sends what it read, to the microsecond, and nothing of another kind", () => {
    const values = fresh("store_1");
    values.variants[1] = { ...freshVariant(1, 50), announcement: { en: "Free", fr: " " }, sort: "best" };
    const sent = inputOf(values);
    expect(sent.variants[1]?.shown).toEqual({ announcement: { en: "Free" }, title: {}, text: {} });
    expect(sent.guards).toEqual([{ measure: "orders", percent: 20 }]);
    const read = {
      ...sent,
      id: "exp_1",
      starts_at: "2026-11-02T09:00:00.123456+00:00",
      ends_at: null,
      variants: sent.variants.map((variant, place) => ({
        ...variant,
        id: `expv_${place}`,
        price_list_ids: [],
      })),
    } as unknown as Experiment;
    expect(inputOf(valuesOf(read), read).starts_at).toBe("2026-11-02T09:00:00.123456+00:00");
  });
});

import { describe, expect, it } from "vitest";
import { changeOf, daysOf, stepOf } from "./periods";

describe("periods", () => {
  it("end today, and last month is whole", () => {
    expect(daysOf("days7", "2026-03-02")).toEqual({ since: "2026-02-24", until: "2026-03-02" });
    expect(daysOf("last_month", "2026-03-31")).toEqual({ since: "2026-02-01", until: "2026-02-28" });
    expect(daysOf("last_month", "2026-01-15")).toEqual({ since: "2025-12-01", until: "2025-12-31" });
    expect(daysOf("months12", "2026-03-31")).toEqual({ since: "2025-04-01", until: "2026-03-31" });
  });

  it("of one's own need two days in order", () => {
    expect(daysOf("custom", "2026-03-31", "2026-01-01", "2026-01-31")).toEqual({
      since: "2026-01-01",
      until: "2026-01-31",
    });
    expect(daysOf("custom", "2026-03-31", "2026-02-01", "2026-01-31").until).toBe("2026-03-31");
  });

  it("are shown in steps that a chart can hold", () => {
    expect(stepOf({ since: "2026-01-01", until: "2026-01-31" })).toBe("day");
    expect(stepOf({ since: "2026-01-01", until: "2026-06-30" })).toBe("week");
    expect(stepOf({ since: "2025-01-01", until: "2026-06-30" })).toBe("month");
  });

  it("have no change against nothing", () => {
    expect(changeOf(5, 0)).toBeNull();
    expect(changeOf(15, 10)).toBe(0.5);
  });
});

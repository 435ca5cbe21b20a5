import { describe, expect, it } from "vitest";
import { bytes, factsOf, percent } from "./lights";

describe("numbers of health", () => {
  it("writes bytes with a unit", () => {
    expect(bytes("en", 999)).toBe("999 B");
    expect(bytes("en", 1500)).toBe("1.5 kB");
    expect(bytes("en", 12_345_678_901)).toBe("12.3 GB");
    expect(bytes("fr", 1500)).toBe("1,5 kB");
  });
  it("writes shares", () => {
    expect(percent("en", 0.99912)).toBe("99.91%");
    expect(percent("en", -0.5)).toBe("-50%");
  });
  it("tells plain facts only", () => {
    expect(factsOf({ facts: { failed: 3, usual_percent: 5, tasks: { a: 1 } } })).toBe(
      "failed 3 · usual percent 5",
    );
  });
});

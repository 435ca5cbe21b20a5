import { describe, expect, test } from "vitest";
import { lasting } from "./lasting";

describe("lasting", () => {
  test.each([
    [20, "1 min"],
    [150, "3 min"],
    [3600, "1 hr"],
    [9000, "2 hr 30 min"],
    [7100, "2 hr"],
    [30000, "8 hr"],
    [90000, "1 day 1 hr"],
    [172700, "2 days"],
  ])("says %d seconds as people would", (seconds, said) => {
    expect(lasting("en", seconds)).toBe(said);
  });
});

import { expect, test } from "vitest";
import { contrast } from "./contrast";

test("black on white is the most, a colour on itself the least", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#7a3b2e", "#7A3B2E")).toBe(1);
});

test("the order does not matter, and half a colour is none", () => {
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  expect(contrast("#ffffff", "#767676")).toBeCloseTo(4.54, 2);
  expect(contrast("#76", "#ffffff")).toBeNull();
});

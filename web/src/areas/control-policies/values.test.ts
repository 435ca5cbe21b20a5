import { expect, test } from "vitest";
import { amounts, boundsOf, isOpen, kindOf, strings, usualOf } from "./values";

test("fields are typed as what they are", () => {
  expect(kindOf("codes")).toBe("codes");
  expect(kindOf("carts_days")).toBe("number");
  expect(kindOf("above")).toBe("amounts");
  expect(boundsOf("orders_years")).toEqual([1, 30]);
  expect(isOpen("orders_years")).toBe(true);
  expect(usualOf("shipping_options_allowed", "codes")).toContain("free");
  expect(usualOf("elsewhere", "codes")).toEqual([]);
});

test("what is not understood is empty", () => {
  expect(strings(null)).toBeNull();
  expect(strings(["a", 1])).toEqual(["a"]);
  expect(amounts({ EUR: 5, XOF: "x" })).toEqual({ EUR: 5 });
  expect(amounts([1])).toEqual({});
});

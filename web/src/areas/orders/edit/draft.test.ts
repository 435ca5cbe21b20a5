import { expect, test } from "vitest";
import type { Goods } from "@/api/generated/types.gen";
import { bodyOf, changedAdded, EMPTY, isEmpty, stepOf, withAdded, withLine } from "./draft";

const MILK: Goods = {
  variant_id: "var_1",
  product_id: "prod_1",
  sku: "MILK",
  title: "Milk",
  variant_title: "",
  image: null,
  unit: "KGM",
  scale: 2,
  price_minor: 900,
  available: 5,
};

test("nothing changed asks for nothing", () => {
  expect(bodyOf(EMPTY)).toEqual({ lines: [], added: [] });
  expect(isEmpty(withLine(withLine(EMPTY, "line_1", { quantity: 2 }), "line_1", null))).toBe(true);
});

test("a line collects its changes", () => {
  const draft = withLine(withLine(EMPTY, "line_1", { quantity: 0 }), "line_1", { discount: null });
  expect(bodyOf(draft).lines).toEqual([{ line_id: "line_1", quantity: 0, discount: null }]);
});

test("adding the same goods again takes more of them", () => {
  const once = withAdded(EMPTY, MILK);
  const twice = withAdded(once, MILK);
  expect(twice.added.map((one) => one.quantity)).toEqual([110]);
  expect(stepOf(0)).toBe(1);
});

test("a price waits for its reason", () => {
  const draft = withAdded(EMPTY, MILK);
  const key = draft.added[0]?.key ?? "";
  const priced = changedAdded(draft, key, { price: 500 });
  expect(bodyOf(priced).added?.[0]).toEqual({ variant_id: "var_1", quantity: 100 });
  const reasoned = changedAdded(priced, key, { priceReason: " dented " });
  expect(bodyOf(reasoned).added?.[0]).toMatchObject({ unit_price_minor: 500, price_reason: "dented" });
});

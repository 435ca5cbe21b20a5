import { describe, expect, it } from "vitest";
import type { ListRow } from "@/api/generated/types.gen";
import { changesOf, isWrong, keyOf, quantitiesOf, textOf } from "./grid";
import { freshList, handleOf, listChange, newList } from "./values";

const row: ListRow = {
  variant_id: "var_1",
  product_id: "prod_1",
  sku: "A",
  title: "Apples",
  variant_title: "",
  unit: "C62",
  scale: 0,
  own_minor: 250,
  tiers: [
    { min_quantity: 1, price_minor: 240 },
    { min_quantity: 12, price_minor: 200 },
  ],
};

describe("the grid of a price list", () => {
  it("has a column for each quantity, once and in order", () => {
    expect(quantitiesOf([row], [6, 12])).toEqual([1, 6, 12]);
    expect(quantitiesOf([], [])).toEqual([1]);
  });

  it("shows what was typed before what is kept", () => {
    expect(textOf(row, 1, {}, "en", "EUR")).toBe("2.40");
    expect(textOf(row, 6, {}, "en", "EUR")).toBe("");
    expect(textOf(row, 1, { [keyOf("var_1", 1)]: "2,3" }, "en", "EUR")).toBe("2,3");
  });

  it("saves what differs, takes empty ones away, and leaves out what is wrong", () => {
    const typed = {
      [keyOf("var_1", 1)]: "2,40",
      [keyOf("var_1", 6)]: "2.10",
      [keyOf("var_1", 12)]: "",
      [keyOf("var_1", 24)]: "cheap",
      [keyOf("var_2", 1)]: "1",
    };
    expect(changesOf([row], typed, "EUR")).toEqual([
      { variant_id: "var_1", min_quantity: 6, price_minor: 210 },
      { variant_id: "var_1", min_quantity: 12, price_minor: null },
    ]);
    expect(isWrong("cheap", "EUR")).toBe(true);
    expect(isWrong("-1", "EUR")).toBe(true);
    expect(isWrong("", "EUR")).toBe(false);
  });
});

describe("values", () => {
  it("make a handle of a name", () => {
    expect(handleOf("Côte d’Ivoire & Mali")).toBe("cote-d-ivoire-mali");
  });

  it("say nothing of who sees a list as null", () => {
    expect(newList({ ...freshList("EUR"), name: "A" })).toMatchObject({
      name: "A",
      store_id: null,
      percent_ppm: null,
    });
    expect(listChange({ priority: 3 })).toEqual({ priority: 3 });
  });
});

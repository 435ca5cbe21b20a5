import { describe, expect, it } from "vitest";
import { FRESH, inputOf, isCount, readPolicies, valuesOf } from "./versionForm";

const version = {
  version: 2,
  names: { en: "Shop", fr: "Boutique", wo: "Butik" },
  descriptions: { en: "For shops" },
  features: ["ecommerce"],
  limits: { products: 0, staff: 3 },
  policies: { theme_limits: { pages: 20 } },
  price_minor: 4900,
  currency: "EUR",
  trial_days: 14,
  published_at: "2026-11-21T09:30:00Z",
  published_by: "Olive",
  merchants: 1,
};

describe("a version in a form", () => {
  it("comes back as it was, with the languages that the form does not show", () => {
    const { version: _, published_at, published_by, merchants, ...input } = version;
    expect(inputOf(valuesOf(version), version)).toEqual(input);
  });
  it("limits nothing where nothing is typed, and nothing at all is not zero", () => {
    const typed = { ...FRESH, name_en: " Stall ", limits: { products: "0", staff: " " } };
    expect(inputOf(typed).limits).toEqual({ products: 0 });
    expect(inputOf(typed).names).toEqual({ en: "Stall" });
    expect(inputOf(typed).features).toBeNull();
  });
  it("takes whole numbers and JSON objects only", () => {
    expect([isCount("12"), isCount(""), isCount("1.5"), isCount("-1")]).toEqual([true, true, false, false]);
    expect(readPolicies("")).toEqual({});
    expect(readPolicies("[1]")).toBeNull();
    expect(readPolicies("{")).toBeNull();
  });
});

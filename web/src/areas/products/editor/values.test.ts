import { describe, expect, it } from "vitest";
import type { StaffProduct } from "@/api/generated/types.gen";
import { follow } from "../sheet/rows";
import { bodyOf, changedRows, complaintsOf, emptyValues, valuesOf } from "./values";

const PRODUCT = {
  id: "prod_1", slug: "robe", old_slugs: [], title: "Robe", description: "", status: "draft", vendor: "", kind: "",
  tags: ["wax"], tax_class: "standard", pricing_mode: "fixed", unit: "C62", scale: 0, step: 1, minimum: 1, maximum: null,
  average: null, requires_shipping: true, attribute_set: "", attributes: {}, described: [],
  options: [{ name: "Size", values: ["S", "M"], translations: {} }], seo_title: "", seo_description: "", translations: {},
  source: {}, images: [{ id: "img_1", media_id: "med_1", source_url: "", alt: "Front", media: { id: "med_1", url: "/media/a/b",
    alt: "", width: 800, height: 600, widths: [160, 320, 640, 800] } }],
  categories: ["cat_1"], stores: [{ store_id: "shop", name: "Shop", currency: "XOF", is_visible: true, price_minor: 900, sold: 0 }],
  variants: ["S", "M", "gone"].map((value, place) => ({
    id: `var_${value}`, sku: `R-${value}`, barcode: "", title: value, option_values: [value], position: place,
    weight_grams: 0, stock_item_id: "", stock_sku: "", stock_per_unit: 1, tracks_stock: true, sells_without_stock: false,
    is_active: value !== "gone", image_id: value === "S" ? "img_1" : null, version: 1,
    prices: [{ store_id: "shop", base_minor: 900, special_minor: null, special_from: null, special_until: null }],
    stock: [{ location_id: "loc", location: "Dakar", on_hand: 5, reserved: 1, safety: 0, low_at: 0, available: 4 }],
  })),
  version: 3, created_at: "", updated_at: "",
} satisfies StaffProduct; // biome-ignore format: data

describe("a product in the form", () => {
  const values = valuesOf(PRODUCT);
  it("shows variants of earlier values as archived, last", () => {
    expect(values.rows.map((row) => [row.sku, row.isArchived])).toEqual([
      ["R-S", false],
      ["R-M", false],
      ["R-gone", true],
    ]);
    expect(values.images[0]).toMatchObject({ src: "/media/a/b/320.webp", variants: ["var_S"] });
  });
  it("sends nothing when nothing changed", () => {
    expect(bodyOf(values, values)).toEqual({});
  });
  it("sends changed fields and changed cells only", () => {
    const [first, second] = values.rows;
    if (first === undefined || second === undefined) throw new Error("two rows");
    const now = {
      ...values,
      title: "Dress",
      note: "Found in the back",
      rows: [
        {
          ...first,
          stock: { loc: 8 },
          prices: { shop: { base: 900, special: 800, from: null, until: null } },
        },
        { ...second, barcode: "123" },
        ...values.rows.slice(2),
      ],
    };
    expect(bodyOf(values, now)).toEqual({
      product: { title: "Dress" },
      sheet: {
        note: "Found in the back",
        variants: [
          {
            id: "var_S",
            prices: [
              {
                store_id: "shop",
                base_minor: 900,
                special_minor: 800,
                special_from: null,
                special_until: null,
              },
            ],
            stock: [{ location_id: "loc", delta: 3 }],
          },
          { id: "var_M", barcode: "123" },
        ],
      },
    });
  });
  it("names rows by their values when options change, with their prices", () => {
    const options = [{ name: "Size", values: ["S", "L"], translations: {} }];
    const now = { ...values, options, rows: follow(values.rows, values.options, options) };
    const body = bodyOf(values, now);
    expect(body.options).toEqual([{ name: "Size", values: ["S", "L"], translations: {} }]);
    expect(body.sheet?.variants.map((row) => [row.option_values, row.prices?.[0]?.base_minor])).toEqual([
      [["S"], 900],
      [["L"], 900],
    ]);
  });
  it("sends everything of a new product", () => {
    const empty = emptyValues(["shop"]);
    const [row] = empty.rows;
    if (row === undefined) throw new Error("one row");
    const price = { base: 500, special: null, from: null, until: null };
    const body = bodyOf(null, {
      ...empty,
      title: "New",
      rows: [{ ...row, prices: { shop: price }, stock: { loc: 2 } }],
    });
    expect(body).toEqual({
      product: { title: "New" },
      stores: [{ store_id: "shop", is_visible: true }],
      sheet: {
        variants: [
          {
            option_values: [],
            prices: [
              {
                store_id: "shop",
                base_minor: 500,
                special_minor: null,
                special_from: null,
                special_until: null,
              },
            ],
            stock: [{ location_id: "loc", delta: 2 }],
          },
        ],
      },
    });
  });
  it("puts the API's complaints beside their cells", () => {
    const [first] = values.rows;
    if (first === undefined) throw new Error("a row");
    const sent = changedRows(
      values.rows,
      [
        {
          ...first,
          sku: "TAKEN",
          prices: { shop: { ...first.prices.shop, base: 1, special: 2, from: null, until: null } },
        },
      ],
      false,
    );
    const said = {
      "variants.0.sku": "taken",
      "variants.0.prices.0.special_minor": "not lower",
      title: "elsewhere",
    };
    expect(complaintsOf(said, sent)).toEqual({ var_S: { sku: "taken", "special:shop": "not lower" } });
  });
});

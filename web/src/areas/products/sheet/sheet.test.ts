import { describe, expect, it } from "vitest";
import { parseTable, spread } from "@/kit/sheet/paste";
import { columnsOf, read, type SheetColumn, write } from "./cells";
import { combinations, countOf, follow, freshRow, type OptionOf, type Row } from "./rows";
import { instantIn, localIn } from "./times";

const SIZE: OptionOf = { name: "Size", values: ["S", "M"] };
const COLOUR: OptionOf = { name: "Colour", values: ["red", "blue"] };

function saved(values: string[], sku: string): Row {
  const prices = { shop: { base: 900, special: null, from: null, until: null } };
  return { ...freshRow(values), id: `var_${sku}`, sku, grams: 200, prices };
}

describe("combinations", () => {
  it("makes every choice, the first option slowest", () => {
    expect(combinations([SIZE, COLOUR])).toEqual([
      ["S", "red"],
      ["S", "blue"],
      ["M", "red"],
      ["M", "blue"],
    ]);
    expect(combinations([])).toEqual([[]]);
  });
  it("does not count what is still being typed", () => {
    const half = { name: "", values: ["a", "b"] };
    expect(countOf([SIZE, half, { name: "Fit", values: ["slim", " "] }])).toBe(2);
  });
});

describe("follow", () => {
  it("keeps rows whose values stay and archives saved ones that fit nowhere", () => {
    const rows = [saved(["S"], "A"), saved(["M"], "B")];
    const after = follow(rows, [SIZE], [{ name: "Size", values: ["M", "L"] }]);
    expect(after.map((row) => [row.values, row.sku, row.isArchived])).toEqual([
      [["M"], "B", false],
      [["L"], "", false],
      [["S"], "A", true],
    ]);
  });
  it("gives a row the first value of an option that is new, and new rows its price", () => {
    const after = follow([saved([], "A")], [], [SIZE, COLOUR]);
    expect(after.map((row) => row.sku)).toEqual(["A", "", "", ""]);
    expect(after.map((row) => row.prices.shop?.base)).toEqual([900, 900, 900, 900]);
    expect(after.every((row) => row.grams === 200)).toBe(true);
  });
  it("brings an archived row back with its values", () => {
    const without = follow([saved(["S"], "A"), saved(["M"], "B")], [SIZE], [{ name: "Size", values: ["M"] }]);
    const again = follow(without, [{ name: "Size", values: ["M"] }], [SIZE]);
    expect(again.map((row) => [row.sku, row.isArchived, row.isActive])).toEqual([
      ["A", false, true],
      ["B", false, true],
    ]);
  });
  it("forgets rows that were never saved", () => {
    const after = follow([freshRow(["S"]), freshRow(["M"])], [SIZE], [{ name: "Size", values: ["M"] }]);
    expect(after.map((row) => row.values)).toEqual([["M"]]);
  });
});

describe("a pasted table", () => {
  it("is read as spreadsheets write it", () => {
    expect(parseTable("A-1\t12,50\r\nA-2\t13\r\n")).toEqual([
      ["A-1", "12,50"],
      ["A-2", "13"],
    ]);
    expect(parseTable('"two\nlines"\t"a ""quote"""')).toEqual([["two\nlines", 'a "quote"']]);
    expect(parseTable('5" pipe')).toEqual([['5" pipe']]);
    expect(parseTable("one")).toEqual([["one"]]);
  });
  it("fills from where it is put, and says what does not fit", () => {
    const table = [
      ["a", "b"],
      ["c", "d"],
    ];
    const { cells, dropped } = spread(table, { row: 1, column: 1 }, { rows: 3, columns: 2 });
    expect(cells).toEqual([
      { row: 1, column: 1, text: "a" },
      { row: 2, column: 1, text: "c" },
    ]);
    expect(dropped).toBe(2);
  });
});

describe("cells", () => {
  const words = {
    sku: "SKU",
    barcode: "Barcode",
    weight: "Weight",
    price: (store: string) => store,
    special: (store: string) => store,
    from: "From",
    until: "Until",
    onHand: (place: string) => place,
    inUse: "In use",
    tracked: "Counted",
    oversold: "Oversold",
  };
  const all = columnsOf({
    stores: [
      { id: "shop", name: "Shop", currency: "EUR", timezone: "Europe/Paris", isMine: true },
      { id: "far", name: "Far", currency: "XOF", timezone: "Africa/Dakar", isMine: false },
    ],
    places: [{ id: "loc", name: "Dakar", isMine: true }],
    language: "en",
    scale: 2,
    showsSpecials: true,
    showsRules: true,
    words,
  });
  const column = (key: string) => all.find((one) => one.key === key) as SheetColumn;
  const row = freshRow(["S"]);

  it("reads amounts, weights, quantities and yes as people type them", () => {
    expect(write(row, column("base:shop"), "12,50").prices.shop?.base).toBe(1250);
    expect(write(row, column("grams"), "1,25 kg").grams).toBe(1250);
    expect(write(row, column("grams"), "250").grams).toBe(250);
    expect(write(row, column("stock:loc"), "1.25").stock.loc).toBe(125);
    expect(write(row, column("isActive"), "non").isActive).toBe(false);
    expect(write(row, column("sku"), "  A-1 ").sku).toBe("A-1");
  });
  it("keeps what cannot be read beside the value, until it is mended", () => {
    const wrong = write(row, column("base:shop"), "abc");
    expect(wrong.prices.shop).toBeUndefined();
    expect(read(wrong, column("base:shop"))).toBe("abc");
    expect(write(wrong, column("base:shop"), "3").wrong).toEqual({});
    expect(write(row, column("base:shop"), "-3").wrong).toEqual({ "base:shop": "-3" });
  });
  it("takes a special price away together with its dates", () => {
    const special = write(
      write(write(row, column("base:shop"), "10"), column("special:shop"), "8"),
      column("from:shop"),
      "2026-12-01",
    );
    expect(special.prices.shop).toEqual({
      base: 1000,
      special: 800,
      from: "2026-11-30T23:00:00.000Z",
      until: null,
    });
    expect(write(special, column("special:shop"), "").prices.shop?.from).toBeNull();
    expect(write(special, column("base:shop"), "").prices.shop?.special).toBeNull();
  });
  it("leaves other stores and archived rows alone", () => {
    expect(write(row, column("base:far"), "5")).toBe(row);
    const archived = { ...row, isArchived: true };
    expect(write(archived, column("sku"), "A")).toBe(archived);
  });
});

describe("times of a store", () => {
  it("are instants and back", () => {
    expect(instantIn("2026-07-01 18:30", "Europe/Paris")).toBe("2026-07-01T16:30:00.000Z");
    expect(localIn("2026-07-01T16:30:00Z", "Europe/Paris")).toBe("2026-07-01 18:30");
    expect(instantIn("1/12/2026", "Africa/Dakar")).toBe("2026-12-01T00:00:00.000Z");
    expect(localIn("2026-12-01T00:00:00Z", "Africa/Dakar")).toBe("2026-12-01");
    expect(localIn(null, "Africa/Dakar")).toBe("");
  });
  it("are nothing when they are no time", () => {
    for (const typed of ["soon", "2026-13-01", "2026-02-30", "2026-01-01 25:00"]) {
      expect(instantIn(typed, "Europe/Paris")).toBeNull();
    }
  });
});

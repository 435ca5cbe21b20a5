/** Pure: the columns of the sheet: how each value is written, and read from what people type or paste. */

import { readMoney, readNumber, readWeight, writeMoney, writeNumber, writeWeight } from "@/kit/form/read";
import { fractionDigits } from "@/kit/format";
import { NO_PRICE, type PriceOf, type Row } from "./rows";
import { instantIn, localIn } from "./times";

export interface StoreColumn {
  id: string;
  name: string;
  currency: string;
  timezone: string;
  /** Prices of other stores are shown and stay as they are. */
  isMine: boolean;
}

export interface PlaceColumn {
  id: string;
  name: string;
  isMine: boolean;
}

export interface SheetColumn {
  key: string;
  kind: "text" | "number" | "yes";
  title: string;
  width: number;
  isEditable: (row: Row) => boolean;
  show: (row: Row) => string;
  /** The row with what was typed, or null when it cannot be read. */
  put: (row: Row, text: string) => Row | null;
}

interface Words {
  sku: string;
  barcode: string;
  weight: string;
  price: (store: string) => string;
  special: (store: string) => string;
  from: string;
  until: string;
  onHand: (place: string) => string;
  inUse: string;
  tracked: string;
  oversold: string;
}

interface Shape {
  stores: readonly StoreColumn[];
  places: readonly PlaceColumn[];
  language: string;
  /** Of the product's quantities. */
  scale: number;
  showsSpecials: boolean;
  showsRules: boolean;
  words: Words;
}

const YES = new Set(["1", "x", "yes", "y", "true", "oui", "o", "vrai", "✓"]);
const NO = new Set(["", "0", "no", "n", "false", "non", "faux", "✗"]);
const isCurrent = (row: Row) => !row.isArchived;

export function columnsOf(shape: Shape): SheetColumn[] {
  const { language, words } = shape;
  return [
    text(
      "sku",
      words.sku,
      170,
      (row) => row.sku,
      (row, sku) => ({ ...row, sku }),
    ),
    ...shape.stores.flatMap((store) => priceColumns(store, shape)),
    ...shape.places.map((place) => stockColumn(place, shape)),
    text(
      "barcode",
      words.barcode,
      140,
      (row) => row.barcode,
      (row, barcode) => ({ ...row, barcode }),
    ),
    {
      key: "grams",
      kind: "number",
      title: words.weight,
      width: 96,
      isEditable: isCurrent,
      show: (row) => (row.grams === 0 ? "" : writeWeight(language, row.grams)),
      put: (row, typed) => {
        const grams = typed === "" ? 0 : readWeight(typed, "g");
        return grams === null || grams < 0 ? null : { ...row, grams };
      },
    },
    yes(
      "isActive",
      words.inUse,
      (row) => row.isActive,
      (row, isActive) => ({ ...row, isActive }),
    ),
    ...(shape.showsRules
      ? [
          yes(
            "tracksStock",
            words.tracked,
            (row) => row.tracksStock,
            (row, tracksStock) => ({ ...row, tracksStock }),
          ),
          yes(
            "sellsWithoutStock",
            words.oversold,
            (row) => row.sellsWithoutStock,
            (row, sellsWithoutStock) => ({ ...row, sellsWithoutStock }),
          ),
        ]
      : []),
  ];
}

function text(
  key: string,
  title: string,
  width: number,
  show: (row: Row) => string,
  put: (row: Row, text: string) => Row,
): SheetColumn {
  return { key, kind: "text", title, width, isEditable: isCurrent, show, put };
}

function yes(
  key: string,
  title: string,
  is: (row: Row) => boolean,
  put: (row: Row, value: boolean) => Row,
): SheetColumn {
  return {
    key,
    kind: "yes",
    title,
    width: 88,
    isEditable: isCurrent,
    show: (row) => (is(row) ? "✓" : ""),
    put: (row, typed) => {
      const word = typed.trim().toLowerCase();
      return YES.has(word) ? put(row, true) : NO.has(word) ? put(row, false) : null;
    },
  };
}

function priceColumns(store: StoreColumn, shape: Shape): SheetColumn[] {
  const { language, words } = shape;
  const of = (row: Row): PriceOf => row.prices[store.id] ?? NO_PRICE;
  const set = (row: Row, change: Partial<PriceOf>): Row => ({
    ...row,
    prices: { ...row.prices, [store.id]: { ...of(row), ...change } },
  });
  const money = (key: "base" | "special", title: string): SheetColumn => ({
    key: `${key}:${store.id}`,
    kind: "number",
    title,
    width: fractionDigits(store.currency) === 0 ? 116 : 108,
    isEditable: (row) => isCurrent(row) && store.isMine,
    show: (row) => {
      const minor = of(row)[key];
      return minor === null ? "" : writeMoney(language, minor, store.currency);
    },
    put: (row, typed) => {
      if (typed === "") {
        return set(row, key === "base" ? NO_PRICE : { special: null, from: null, until: null });
      }
      const minor = readMoney(typed, store.currency);
      return minor === null || minor < 0 ? null : set(row, { [key]: minor });
    },
  });
  const day = (key: "from" | "until", title: string): SheetColumn => ({
    key: `${key}:${store.id}`,
    kind: "text",
    title,
    width: 140,
    isEditable: (row) => isCurrent(row) && store.isMine && of(row).special !== null,
    show: (row) => localIn(of(row)[key], store.timezone),
    put: (row, typed) => {
      if (typed === "") return set(row, { [key]: null });
      const at = instantIn(typed, store.timezone);
      return at === null ? null : set(row, { [key]: at });
    },
  });
  const columns = [money("base", words.price(store.name))];
  if (shape.showsSpecials) {
    columns.push(
      money("special", words.special(store.name)),
      day("from", words.from),
      day("until", words.until),
    );
  }
  return columns;
}

function stockColumn(place: PlaceColumn, shape: Shape): SheetColumn {
  const { language, scale, words } = shape;
  return {
    key: `stock:${place.id}`,
    kind: "number",
    title: words.onHand(place.name),
    width: Math.min(108 + place.name.length * 4, 180),
    isEditable: (row) => isCurrent(row) && place.isMine && row.tracksStock,
    show: (row) => {
      const steps = row.stock[place.id];
      return steps === undefined ? "" : writeNumber(language, steps, scale);
    },
    put: (row, typed) => {
      if (typed === "") {
        const { [place.id]: _, ...rest } = row.stock;
        return { ...row, stock: rest };
      }
      const steps = readNumber(typed, scale);
      return steps === null || steps < 0 ? null : { ...row, stock: { ...row.stock, [place.id]: steps } };
    },
  };
}

/** The row with `typed` in a column; what cannot be read is kept beside it, so that nothing typed is lost. */
export function write(row: Row, column: SheetColumn, typed: string): Row {
  if (!column.isEditable(row)) return row;
  const clean = typed.trim();
  const next = column.put(row, clean);
  const { [column.key]: _, ...wrong } = row.wrong;
  return next === null ? { ...row, wrong: { ...wrong, [column.key]: clean } } : { ...next, wrong };
}

export function read(row: Row, column: SheetColumn): string {
  return row.wrong[column.key] ?? column.show(row);
}

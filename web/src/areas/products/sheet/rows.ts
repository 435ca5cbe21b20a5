/** Pure: the rows of the sheet of variants, and what becomes of them when options change. */

export interface OptionOf {
  name: string;
  values: string[];
  /** As the API gave them; kept for values that stay. */
  translations?: Record<string, unknown>;
}

export interface PriceOf {
  base: number | null;
  special: number | null;
  from: string | null;
  until: string | null;
}

export interface Row {
  /** Null until it is saved. */
  id: string | null;
  values: string[];
  /** Its values are not of the options any more: kept, not sold. */
  isArchived: boolean;
  sku: string;
  barcode: string;
  grams: number;
  isActive: boolean;
  tracksStock: boolean;
  sellsWithoutStock: boolean;
  /** By store. */
  prices: Readonly<Record<string, PriceOf>>;
  /** By location: what is on hand, in the smallest steps. */
  stock: Readonly<Record<string, number>>;
  /** What was typed and could not be read, by column. */
  wrong: Readonly<Record<string, string>>;
}

export const MOST_OPTIONS = 3;
export const MOST_VARIANTS = 250;
export const NO_PRICE: PriceOf = { base: null, special: null, from: null, until: null };

export function freshRow(values: string[]): Row {
  return {
    id: null,
    values,
    isArchived: false,
    sku: "",
    barcode: "",
    grams: 0,
    isActive: true,
    tracksStock: true,
    sellsWithoutStock: false,
    prices: {},
    stock: {},
    wrong: {},
  };
}

/** One and the same however often it is drawn. */
export function keyOfRow(row: Row): string {
  return row.id ?? row.values.join("\u0001");
}

/** Options that have a name and a value; blank ones are still being typed. */
export function complete(options: readonly OptionOf[]): OptionOf[] {
  return options
    .map((option) => ({
      ...option,
      name: option.name.trim(),
      values: option.values.map((v) => v.trim()).filter(Boolean),
    }))
    .filter((option) => option.name !== "" && option.values.length > 0);
}

/** Every choice of one value of each option, the first option slowest; without options there is one, `[]`. */
export function combinations(options: readonly OptionOf[]): string[][] {
  return options.reduce<string[][]>(
    (found, option) => found.flatMap((values) => option.values.map((value) => [...values, value])),
    [[]],
  );
}

export function countOf(options: readonly OptionOf[]): number {
  return complete(options).reduce((product, option) => product * option.values.length, 1);
}

/**
 * The rows for other options. A row keeps what it holds: first where its values stay, then where its options' names do (an
 * option that is new gives it its first value). New rows take price and weight of the first one. What fits nowhere is
 * archived when it was saved before, and gone otherwise.
 */
export function follow(rows: readonly Row[], before: readonly OptionOf[], after: readonly OptionOf[]): Row[] {
  const wanted = combinations(complete(after));
  const names = complete(before).map((option) => option.name);
  const left = new Set(rows);
  const placed = new Map<string, Row>();
  const keyOf = (values: readonly string[]) => values.join("\u0001");
  const claim = (row: Row, values: readonly string[]) => {
    const key = keyOf(values);
    if (!left.has(row) || placed.has(key)) return;
    placed.set(key, row);
    left.delete(row);
  };
  const known = new Set(wanted.map(keyOf));
  for (const row of rows) if (known.has(keyOf(row.values))) claim(row, row.values);
  for (const row of rows) {
    if (row.isArchived || !left.has(row)) continue;
    const mine = new Map(names.map((name, place) => [name, row.values[place] ?? ""]));
    const values = complete(after).map((option) => mine.get(option.name) ?? option.values[0] ?? "");
    const isKin =
      names.length === 0 || complete(after).length === 0 || values.some((v) => row.values.includes(v));
    if (isKin && known.has(keyOf(values))) claim(row, values);
  }
  const pattern = rows.find((row) => !row.isArchived);
  const current = wanted.map((values) => {
    const row = placed.get(keyOf(values));
    if (row !== undefined)
      return { ...row, values, isArchived: false, isActive: row.isActive || row.isArchived };
    const fresh = freshRow(values);
    return pattern === undefined
      ? fresh
      : {
          ...fresh,
          grams: pattern.grams,
          prices: pattern.prices,
          tracksStock: pattern.tracksStock,
          sellsWithoutStock: pattern.sellsWithoutStock,
        };
  });
  const archived = [...left]
    .filter((row) => row.id !== null)
    .map((row) => ({ ...row, isArchived: true, isActive: false }));
  return [...current, ...archived];
}

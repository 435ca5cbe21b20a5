/** Pure: the cells of a price list's grid, what was typed into them, and what that changes. */
import type { ListRow, NewListPrice } from "@/api/generated/types.gen";
import { readMoney, writeMoney } from "@/kit/form/read";

/** What was typed, by variant and quantity: `var_… 6`. */
export type Typed = Readonly<Record<string, string>>;

export function keyOf(variant: string, quantity: number): string {
  return `${variant} ${quantity}`;
}

/** The quantities from which on the list has prices, the first piece always among them. */
export function quantitiesOf(rows: readonly ListRow[], added: readonly number[]): number[] {
  const found = new Set([1, ...added, ...rows.flatMap((row) => row.tiers.map((tier) => tier.min_quantity))]);
  return [...found].sort((one, other) => one - other);
}

export function priceOf(row: ListRow, quantity: number): number | null {
  return row.tiers.find((tier) => tier.min_quantity === quantity)?.price_minor ?? null;
}

/** What stands in a cell: what was typed, or the price as the reader writes it. */
export function textOf(
  row: ListRow,
  quantity: number,
  typed: Typed,
  language: string,
  currency: string,
): string {
  const written = typed[keyOf(row.variant_id, quantity)];
  if (written !== undefined) return written;
  const price = priceOf(row, quantity);
  return price === null ? "" : writeMoney(language, price, currency);
}

/** Whether a cell holds something that is no amount of the currency. */
export function isWrong(text: string, currency: string): boolean {
  if (text.trim() === "") return false;
  const minor = readMoney(text, currency);
  return minor === null || minor < 0;
}

/** The prices that are not as they were; null takes one away. Cells that are wrong are left out. */
export function changesOf(rows: readonly ListRow[], typed: Typed, currency: string): NewListPrice[] {
  const known = new Map(rows.map((row) => [row.variant_id, row]));
  const changes: NewListPrice[] = [];
  for (const [key, text] of Object.entries(typed)) {
    const [variant = "", quantity = "1"] = key.split(" ");
    const row = known.get(variant);
    if (row === undefined || isWrong(text, currency)) continue;
    const price = text.trim() === "" ? null : readMoney(text, currency);
    const min_quantity = Number(quantity);
    if (price !== priceOf(row, min_quantity))
      changes.push({ variant_id: variant, min_quantity, price_minor: price });
  }
  return changes;
}

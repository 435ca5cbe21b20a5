/** What is typed into an entry by hand, and whether it adds up. All amounts are minor units. */
export interface TypedLine {
  account: string | null;
  debit: number | null;
  credit: number | null;
}

export const EMPTY: TypedLine = { account: null, debit: null, credit: null };

/** Pure: the sums of the two columns; `off` is debits less credits. */
export function sums(lines: readonly TypedLine[]): { debit: number; credit: number; off: number } {
  const debit = lines.reduce((sum, line) => sum + (line.debit ?? 0), 0);
  const credit = lines.reduce((sum, line) => sum + (line.credit ?? 0), 0);
  return { debit, credit, off: debit - credit };
}

/** Pure: those that say something. */
export function used(lines: readonly TypedLine[]): TypedLine[] {
  return lines.filter((line) => line.account !== null || line.debit !== null || line.credit !== null);
}

export type Lack = "few" | "account" | "amount" | "both" | "off" | "negative";

/** Pure: what is still wrong; null when it can be posted. */
export function lackOf(lines: readonly TypedLine[]): Lack | null {
  const given = used(lines);
  if (given.some((line) => line.debit && line.credit)) return "both";
  if (given.some((line) => (line.debit ?? 0) < 0 || (line.credit ?? 0) < 0)) return "negative";
  if (given.some((line) => !line.debit && !line.credit)) return "amount";
  if (given.some((line) => line.account === null)) return "account";
  if (given.length < 2) return "few";
  return sums(given).off === 0 ? null : "off";
}

/** Pure: a debit above zero, a credit below, as the API takes them. */
export function asLines(lines: readonly TypedLine[]): { account: string; amount_minor: number }[] {
  return used(lines).map(({ account, debit, credit }) => ({
    account: account ?? "",
    amount_minor: (debit ?? 0) - (credit ?? 0),
  }));
}

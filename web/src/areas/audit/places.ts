/** Pure: the page of a thing that an entry speaks of, or null where there is none. */
export function placeOf(kind: string, id: string): string | null {
  const page = PAGES[kind];
  return page === undefined ? null : `${page}/${id}`;
}

const PAGES: Readonly<Record<string, string>> = {
  product: "/products",
  price: "/products",
  order: "/orders",
  payment: "/orders",
  payment_statement: "/books/statements",
  ledger_entry: "/books/entries",
  customer: "/customers",
  category: "/categories",
  collection: "/collections",
  staff: "/staff",
  role: "/staff/roles",
  import: "/imports",
  transfer: "/inventory/transfers",
  count: "/inventory/counts",
};

/** Pure: the days of a filter (`2026-11-01..2026-11-21`, either may be missing) as instants; the last day is in it. */
export function periodOf(days: string | undefined): { since?: string; until?: string } {
  const [from = "", until = ""] = days?.split("..") ?? [];
  const end = startOf(until);
  end?.setDate(end.getDate() + 1);
  const begin = startOf(from);
  return {
    ...(begin ? { since: begin.toISOString() } : {}),
    ...(end ? { until: end.toISOString() } : {}),
  };
}

function startOf(day: string): Date | null {
  const instant = new Date(`${day}T00:00:00`);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

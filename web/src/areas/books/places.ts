/** Pure: the page of what the books speak of, by its public id; null where there is none. */
export function pageOf(id: string): string | null {
  const page = PAGES[id.split("_", 1)[0] ?? ""];
  return page === undefined ? null : `${page}/${id}`;
}

const PAGES: Readonly<Record<string, string>> = {
  ord: "/orders",
  pay: "/payments",
  entry: "/books/entries",
};

export interface Period {
  since?: string;
  until?: string;
}

/** Pure: the days of a filter (`2026-11-01..2026-11-21`, either may be missing) as instants; the last day is in it. */
export function periodOf(days: string | undefined): Period {
  const [from = "", until = ""] = days?.split("..") ?? [];
  const begin = startOf(from);
  const end = endOf(until);
  return { ...(begin ? { since: begin } : {}), ...(end ? { until: end } : {}) };
}

/** Pure: the instant at which a day is over. */
export function endOf(day: string | undefined): string | undefined {
  const instant = dayBegins(day ?? "");
  instant?.setDate(instant.getDate() + 1);
  return instant?.toISOString();
}

function startOf(day: string): string | undefined {
  return dayBegins(day)?.toISOString();
}

function dayBegins(day: string): Date | null {
  const instant = new Date(`${day}T00:00:00`);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

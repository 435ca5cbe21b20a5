/** The list that somebody came from, so that the page of an order leads on to the next one. */
import { useMemo } from "react";

const KEPT = "duka.orders.list";
const MOST = 500;

interface Kept {
  ids: string[];
  /** The address of the list, to go back to it as it was. */
  search: string;
}

export function rememberList(ids: readonly string[], search: string): void {
  const kept: Kept = { ids: ids.slice(0, MOST), search };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
}

function recall(): Kept {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "") as Partial<Kept>;
    return { ids: Array.isArray(kept.ids) ? kept.ids : [], search: kept.search ?? "" };
  } catch {
    return { ids: [], search: "" };
  }
}

export function useNeighbours(id: string): { previous?: string; next?: string; list: string } {
  return useMemo(() => {
    const { ids, search } = recall();
    const place = ids.indexOf(id);
    const list = `/orders${search}`;
    if (place < 0) return { list };
    const previous = ids[place - 1];
    const next = ids[place + 1];
    return { list, ...(previous ? { previous } : {}), ...(next ? { next } : {}) };
  }, [id]);
}

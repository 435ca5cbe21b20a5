/**
 * What a list is asked for, kept in its address: `?q=kente&status=active&sort=-created`.
 *
 *     const list = useList({ sort: "-placed" });
 *     const orders = usePages(adminListOrders, { query: { q: list.q, status: list.one("status", ["open", "completed"]), sort: list.sort } });
 */
import { useCallback, useMemo } from "react";
import { useSearchWords } from "@/app/here";

/** Parts of the address that are not filters. */
const OWN = new Set(["q", "sort"]);

export interface ListState {
  q: string;
  /** A column's sort key, with `-` in front when descending. */
  sort: string;
  /** What each filter is set to; several values of one filter are joined by commas. */
  filters: Readonly<Record<string, string>>;
  /** A filter as plain text, or undefined. */
  text: (key: string) => string | undefined;
  /** A filter that is one of some words: anything else in the address counts as none. */
  one: <const T extends string>(key: string, known: readonly T[]) => T | undefined;
  /** A filter with several values. */
  several: (key: string) => string[];
  /** Those of its values that are known; undefined when there is none. */
  some: <const T extends string>(key: string, known: readonly T[]) => T[] | undefined;
  /** A filter that is yes or no. */
  yes: (key: string) => boolean | undefined;
  search: (q: string) => void;
  sortBy: (sort: string) => void;
  filter: (key: string, value: string | undefined) => void;
  /** All of it at once: a view. */
  show: (view: Readonly<Record<string, string>>) => void;
  /** Whether anything narrows the list. */
  isNarrowed: boolean;
}

export function useList(defaults: { sort?: string } = {}): ListState {
  const [words, change] = useSearchWords();
  const standard = defaults.sort ?? "";
  const search = useCallback((q: string) => change({ q }), [change]);
  const sortBy = useCallback(
    (sort: string) => change({ sort: sort === standard ? undefined : sort }),
    [change, standard],
  );
  const filter = useCallback((key: string, value: string | undefined) => change({ [key]: value }), [change]);
  const show = useCallback(
    (view: Readonly<Record<string, string>>) =>
      change({ ...Object.fromEntries(Object.keys(words).map((key) => [key, undefined])), ...view }),
    [change, words],
  );
  return useMemo(() => {
    const filters = Object.fromEntries(Object.entries(words).filter(([key]) => !OWN.has(key)));
    const text = (key: string) => filters[key];
    return {
      q: words.q ?? "",
      sort: words.sort ?? standard,
      filters,
      text,
      one: <const T extends string>(key: string, known: readonly T[]) =>
        known.find((value) => value === filters[key]),
      some: <const T extends string>(key: string, known: readonly T[]) => {
        const asked = filters[key]?.split(",") ?? [];
        const found = known.filter((value) => asked.includes(value));
        return found.length > 0 ? found : undefined;
      },
      several: (key: string) => filters[key]?.split(",").filter(Boolean) ?? [],
      yes: (key: string) => (filters[key] === "yes" ? true : filters[key] === "no" ? false : undefined),
      search,
      sortBy,
      filter,
      show,
      isNarrowed: Boolean(words.q) || Object.keys(filters).length > 0,
    };
  }, [words, standard, search, sortBy, filter, show]);
}

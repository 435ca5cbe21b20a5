import type { ReactNode } from "react";

export interface Column<T> {
  /** Its name in what is kept about the list. */
  key: string;
  title: string;
  cell: (row: T) => ReactNode;
  /** The key that the API sorts by; without it the column cannot be sorted by. */
  sort?: string;
  /** Numbers stand right. */
  align?: "left" | "right" | "center";
  width?: number | string;
  /** Not shown until somebody chooses it. */
  hidden?: boolean;
  /** Always shown: what names the row. */
  fixed?: boolean;
  /** Where it stands on a phone's card; `line` by default. */
  phone?: "title" | "aside" | "line" | "none";
}

/** What narrows a list. `value`s go into the address as they are. */
export type Filter =
  | { key: string; label: string; kind?: "choice"; options: readonly Option[] }
  | { key: string; label: string; kind: "several"; options: readonly Option[] }
  | { key: string; label: string; kind: "yes" }
  | { key: string; label: string; kind: "text"; placeholder?: string }
  | { key: string; label: string; kind: "days" };

export interface Option {
  value: string;
  label: string;
}

/** A named set of search, filters and sorting. */
export interface View {
  id: string;
  label: string;
  search: Readonly<Record<string, string>>;
}

/** The pages of a list as `usePages` gives them. */
export interface Source<T> {
  items: T[] | undefined;
  error: Error | null;
  isFetching: boolean;
  isFetchingNextPage: boolean;
  hasNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

/** Rows that somebody ticked. */
export interface Choice<T> {
  rows: readonly T[];
  has: (id: string) => boolean;
  toggle: (row: T, id: string, range?: boolean) => void;
  all: () => void;
  clear: () => void;
}

/** Pure: lists with one entry changed. */

export function replaced<T>(list: readonly T[], at: number, entry: T): T[] {
  return list.map((old, place) => (place === at ? entry : old));
}

export function without<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, place) => place !== at);
}

export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = without(list, from);
  const entry = list[from];
  if (entry === undefined || to < 0 || to > rest.length) return [...list];
  return [...rest.slice(0, to), entry, ...rest.slice(to)];
}

/** A code for a new entry: letters and digits of its name, other than those that are taken. */
export function codeOf(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .toLowerCase()
    .slice(0, 32);
  const base = plain || "rate";
  let code = base;
  for (let n = 2; taken.includes(code); n += 1) code = `${base}-${n}`;
  return code;
}

interface Answered<T> {
  data: T[] | undefined;
  error: Error | null;
  isFetching: boolean;
  refetch: () => unknown;
}

/** A list that comes at once, as `DataList` takes it. */
export function whole<T>({ data, error, isFetching, refetch }: Answered<T>) {
  return {
    items: data,
    error,
    isFetching,
    refetch,
    hasNextPage: false,
    isFetchingNextPage: false,
    fetchNextPage: () => undefined,
  };
}

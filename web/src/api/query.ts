/**
 * The API in components, on TanStack Query.
 *
 *     const product = useRead(adminGetProduct, { path: { product: id } });
 *     const archive = useWrite(adminArchiveProduct, { changes: [adminGetProduct, adminListProducts] });
 *     const orders = usePages(adminListOrders, { query: { status: "open" } });
 */
import {
  type InfiniteData,
  keepPreviousData,
  QueryClient,
  queryOptions,
  type UseMutationResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useMemo } from "react";
import { call, type Input, type Operation, type Output } from "./call";
import { presented } from "./credentials";
import { Problem } from "./problem";

const TRIES = 2;

/** One for the window. Refusals are not asked again; a lost network or a busy server is, twice. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < TRIES && error instanceof Problem && error.isPassing,
      retryDelay: (attempt) => 400 * 2 ** attempt,
    },
    mutations: { retry: false },
  },
});

const names = new WeakMap<Operation, string>();
let named = 0;

/** The same operation has the same name as long as the window lives. */
function nameOf(operation: Operation): string {
  const known = names.get(operation);
  if (known !== undefined) return known;
  named += 1;
  const name = `operation-${named}`;
  names.set(operation, name);
  return name;
}

/** Where the answer is kept: by operation, company, language and input. */
export function keyOf<F extends Operation>(operation: F, input?: Input<F>): readonly unknown[] {
  const where = [nameOf(operation), presented().tenant, presented().language];
  if (input === undefined) return where.slice(0, 2);
  const { signal: _, ...rest } = input as { signal?: AbortSignal };
  return [...where, rest];
}

/** Options for `useQuery`, `useSuspenseQuery` and `queries.ensureQueryData`. */
export function reading<F extends Operation>(operation: F, input: Input<F>) {
  return queryOptions<Output<F>, Error>({
    queryKey: keyOf(operation, input),
    queryFn: ({ signal }) => call(operation, { ...input, signal }),
  });
}

interface ReadOptions {
  /** Ask only when true. */
  enabled?: boolean;
  /** Show the last answer while another filter is asked for. */
  keep?: boolean;
  /** Ask again every so many milliseconds. */
  every?: number;
}

export function useRead<F extends Operation>(operation: F, input: Input<F>, options: ReadOptions = {}) {
  const { enabled = true, keep = false, every } = options;
  return useQuery({
    ...reading(operation, input),
    enabled,
    refetchInterval: every ?? false,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}

/** An answer of a list: `next` is the cursor of the page after it. */
export interface PageOf<T> {
  items: T[];
  next?: string | null;
}

type ItemOf<F extends Operation> = Output<F> extends { items: (infer T)[] } ? T : never;

/** A list of pages; the operation takes `cursor` in its query and answers `{ items, next }`. */
export function usePages<F extends Operation>(operation: F, input: Input<F>, options: ReadOptions = {}) {
  const result = useInfiniteQuery<
    PageOf<ItemOf<F>>,
    Error,
    InfiniteData<PageOf<ItemOf<F>>>,
    readonly unknown[],
    string | undefined
  >({
    queryKey: [...keyOf(operation, input), "pages"],
    queryFn: async ({ pageParam, signal }) => {
      const given = input as { query?: Record<string, unknown> };
      const asked = { ...given, query: { ...given.query, cursor: pageParam }, signal };
      return (await call(operation, asked as unknown as Input<F>)) as PageOf<ItemOf<F>>;
    },
    initialPageParam: undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    enabled: options.enabled ?? true,
    placeholderData: keepPreviousData,
  });
  const items = useMemo(() => result.data?.pages.flatMap((page) => page.items), [result.data]);
  return { ...result, items };
}

interface WriteOptions<F extends Operation> {
  /** Operations whose kept answers are no longer true afterwards. */
  changes?: Operation[];
  done?: (answer: Output<F>, input: Input<F>) => void;
  /** Refused. Without it the caller shows `error` itself. */
  failed?: (problem: Problem, input: Input<F>) => void;
}

export function useWrite<F extends Operation>(
  operation: F,
  options: WriteOptions<F> = {},
): UseMutationResult<Output<F>, Error, Input<F>> {
  const client = useQueryClient();
  return useMutation<Output<F>, Error, Input<F>>({
    mutationFn: (input) => call(operation, input),
    onSuccess: async (answer, input) => {
      options.done?.(answer, input);
      await Promise.all(
        (options.changes ?? []).map((changed) => client.invalidateQueries({ queryKey: keyOf(changed) })),
      );
    },
    onError: (error, input) => {
      if (error instanceof Problem) options.failed?.(error, input);
    },
  });
}

/** Forget the kept answers of these operations: what is on the screen is asked for anew. */
export function refresh(...operations: Operation[]): void {
  for (const operation of operations) void queries.invalidateQueries({ queryKey: keyOf(operation) });
}

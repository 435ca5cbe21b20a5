/** What came in since the list was loaded: counted, not shown, so that no row jumps away under somebody's hand. */
import { adminListOrders } from "@/api/generated/sdk.gen";
import { refresh, useRead } from "@/api/query";
import { useLive } from "@/kit/useLive";

/** In case live updates do not arrive. */
const EVERY = 60_000;

export interface Fresh {
  counts: Readonly<Record<string, number>>;
  countedUpTo: number;
  newOnes: number;
}

export function useFresh(
  query: Record<string, string | number | undefined>,
  shown: readonly { id: string; created_at: string }[] | undefined,
): Fresh {
  const head = useRead(adminListOrders, { query: { ...query, limit: 30 } }, { keep: true, every: EVERY });
  const list = head.data;
  const known = new Set(shown?.map((row) => row.id));
  useLive(["order", "payment"], (changes) => {
    // what is on the screen may change there; what is new waits until somebody asks for it
    if (changes.some((change) => known.has(change.id))) refresh(adminListOrders);
    else void head.refetch();
  });
  const newest =
    [...(shown ?? [])]
      .map((row) => row.created_at)
      .sort()
      .at(-1) ?? "";
  const newOnes =
    shown === undefined || head.isPlaceholderData
      ? 0
      : (list?.items.filter((row) => row.created_at > newest && !known.has(row.id)).length ?? 0);
  return { counts: list?.counts ?? {}, countedUpTo: list?.counted_up_to ?? 0, newOnes };
}

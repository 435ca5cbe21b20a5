/** Which store a page of settings is about: `?store=` of the address, else the one chosen on top. */
import { useSearchWords } from "@/app/here";
import { useMe } from "@/app/may";
import type { StoreOfMine } from "@/app/session";
import { useStore } from "@/app/store";
import type { Scope } from "../sections";

export const WHOLE = "company";

export interface Place {
  /** Null is the whole company. */
  store: StoreOfMine | null;
  stores: readonly StoreOfMine[];
  choose: (store: string) => void;
}

export function usePlace(scope: Scope): Place {
  const { stores } = useMe();
  const [search, change] = useSearchWords();
  const onTop = useStore();
  const named = search.store ?? (stores.length === 1 && scope === "both" ? WHOLE : onTop?.id);
  const found = stores.find((store) => store.id === named) ?? null;
  const store = scope === "company" ? null : scope === "store" ? (found ?? stores[0] ?? null) : found;
  return { store, stores, choose: (id) => change({ store: id }) };
}

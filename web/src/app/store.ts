/** The store that lists and figures are limited to: kept in this browser, one for the whole console. */
import { useSyncExternalStore } from "react";
import { useMe } from "./may";
import type { StoreOfMine } from "./session";

const KEPT = "duka.store";
const listeners = new Set<() => void>();

export function chooseStore(id: string | null): void {
  if (id === null) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, id);
  for (const listener of listeners) listener();
}

/** The chosen store, or null for all that the person may see. With one store it is that one. */
export function useStore(): StoreOfMine | null {
  const { stores } = useMe();
  const chosen = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => localStorage.getItem(KEPT),
  );
  if (stores.length === 1) return stores[0] ?? null;
  return stores.find((store) => store.id === chosen) ?? null;
}

/** A store by its id, for currency and time zone. */
export function useStoreOf(id: string | undefined): StoreOfMine | undefined {
  return useMe().stores.find((store) => store.id === id);
}

/** Which store the books are looked at for: the one chosen on top. With one store it is the whole company, and what the
 * company has without a store is among it. */
import { useMe } from "@/app/may";
import { useStore } from "@/app/store";

export function useScope(): string | undefined {
  const { stores } = useMe();
  const chosen = useStore();
  return stores.length === 1 ? undefined : chosen?.id;
}

import { useCallback, useMemo, useRef, useState } from "react";
import type { Choice } from "./types";

/** Which rows are ticked, by id; with Shift everything between this and the last one. */
export function useChoice<T>(items: readonly T[], idOf: (row: T) => string): Choice<T> {
  const [chosen, setChosen] = useState<ReadonlyMap<string, T>>(new Map());
  const last = useRef<string | null>(null);

  const toggle = useCallback(
    (row: T, id: string, range = false) => {
      const from = range ? items.findIndex((one) => idOf(one) === last.current) : -1;
      const to = items.indexOf(row);
      last.current = id;
      setChosen((before) => {
        const next = new Map(before);
        if (from >= 0 && to >= 0) {
          for (const one of items.slice(Math.min(from, to), Math.max(from, to) + 1)) next.set(idOf(one), one);
        } else if (next.has(id)) next.delete(id);
        else next.set(id, row);
        return next;
      });
    },
    [items, idOf],
  );
  const all = useCallback(() => setChosen(new Map(items.map((row) => [idOf(row), row]))), [items, idOf]);
  const clear = useCallback(() => setChosen(new Map()), []);
  return useMemo(
    () => ({ rows: [...chosen.values()], has: (id: string) => chosen.has(id), toggle, all, clear }),
    [chosen, toggle, all, clear],
  );
}

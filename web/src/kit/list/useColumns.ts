import { useLocalStorage } from "@mantine/hooks";
import { useMemo } from "react";
import type { Column } from "./types";

interface Kept {
  shown: string[];
  hidden: string[];
}

/** Which columns of a list somebody wants to see, kept in this browser; new columns come as they were made. */
export function useColumns<T>(list: string, columns: readonly Column<T>[]) {
  const [kept, setKept] = useLocalStorage<Kept>({
    key: `duka.columns.${list}`,
    defaultValue: { shown: [], hidden: [] },
    getInitialValueInEffect: false,
  });
  return useMemo(() => {
    const isShown = (column: Column<T>): boolean =>
      column.fixed || (column.hidden ? kept.shown.includes(column.key) : !kept.hidden.includes(column.key));
    const toggle = (column: Column<T>): void => {
      const without = (keys: string[]) => keys.filter((key) => key !== column.key);
      setKept(
        isShown(column)
          ? { shown: without(kept.shown), hidden: [...without(kept.hidden), column.key] }
          : { shown: [...without(kept.shown), column.key], hidden: without(kept.hidden) },
      );
    };
    return {
      shown: columns.filter(isShown),
      isShown,
      toggle,
      reset: () => setKept({ shown: [], hidden: [] }),
    };
  }, [columns, kept, setKept]);
}

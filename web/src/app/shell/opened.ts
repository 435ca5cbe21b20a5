/** Which of the shell's own panels is open: one at most. */
import { useSyncExternalStore } from "react";

export type Panel = "palette" | "sheet" | null;

let opened: Panel = null;
const listeners = new Set<() => void>();

function show(panel: Panel): void {
  opened = panel;
  for (const listener of listeners) listener();
}

export const openPalette = (): void => show("palette");
export const openSheet = (): void => show("sheet");
export const closePanel = (): void => show(null);

export function useOpened(): Panel {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => opened,
  );
}

/**
 * Keyboard shortcuts of what is on the screen. They are listed behind `?`, and don't work while somebody types.
 *
 *     useKeys([{ keys: "n", label: t("newProduct"), run: () => go("/products/new") }]);
 *
 * `keys`: one key (`n`, `?`, `enter`, `escape`), with `mod+` for Ctrl or ⌘ and `shift+`, or keys one after the other: `g o`.
 */
import { useEffect, useId, useRef, useSyncExternalStore } from "react";

export interface Shortcut {
  keys: string;
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Works inside fields too. For `mod+` combinations only. */
  whileTyping?: boolean;
  /** Listed, and not active. */
  disabled?: boolean;
}

interface Group {
  shortcuts: readonly Shortcut[];
}

const PATIENCE = 900;
const groups = new Map<string, Group>();
const listeners = new Set<() => void>();
let snapshot: readonly Shortcut[] = [];
let before = { key: "", at: 0 };

function changed(): void {
  const latestFirst = [...groups.values()].reverse().flatMap((group) => group.shortcuts);
  snapshot = latestFirst;
  for (const listener of listeners) listener();
}

/** Pure: the name of what was pressed, as in `keys`. */
export function pressed(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">,
): string {
  const key = event.key === " " ? "space" : event.key.toLowerCase();
  const isSign = event.key.length === 1 && !/[a-z0-9 ]/i.test(event.key);
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  const shift = event.shiftKey && !isSign ? "shift+" : "";
  return `${mod}${event.altKey ? "alt+" : ""}${shift}${key}`;
}

function isTyping(target: EventTarget | null): boolean {
  const field = target as HTMLElement | null;
  return field?.closest?.("input, textarea, select, [contenteditable=true]") != null;
}

/** In a dialog only what belongs to the window as a whole works. */
function isInDialog(): boolean {
  return document.querySelector("[role=dialog][aria-modal=true]") !== null;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const key = pressed(event);
  const now = Date.now();
  const sequence = now - before.at < PATIENCE && before.key !== "" ? `${before.key} ${key}` : key;
  before = { key: isTyping(event.target) ? "" : key, at: now };
  const found = [sequence, key]
    .map((wanted) => snapshot.find((shortcut) => shortcut.keys === wanted && !shortcut.disabled))
    .find((shortcut) => shortcut !== undefined);
  if (found === undefined) return;
  if ((isTyping(event.target) || isInDialog()) && !found.whileTyping) return;
  event.preventDefault();
  found.run(event);
}

window.addEventListener("keydown", onKey);

export function useKeys(shortcuts: readonly Shortcut[]): void {
  const id = useId();
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const signature = shortcuts.map((one) => `${one.keys}:${one.label}:${one.disabled ?? false}`).join("|");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the signature says when the list changes
  useEffect(() => {
    const group = latest.current.map((one, place) => ({
      ...one,
      run: (event: KeyboardEvent) => latest.current[place]?.run(event),
    }));
    groups.set(id, { shortcuts: group });
    changed();
    return () => {
      groups.delete(id);
      changed();
    };
  }, [id, signature]);
}

/** All that are active now, the latest first. */
export function useShortcuts(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => snapshot,
  );
}

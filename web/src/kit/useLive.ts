/**
 * What changes elsewhere, while the screen is open:
 *
 *     useLive(["order", "payment"], () => refresh(adminListOrders));
 *     useLive("order", (changes) => changes.some((change) => change.id === order.id) && refresh(adminGetOrder));
 *
 * Changes come gathered, at most one call every second and a half; after an interruption with too much to tell, `changes` is
 * empty: load anew. A window that nobody looks at gathers until somebody does.
 */
import { useEffect, useRef } from "react";
import { useCompany } from "@/app/here";
import { type Change, liveConnection } from "./liveConnection";

export type { Change } from "./liveConnection";

const GATHER = 300;
const REST = 1_500;

export function useLive(kinds: string | readonly string[], act: (changes: readonly Change[]) => void): void {
  const company = useCompany();
  const wanted = typeof kinds === "string" ? kinds : kinds.join(" ");
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (!company) return;
    const names = new Set(wanted.split(" "));
    const gathering = gather((changes) => latest.current(changes));
    const stop = liveConnection(company).listen((change) => {
      if (change === null || names.has(change.kind)) gathering.add(change);
    });
    return () => {
      stop();
      gathering.stop();
    };
  }, [company, wanted]);
}

/** Calls `act` with what was added, soon, but not too often; and not while nobody looks. */
export function gather(act: (changes: readonly Change[]) => void) {
  let held: Change[] = [];
  let isWaiting = false;
  let isReset = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rests = 0;

  function tell(): void {
    timer = undefined;
    if (document.visibilityState === "hidden") return;
    const changes = isReset ? [] : held;
    held = [];
    isReset = false;
    isWaiting = false;
    rests = Date.now() + REST;
    act(changes);
  }

  function plan(): void {
    isWaiting = true;
    timer ??= setTimeout(tell, Math.max(GATHER, rests - Date.now()));
  }

  function seen(): void {
    if (isWaiting && document.visibilityState === "visible") plan();
  }

  document.addEventListener("visibilitychange", seen);
  return {
    add(change: Change | null): void {
      if (change === null) isReset = true;
      else held.push(change);
      plan();
    },
    stop(): void {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    },
  };
}

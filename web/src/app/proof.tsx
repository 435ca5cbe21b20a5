/**
 * Sensitive things ask who it is once more. Wrap the act; the question comes up when the API wants it:
 *
 *     const made = await proven(() => call(adminCreateKey, { body }));   // null: the person did not want to
 */
import { lazy, Suspense, useSyncExternalStore } from "react";
import { asProblem } from "@/api/problem";

const WANTED = "RecentLogInRequired";
const Dialog = lazy(() => import("./ProofDialog"));

type Answer = (isProven: boolean) => void;
let asked: Answer | null = null;
const listeners = new Set<() => void>();

function show(next: Answer | null): void {
  asked = next;
  for (const listener of listeners) listener();
}

/** What `act` gives, after the person proved who they are if that is needed; null when they did not. */
export async function proven<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    if (asProblem(error).code !== WANTED) throw error;
    return (await askForProof()) ? act() : null;
  }
}

function askForProof(): Promise<boolean> {
  asked?.(false);
  return new Promise((resolve) => {
    show((isProven) => {
      show(null);
      resolve(isProven);
    });
  });
}

export function Proofs() {
  const answer = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
  return answer ? (
    <Suspense fallback={null}>
      <Dialog answer={answer} />
    </Suspense>
  ) : null;
}

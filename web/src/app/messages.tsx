/**
 * Short messages in the corner, with an undo where it is safe:
 *
 *     tell("Order 1042 is prepared", { undo: () => reopen(order) });
 */
import { lazy, Suspense, useSyncExternalStore } from "react";
import { asProblem } from "@/api/problem";
import classes from "./messages.module.css";

export interface MessageOptions {
  kind?: "done" | "failed";
  /** Takes back what was done; the message stays longer. */
  undo?: () => void;
  /** Another thing to do at once. */
  act?: { label: string; run: () => void };
  details?: string;
}

export interface Message extends MessageOptions {
  id: number;
  text: string;
}

const One = lazy(() => import("./MessageCard"));
const SECONDS = 5;
const SECONDS_WITH_UNDO = 9;
const MOST = 3;
const listeners = new Set<() => void>();
let messages: readonly Message[] = [];
let last = 0;

function change(next: readonly Message[]): void {
  messages = next;
  for (const listener of listeners) listener();
}

export function tell(text: string, options: MessageOptions = {}): void {
  last += 1;
  const id = last;
  change([...messages.slice(1 - MOST), { id, text, ...options }]);
  const seconds = options.undo || options.act || options.kind === "failed" ? SECONDS_WITH_UNDO : SECONDS;
  setTimeout(() => dismiss(id), seconds * 1000);
}

/** What an act that is not a form's was refused with. */
export function tellProblem(error: unknown): void {
  const problem = asProblem(error);
  if (problem.code === "PlanLimitReached") return; // the shell tells it, with the way to the plan
  tell(problem.title, { kind: "failed", ...(problem.reference ? { details: problem.reference } : {}) });
}

export function dismiss(id: number): void {
  change(messages.filter((message) => message.id !== id));
}

export function Messages() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => messages,
  );
  return (
    <div className={classes.corner} role="status" aria-live="polite">
      {shown.map((message) => (
        <Suspense key={message.id} fallback={message.text}>
          <One message={message} />
        </Suspense>
      ))}
    </div>
  );
}

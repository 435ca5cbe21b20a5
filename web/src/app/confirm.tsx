/**
 * A question before what cannot be undone. Where undo is possible, do it and offer the undo (`tell`).
 *
 *     if (await confirm({ title: t("deleteTitle"), text: t("deleteText"), action: t("delete"), danger: true })) …
 */
import { lazy, Suspense, useSyncExternalStore } from "react";

export interface Question {
  title: string;
  /** What will be, and that it cannot be undone. */
  text: string;
  /** The verb on the button. */
  action: string;
  danger?: boolean;
  /** Must be typed first, for what destroys much. */
  type?: string;
}

export interface Asked {
  question: Question;
  answer: (yes: boolean) => void;
}

const QuestionDialog = lazy(() => import("./QuestionDialog"));

let asked: Asked | null = null;
const listeners = new Set<() => void>();

function show(next: Asked | null): void {
  asked = next;
  for (const listener of listeners) listener();
}

export function confirm(question: Question): Promise<boolean> {
  asked?.answer(false);
  return new Promise((resolve) => {
    show({
      question,
      answer: (yes) => {
        show(null);
        resolve(yes);
      },
    });
  });
}

export function Questions() {
  const open = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
  if (open === null) return null;
  return (
    <Suspense fallback={null}>
      <QuestionDialog key={open.question.title} asked={open} />
    </Suspense>
  );
}

/** Who wants to hear of every refusal, wherever it is shown: what concerns the whole window and not one form. */
import type { Problem } from "./problem";

const listeners = new Set<(problem: Problem) => void>();

export function onRefused(listener: (problem: Problem) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells them, and gives the refusal back to be thrown. */
export function refused(problem: Problem): Problem {
  for (const listener of listeners) listener(problem);
  return problem;
}

/** What the pages here share: sending a form once, saying in words what was refused. */
import { useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { useAccountWords } from "./words";

interface Sending {
  isSending: boolean;
  problem: Problem | null;
  /** The refusal in the reader's language. */
  complaint: string | null;
  /** Runs `act`, unless it runs already; true when it was not refused. */
  send: (act: () => Promise<void>) => Promise<boolean>;
  forget: () => void;
}

export function useSending(): Sending {
  const say = useSaid();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSending, setSending] = useState(false);
  async function send(act: () => Promise<void>): Promise<boolean> {
    if (isSending) return false;
    setSending(true);
    setProblem(null);
    try {
      await act();
      return true;
    } catch (error) {
      setProblem(asProblem(error));
      return false;
    } finally {
      setSending(false);
    }
  }
  return {
    isSending,
    problem,
    complaint: problem === null ? null : say(problem),
    send,
    forget: () => setProblem(null),
  };
}

/** A refusal in the reader's language. */
export function useSaid(): (problem: Problem) => string {
  const t = useAccountWords();
  return (problem) => {
    const key = `refused${problem.code}`;
    const { retry_after: wait, least } = problem.details;
    return t.has(key) ? t(key, { wait: Number(wait ?? 1), least: Number(least ?? 10) }) : problem.title;
  };
}

/** The secret behind the `#` of a letter's link: browsers send it to nobody. */
export function tokenHere(): string {
  return new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
}

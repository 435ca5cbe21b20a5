import { useCallback, useRef, useState } from "react";
import { newKey } from "@/api/call";
import { asProblem, type Problem } from "@/api/problem";
import type { Sending } from "./upload";

export interface Upload {
  id: string;
  file: File;
  /** From 0 to 1. */
  share: number;
  problem: Problem | null;
  isDone: boolean;
}

const AT_ONCE = 3;

/** Files on their way, three at a time. What failed stays and can be tried again. */
export function useUploads<T>(
  send: (file: File, sending: Sending) => Promise<T>,
  done: (answer: T, file: File) => void,
) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const queue = useRef<Upload[]>([]);
  const running = useRef(0);
  const latest = useRef({ send, done });
  latest.current = { send, done };

  const change = useCallback((id: string, part: Partial<Upload>) => {
    setUploads((before) => before.map((one) => (one.id === id ? { ...one, ...part } : one)));
  }, []);

  const pump = useCallback(() => {
    while (running.current < AT_ONCE) {
      const next = queue.current.shift();
      if (next === undefined) return;
      running.current += 1;
      latest.current
        .send(next.file, { progress: (share) => change(next.id, { share }) })
        .then((answer) => {
          change(next.id, { share: 1, isDone: true });
          latest.current.done(answer, next.file);
          setTimeout(() => setUploads((before) => before.filter((one) => one.id !== next.id)), 1200);
        })
        .catch((error: unknown) => change(next.id, { problem: asProblem(error) }))
        .finally(() => {
          running.current -= 1;
          pump();
        });
    }
  }, [change]);

  const add = useCallback(
    (files: readonly File[]) => {
      const fresh = files.map((file) => ({
        id: newKey(),
        file,
        share: 0,
        problem: null,
        isDone: false,
      }));
      setUploads((before) => [...before, ...fresh]);
      queue.current.push(...fresh);
      pump();
    },
    [pump],
  );
  const again = useCallback(
    (upload: Upload) => {
      change(upload.id, { problem: null, share: 0 });
      queue.current.push(upload);
      pump();
    },
    [change, pump],
  );
  const drop = useCallback(
    (upload: Upload) => setUploads((before) => before.filter((one) => one.id !== upload.id)),
    [],
  );
  return { uploads, add, again, drop };
}

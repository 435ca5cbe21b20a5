/** Pictures on their way: three at a time, each with its progress; what failed can be tried again. */
import { useCallback, useEffect, useRef, useState } from "react";
import type { Image } from "@/api/generated/types.gen";
import { asProblem } from "@/api/problem";
import { type Sending, send } from "./upload";

export interface Upload {
  key: number;
  file: File;
  share: number;
  /** Why it failed; null while it goes on. */
  failed: string | null;
}

const AT_A_TIME = 3;
let last = 0;

export function useUploads(done: (image: Image, file: File) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const running = useRef(new Map<number, Sending>());
  const finish = useRef(done);
  finish.current = done;

  useEffect(() => {
    const waiting = uploads.filter((one) => one.failed === null && !running.current.has(one.key));
    for (const one of waiting.slice(0, AT_A_TIME - running.current.size)) {
      const change = (part: Partial<Upload>) =>
        setUploads((all) => all.map((other) => (other.key === one.key ? { ...other, ...part } : other)));
      const sending = send(one.file, (share) => change({ share }));
      running.current.set(one.key, sending);
      sending.picture
        .then((image) => {
          finish.current(image, one.file);
          setUploads((all) => all.filter((other) => other.key !== one.key));
        })
        .catch((error: unknown) => change({ failed: asProblem(error).title, share: 0 }))
        .finally(() => {
          running.current.delete(one.key);
          setUploads((all) => [...all]);
        });
    }
  }, [uploads]);
  useEffect(() => {
    const sendings = running.current;
    return () => {
      for (const sending of sendings.values()) sending.stop();
    };
  }, []);

  const add = useCallback((files: readonly File[]) => {
    const fresh = files.map((file) => {
      last += 1;
      return { key: last, file, share: 0, failed: null };
    });
    setUploads((all) => [...all, ...fresh]);
  }, []);
  const again = useCallback((key: number) => {
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, failed: null, share: 0 } : one)));
  }, []);
  const drop = useCallback((key: number) => {
    running.current.get(key)?.stop();
    setUploads((all) => all.filter((one) => one.key !== key));
  }, []);
  return { uploads, add, again, drop };
}

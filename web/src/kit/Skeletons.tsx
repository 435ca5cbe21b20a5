import { Skeleton, Stack } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useKitWords } from "./words";

const PATIENCE = 150;

/** True once something has taken longer than people notice. */
export function useIsSlow(): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  return isSlow;
}

interface SkeletonsProps {
  /** The shape of what comes; lines by default. */
  children?: ReactNode;
  lines?: number;
}

/** The shape of what is being loaded, after 150 ms. */
export function Skeletons({ children, lines = 6 }: SkeletonsProps) {
  const t = useKitWords();
  const isSlow = useIsSlow();
  return (
    <div role="status" aria-label={t("loading")} aria-busy="true">
      {isSlow ? (children ?? <Lines count={lines} />) : null}
    </div>
  );
}

function Lines({ count }: { count: number }) {
  return (
    <Stack gap={12}>
      {Array.from({ length: count }, (_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines without content
        <Skeleton key={place} height={16} width={`${92 - ((place * 17) % 40)}%`} />
      ))}
    </Stack>
  );
}

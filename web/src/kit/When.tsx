import { Tooltip } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { useStore } from "@/app/store";
import { useLanguage } from "@/app/words";
import { formatInstant, formatWhen } from "./format";
import { useKitWords } from "./words";

const TICK = 30_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all times on the screen. */
function listen(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const one of listeners) one();
  }, TICK);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

interface WhenProps {
  /** An instant as the API gives it. */
  at: string | null | undefined;
  /** The zone of a store other than the chosen one. */
  timeZone?: string;
}

/** How long ago within a day, then the date; the instant in full when pointed at, in the store's time zone. */
export function When({ at, timeZone }: WhenProps) {
  const t = useKitWords();
  const language = useLanguage();
  const store = useStore();
  const tick = useSyncExternalStore(listen, () => now);
  if (!at) return <span>{t("never")}</span>;
  const zone = timeZone ?? store?.timezone;
  const instant = new Date(at);
  const reference = new Date(Math.max(tick, Date.now() - TICK));
  return (
    <Tooltip label={formatInstant(language, instant, zone)}>
      <time dateTime={at} style={{ whiteSpace: "nowrap" }}>
        {formatWhen(language, instant, reference, zone) ?? t("justNow")}
      </time>
    </Tooltip>
  );
}

import { StatusBadge } from "@/kit/StatusBadge";
import { usePromotionWords } from "./words";

const TONES = { draft: "quiet", scheduled: "info", active: "good", paused: "warn", ended: "quiet" } as const;
export const STATES = ["draft", "scheduled", "active", "paused", "ended"] as const;

export function PromotionState({ state }: { state: string }) {
  const t = usePromotionWords();
  const known = STATES.find((one) => one === state) ?? "draft";
  return <StatusBadge tone={TONES[known]}>{t(`state_${known}`)}</StatusBadge>;
}

import { StatusBadge } from "@/kit/StatusBadge";
import { STATES, type State } from "./values";
import { useSaleWords } from "./words";

const TONES = { draft: "quiet", to_come: "info", running: "good", over: "quiet", cancelled: "warn" } as const;

export function SaleState({ state }: { state: string }) {
  const t = useSaleWords();
  const known: State = STATES.find((one) => one === state) ?? "draft";
  return <StatusBadge tone={TONES[known]}>{t(`state_${known}`)}</StatusBadge>;
}

import { StatusBadge } from "@/kit/StatusBadge";
import { FACT_TONES, type Fact } from "./facts";
import { useBookWords } from "./words";

/** What happened, as a word. */
export function FactBadge({ fact }: { fact: string }) {
  const t = useBookWords();
  const key = `fact.${fact}`;
  return <StatusBadge tone={FACT_TONES[fact as Fact] ?? "quiet"}>{t.has(key) ? t(key) : fact}</StatusBadge>;
}

import { useSearchWords } from "@/app/here";
import { useMe } from "@/app/may";
import { useStore } from "@/app/store";
import { dayOf } from "@/kit/format";
import { COMPARISONS, type Comparison, daysOf, PERIODS, type PeriodName, type Step, stepOf } from "./periods";

export interface Asked {
  period: PeriodName;
  since: string;
  until: string;
  compare: Comparison;
  by: Step;
  store_id: string | undefined;
  channel: string | undefined;
  currency: string | undefined;
}

/** What the address asks for: each part of it can be shared as a link. */
export function useAsked(): Asked {
  const [words] = useSearchWords();
  const store = useStore();
  const { stores } = useMe();
  const period = PERIODS.find((name) => name === words.period) ?? "days30";
  const compare = COMPARISONS.find((name) => name === words.compare) ?? "previous_period";
  const days = daysOf(period, dayOf(new Date(), (store ?? stores[0])?.timezone), words.from, words.to);
  return {
    period,
    ...days,
    compare,
    by: stepOf(days),
    store_id: store?.id,
    channel: words.channel || undefined,
    currency: /^[A-Z]{3}$/.test(words.currency ?? "") ? words.currency : undefined,
  };
}

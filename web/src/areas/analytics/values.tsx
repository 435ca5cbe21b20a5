import { Text } from "@mantine/core";
import { useLanguage } from "@/app/words";
import { formatCount, formatMoney, formatShare } from "@/kit/format";
import classes from "./analytics.module.css";
import { changeOf } from "./periods";
import { useAnalyticsWords } from "./words";

export type Unit = "money" | "count" | "share" | "time";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/** How a value of a figure is written: `write(unit, value, currency)`. */
export function useWriting() {
  const t = useAnalyticsWords();
  const language = useLanguage();
  const percent = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2 });
  const tenths = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  return (unit: Unit, value: number | null, currency: string | null = null, compact = false): string => {
    if (value === null) return "–";
    if (unit === "money" && currency) return formatMoney(language, value, currency, compact);
    if (unit === "share") return percent.format(value / 1_000_000);
    if (unit === "time") {
      if (value < HOUR) return t("minutes", { count: Math.round(value / MINUTE) });
      if (value < 2 * DAY) return t("hours", { count: tenths.format(value / HOUR) });
      return t("daysLong", { count: Math.round((value / DAY) * 10) / 10 });
    }
    return formatCount(language, value);
  };
}

/** How much more or less than before; its colour says whether that is good. */
export function Change({
  now,
  before,
  isBetterHigh = true,
}: {
  now: number | null;
  before: number | null;
  isBetterHigh?: boolean | null;
}) {
  const language = useLanguage();
  const change = changeOf(now, before);
  if (change === null) return null;
  const isGood = change === 0 || isBetterHigh === null ? undefined : change > 0 === isBetterHigh;
  return (
    <Text
      span
      className={classes.change}
      data-tone={isGood === undefined ? undefined : isGood ? "good" : "bad"}
    >
      {formatShare(language, change)}
    </Text>
  );
}

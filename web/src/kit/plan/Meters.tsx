import { Progress, Text } from "@mantine/core";
import type { Meter } from "@/api/generated/types.gen";
import { useLanguage, wordOf } from "@/app/words";
import { StatusBadge, type Tone } from "../StatusBadge";
import classes from "./plan.module.css";
import { share } from "./share";
import { usePlanWords } from "./words";

const TONES: Readonly<Record<string, Tone>> = { near: "warn", full: "bad", over: "bad" };
const COLOURS: Readonly<Record<string, string>> = { near: "yellow", full: "red", over: "red" };

/** How full each limit is, as bars with their figures in words. */
export function Meters({ meters }: { meters: readonly Meter[] }) {
  const t = usePlanWords();
  const language = useLanguage();
  const figure = new Intl.NumberFormat(language);
  return (
    <dl className={classes.meters}>
      {meters.map((meter) => (
        <div key={meter.limit} className={classes.meter}>
          <dt>
            {wordOf(t, "limit", meter.limit)}
            {meter.state === "free" ? null : (
              <StatusBadge tone={TONES[meter.state] ?? "info"}>{wordOf(t, "state", meter.state)}</StatusBadge>
            )}
          </dt>
          <dd>
            <Text size="sm" mb={4} component="div">
              {meter.most === null
                ? t("usedFree", { used: figure.format(meter.used) })
                : t("usedOf", { used: figure.format(meter.used), most: figure.format(meter.most) })}
            </Text>
            {meter.most === null ? null : (
              <Progress
                value={share(meter.used, meter.most)}
                color={COLOURS[meter.state] ?? "teal"}
                aria-label={wordOf(t, "limit", meter.limit)}
                size="md"
              />
            )}
            {t.has(`about_${meter.limit}`) ? (
              <div className={classes.about}>{t(`about_${meter.limit}` as "about_products")}</div>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

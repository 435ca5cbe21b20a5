import { Text } from "@mantine/core";
import type { ExperimentResult } from "@/api/generated/types.gen";
import { useLanguage } from "@/app/words";
import classes from "./experiments.module.css";
import { placeOf, scaleOf, writeLift } from "./states";
import { useExperimentWords } from "./words";

/** Where each variant's true difference lies: a bar on a common axis, with nothing as a dashed line; the words say the same. */
export function Intervals({ result }: { result: ExperimentResult }) {
  const t = useExperimentWords();
  const language = useLanguage();
  const scale = scaleOf(result);
  return (
    <>
      <ul className={classes.intervals}>
        {result.variants.map(({ id, name, against }) => {
          if (!against) return null;
          const { low, high } = against.interval;
          const isKnown = low !== null && high !== null && against.code !== "waiting";
          const from = placeOf(scale, low ?? 0);
          return (
            <li key={id} className={classes.interval}>
              <Text size="sm">
                {isKnown
                  ? t("againstText", {
                      name,
                      lift: writeLift(language, against.lift),
                      low: writeLift(language, low),
                      high: writeLift(language, high),
                    })
                  : `${name}: ${t("noInterval")}`}
              </Text>
              <div className={classes.track} aria-hidden>
                <span className={classes.nothing} style={{ left: `${placeOf(scale, 0)}%` }} />
                {isKnown ? (
                  <>
                    <span
                      className={classes.bar}
                      data-code={against.code}
                      style={{ left: `${from}%`, width: `${placeOf(scale, high) - from}%` }}
                    />
                    <span className={classes.point} style={{ left: `${placeOf(scale, against.lift)}%` }} />
                  </>
                ) : null}
              </div>
            </li>
          );
        })}
      </ul>
      <div className={classes.ends} aria-hidden>
        <span>{writeLift(language, scale.low)}</span>
        <span>{writeLift(language, scale.high)}</span>
      </div>
    </>
  );
}

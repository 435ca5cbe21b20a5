import type { ObjectiveState } from "@/api/generated/types.gen";
import { PlainLink } from "@/app/here";
import { useLanguage, wordOf } from "@/app/words";
import { StatusBadge } from "@/kit/StatusBadge";
import classes from "./health.module.css";
import { percent, toneOf } from "./lights";
import { useControlHealthWords } from "./words";

/** A light for each promise, with what is left of its budget. */
export function Objectives({ objectives }: { objectives: readonly ObjectiveState[] }) {
  const t = useControlHealthWords();
  const language = useLanguage();
  return (
    <div className={classes.lights}>
      {objectives.map((one) => (
        <PlainLink key={one.name} to={`/health/objectives/${one.name}`} className={classes.light}>
          <span className={classes.head}>
            <span className={classes.name}>{wordOf(t, "slo", one.name)}</span>
            <StatusBadge tone={toneOf(one.light)}>{t(`light_${one.light}`)}</StatusBadge>
          </span>
          <span className={classes.help}>{wordOf(t, "help", one.name)}</span>
          <BudgetBar left={one.budget_left} />
          <span className={classes.help}>
            {t("budgetLeft")} {one.budget_left < 0 ? t("overdrawn") : percent(language, one.budget_left, 0)}
            {" · "}
            {one.good_per_mille === null
              ? "–"
              : `${percent(language, one.good_per_mille / 1000)} / ${percent(language, one.per_mille / 1000, 1)}`}
          </span>
        </PlainLink>
      ))}
    </div>
  );
}

function BudgetBar({ left }: { left: number }) {
  const shown = Math.max(0, Math.min(1, left));
  return (
    <span className={classes.left} aria-hidden>
      <span
        data-tone={left <= 0 ? "bad" : left < 0.25 ? "warn" : "good"}
        style={{ width: `${Math.max(2, shown * 100)}%` }}
      />
    </span>
  );
}

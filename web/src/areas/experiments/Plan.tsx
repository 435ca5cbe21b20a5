import type { ReactNode } from "react";
import type { Experiment, ExperimentVariant } from "@/api/generated/types.gen";
import { useStoreOf } from "@/app/store";
import { useLanguage } from "@/app/words";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import classes from "./experiments.module.css";
import { writeRate } from "./states";
import { useExperimentWords } from "./words";

interface PlanProps {
  experiment: Experiment;
  /** Beside the figures: without what stands there already. */
  isBrief?: boolean;
}

/** What was planned, in words. */
export function Plan({ experiment, isBrief = false }: PlanProps) {
  const t = useExperimentWords();
  const language = useLanguage();
  const store = useStoreOf(experiment.store_id);
  const facts: [string, ReactNode][] = [
    [t("kind"), t(experiment.kind)],
    [t("measure"), t(experiment.measure)],
    [t("least"), writeRate(language, experiment.least_percent / 100)],
    [t("audience"), writeRate(language, experiment.audience / 10_000)],
    [t("store"), store?.name ?? ""],
  ];
  if (experiment.guards.length > 0) {
    facts.push([
      t("guards"),
      experiment.guards.map((guard) => (
        <div key={guard.measure}>
          {t(guard.measure)}: {t("worseBy")} {guard.percent}{" "}
          {t(guard.measure === "undone" || guard.measure === "errors" ? "points" : "percent")}
        </div>
      )),
    ]);
  }
  if (!isBrief && experiment.starts_at)
    facts.push([t("startsAt"), <When key="at" at={experiment.starts_at} />]);
  if (isBrief && experiment.started_at)
    facts.push([t("started"), <When key="at" at={experiment.started_at} />]);
  const end = experiment.stopped_at ?? experiment.ends_at;
  if (end) facts.push([t("endsAt"), <When key="end" at={end} />]);
  return (
    <>
      <Section title={t("plan")}>
        <dl className={classes.facts}>
          {facts.map(([name, said]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{said}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={t("variants")}>
        <dl className={classes.facts}>
          {experiment.variants.map((variant, place) => (
            <div key={variant.id}>
              <dt>
                {variant.name} · {writeRate(language, variant.share / 10_000)}
                {place === 0 ? ` · ${t("control")}` : ""}
              </dt>
              <dd>{place === 0 ? t("controlShows") : <Shown variant={variant} />}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </>
  );
}

function Shown({ variant }: { variant: ExperimentVariant }) {
  const t = useExperimentWords();
  const { shown } = variant;
  const said = [shown.announcement, shown.title, shown.text].flatMap((words) =>
    Object.entries(words ?? {}).map(([locale, text]) => ({ locale, text })),
  );
  const sorts = {
    best: t("best"),
    newest: t("newest"),
    price: t("priceUp"),
    price_desc: t("priceDown"),
    title: t("byTitle"),
  };
  return (
    <>
      {said.map(({ locale, text }) => (
        <div key={`${locale} ${text}`} lang={locale}>
          “{text}”
        </div>
      ))}
      {shown.sort ? `${t("sort")}: ${sorts[shown.sort]}` : null}
      {shown.kinds?.map((kind) => (
        <div key={kind}>{t(kind === "best" ? "bestKind" : kind)}</div>
      ))}
      {variant.price_list_ids.length > 0 ? `${t("priceLists")}: ${variant.price_list_ids.length}` : null}
    </>
  );
}

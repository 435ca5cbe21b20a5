import { Table, Text } from "@mantine/core";
import { adminGetExperimentResult } from "@/api/generated/sdk.gen";
import type { Experiment, ExperimentResult } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useLanguage } from "@/app/words";
import { Chart } from "@/kit/chart/Chart";
import { Failure } from "@/kit/Failure";
import { formatCount, formatDay, formatMoney } from "@/kit/format";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge, type Tone } from "@/kit/StatusBadge";
import classes from "./experiments.module.css";
import { Intervals } from "./Intervals";
import { ratesByDay, writeChance, writeLift, writeRate } from "./states";
import { useExperimentWords } from "./words";

const TONES: Partial<Record<ExperimentResult["code"], Tone>> = {
  better: "good",
  worse: "bad",
  unsound: "bad",
};

/** What it found so far: one sentence first, then how sure it is, then the figures. */
export function Results({ experiment }: { experiment: Experiment }) {
  const t = useExperimentWords();
  const language = useLanguage();
  const isLive = experiment.status === "running";
  const asked = useRead(
    adminGetExperimentResult,
    { path: { experiment: experiment.id } },
    isLive ? { every: 60_000 } : {},
  );
  if (asked.error && !asked.data) {
    return <Failure error={asked.error} again={() => void asked.refetch()} />;
  }
  const result = asked.data;
  if (!result) return <Skeletons />;
  const tone = TONES[result.code];
  const best = result.variants.find((variant) => variant.id === result.best_id);
  return (
    <>
      <Section
        title={t("verdict")}
        about={`${t("visitors")}: ${formatCount(language, result.visitors)} · ${t("daysRun", { count: Math.floor(result.days_run) })}`}
        acts={tone && best ? <StatusBadge tone={tone}>{best.name}</StatusBadge> : undefined}
      >
        <p className={classes.verdict} role="status">
          {result.verdict[language] ?? result.verdict.en}
        </p>
      </Section>
      <Section title={t("difference")} about={t("differenceHelp")}>
        <Intervals result={result} />
      </Section>
      <Figures experiment={experiment} result={result} />
      <ByDay experiment={experiment} result={result} />
      <Statistics experiment={experiment} result={result} />
    </>
  );
}

interface PartProps {
  experiment: Experiment;
  result: ExperimentResult;
}

/** How a rate of this experiment is written: a share, or an amount a visitor. */
function useWriting({ experiment, result }: PartProps): (value: number | null) => string {
  const language = useLanguage();
  return (value) => {
    if (value === null) return "–";
    return experiment.measure === "revenue"
      ? formatMoney(language, Math.round(value), result.currency)
      : writeRate(language, value);
  };
}

function Figures(props: PartProps) {
  const { experiment, result } = props;
  const t = useExperimentWords();
  const language = useLanguage();
  const write = useWriting(props);
  return (
    <Section title={t("figures")} flush>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.table} tabIndex={0} aria-label={t("figures")}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("variant")}</Table.Th>
              <Table.Th ta="right">{t("visitors")}</Table.Th>
              <Table.Th ta="right">{t(experiment.measure === "revenue" ? "perVisitor" : "rate")}</Table.Th>
              <Table.Th ta="right">{t("orderCount")}</Table.Th>
              <Table.Th ta="right">{t("orderValue")}</Table.Th>
              <Table.Th ta="right">{t("undoneShort")}</Table.Th>
              <Table.Th ta="right">{t("errorsShort")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {result.variants.map((variant) => (
              <Table.Tr key={variant.id}>
                <Table.Th scope="row">{variant.name}</Table.Th>
                <Table.Td ta="right" data-figures>
                  {formatCount(language, variant.visitors)}
                </Table.Td>
                <Table.Td ta="right" data-figures>
                  {write(variant.rate)}
                  <Text size="xs" c="dimmed">
                    {variant.visitors > 1
                      ? t("between", { low: write(variant.interval.low), high: write(variant.interval.high) })
                      : ""}
                  </Text>
                </Table.Td>
                <Table.Td ta="right" data-figures>
                  {formatCount(language, variant.orders)}
                </Table.Td>
                <Table.Td ta="right" data-figures>
                  {variant.orders > 0
                    ? formatMoney(language, variant.order_value_minor, result.currency)
                    : "–"}
                </Table.Td>
                <Table.Td ta="right" data-figures>
                  {formatCount(language, variant.undone)}
                </Table.Td>
                <Table.Td ta="right" data-figures>
                  {formatCount(language, variant.errors)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </Section>
  );
}

function ByDay({ experiment, result }: PartProps) {
  const t = useExperimentWords();
  const language = useLanguage();
  const days = ratesByDay(result);
  const title = t(experiment.measure === "revenue" ? "overTimeRevenue" : "overTime");
  return (
    <Section title={title}>
      {days.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("noDays")}
        </Text>
      ) : (
        <Chart
          kind="line"
          title={title}
          data={days}
          by="day"
          series={result.variants.map((variant, place) => ({ name: `v${place}`, label: variant.name }))}
          write={(value) => writeRate(language, value)}
          writeBy={(day) => formatDay(language, day)}
        />
      )}
    </Section>
  );
}

function Statistics(props: PartProps) {
  const { experiment, result } = props;
  const t = useExperimentWords();
  const language = useLanguage();
  const write = useWriting(props);
  return (
    <Section>
      <details className={classes.more}>
        <summary>{t("more")}</summary>
        {result.variants.map(({ id, name, against }) =>
          against ? (
            <p key={id}>
              {name} ({writeLift(language, against.lift)}).{" "}
              {t("alwaysText", { p: writeChance(language, against.p) })}{" "}
              {t("onceText", {
                difference: write(against.difference),
                low: write(against.once.low),
                high: write(against.once.high),
                p: writeChance(language, against.p_once),
              })}
            </p>
          ) : null,
        )}
        <p>{t("balanceText", { p: writeChance(language, result.balance) })}</p>
        {experiment.measure === "revenue" ? <p>{t("winsorText")}</p> : null}
        <p>{t("methods")}</p>
      </details>
    </Section>
  );
}

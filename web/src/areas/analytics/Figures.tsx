import { NativeSelect, Skeleton } from "@mantine/core";
import { useState } from "react";
import { adminGetFigures } from "@/api/generated/sdk.gen";
import type { Analysis, Series } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useLanguage } from "@/app/words";
import { Chart } from "@/kit/chart/Chart";
import { Failure } from "@/kit/Failure";
import { formatDay, fractionDigits } from "@/kit/format";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { When } from "@/kit/When";
import classes from "./analytics.module.css";
import { FigureTile, useNameOf } from "./FigureTile";
import type { Asked } from "./useAsked";
import { useWriting } from "./values";
import { useAnalyticsWords } from "./words";

const MINUTE = 60_000;

/** The figures of one currency: the one asked for, or the busiest. */
export function useFigures(asked: Asked, figures: readonly string[]) {
  const { period: _, ...query } = asked;
  return useRead(
    adminGetFigures,
    { query: { ...query, figures: figures.join(",") } },
    { every: 5 * MINUTE, keep: true },
  );
}

export function inCurrency(found: Analysis, asked: Asked): Series[] {
  const currency = asked.currency ?? found.currencies[0];
  return found.series.filter((one) => one.currency === null || one.currency === currency);
}

/** Tiles of figures, and one of them step by step. */
export function Figures({
  asked,
  figures,
  title,
}: {
  asked: Asked;
  figures: readonly string[];
  title: string;
}) {
  const t = useAnalyticsWords();
  const language = useLanguage();
  const nameOf = useNameOf();
  const found = useFigures(asked, figures);
  const [chosen, choose] = useState(figures[0] ?? "");
  if (found.error && found.data === undefined) {
    return (
      <Section title={title}>
        <Failure error={found.error} again={() => void found.refetch()} />
      </Section>
    );
  }
  if (found.data === undefined) {
    return (
      <Section title={title}>
        <Skeletons>
          <Skeleton height={150} mb="md" />
          <Skeleton height={240} />
        </Skeletons>
      </Section>
    );
  }
  const series = inCurrency(found.data, asked);
  const drawn = series.find((one) => one.figure === chosen) ?? series[0];
  const day = (text: string) => formatDay(language, text, { year: "numeric" });
  const range = (since: string, until: string) => t("range", { from: day(since), until: day(until) });
  const { since, until, compared_since, compared_until, counted_at } = found.data;
  return (
    <Section
      title={title}
      about={
        compared_since && compared_until
          ? t("against", { now: range(since, until), before: range(compared_since, compared_until) })
          : range(since, until)
      }
      acts={
        <span className={classes.picker}>
          {counted_at ? t.rich("countedAt", { when: <When at={counted_at} /> }) : t("notCounted")}
        </span>
      }
    >
      <dl className={classes.tiles}>
        {series.map((one) => (
          <FigureTile key={`${one.figure} ${one.currency}`} series={one} />
        ))}
      </dl>
      {drawn ? (
        <>
          <NativeSelect
            aria-label={t("detail")}
            value={drawn.figure}
            onChange={(event) => choose(event.currentTarget.value)}
            data={series.map((one) => ({ value: one.figure, label: nameOf(one.figure) }))}
            w="fit-content"
            mt="lg"
            mb="xs"
          />
          <Drawn series={drawn} by={found.data.by} title={t("overTime", { name: nameOf(drawn.figure) })} />
        </>
      ) : null}
    </Section>
  );
}

/** A figure and what it was before, step for step. */
function Drawn({ series, by, title }: { series: Series; by: string; title: string }) {
  const t = useAnalyticsWords();
  const language = useLanguage();
  const write = useWriting();
  const unit = series.unit === "money" && series.currency ? 10 ** fractionDigits(series.currency) : 1;
  const inUnits = (value: number | null) => (value === null ? null : value / unit);
  const hasBefore = series.points.some((point) => point.before !== null);
  return (
    <Chart
      kind="line"
      title={title}
      by="on"
      data={series.points.map((point) => ({
        on: point.on,
        now: inUnits(point.value),
        ...(hasBefore ? { before: inUnits(point.before) } : {}),
      }))}
      series={[
        { name: "now", label: t("now") },
        ...(hasBefore ? [{ name: "before", label: t("earlier") }] : []),
      ]}
      write={(value) =>
        series.unit === "count" && !Number.isInteger(value)
          ? ""
          : write(series.unit, Math.round(value * unit), series.currency, true)
      }
      writeBy={(day) =>
        formatDay(language, day, by === "month" ? { day: undefined, month: "short", year: "numeric" } : {})
      }
      height={260}
    />
  );
}

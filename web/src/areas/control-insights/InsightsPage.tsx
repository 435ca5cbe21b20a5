import { NativeSelect, Skeleton, Text } from "@mantine/core";
import { useState } from "react";
import { controlGetInsights } from "@/api/generated/sdk.gen";
import type { Insights } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useSearchWords } from "@/app/here";
import { useLanguage, wordOf } from "@/app/words";
import { Chart } from "@/kit/chart/Chart";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { formatDay, formatMoney, fractionDigits } from "@/kit/format";
import { Count } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { Rows } from "@/kit/Rows";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { When } from "@/kit/When";
import classes from "./insights.module.css";
import { useInsightWords } from "./words";

const MONTHS = ["3", "6", "12", "24", "36"];

/** How the merchants of the platform are doing. */
export default function InsightsPage() {
  const t = useInsightWords();
  const [words, change] = useSearchWords();
  const months = MONTHS.find((one) => one === words.months) ?? "12";
  const found = useRead(controlGetInsights, { query: { months: Number(months) } }, { keep: true });
  return (
    <Page
      title={t("title")}
      about={t("about")}
      width="wide"
      acts={
        <NativeSelect
          aria-label={t("months")}
          value={months}
          onChange={(event) =>
            change({ months: event.currentTarget.value === "12" ? undefined : event.currentTarget.value })
          }
          data={MONTHS.map((value) => ({ value, label: t("monthsCount", { count: value }) }))}
        />
      }
    >
      {found.error && found.data === undefined ? (
        <Failure error={found.error} again={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <Skeletons>
          <Skeleton height={120} mb="md" />
          <Skeleton height={280} />
        </Skeletons>
      ) : (
        <Sections>
          <Totals found={found.data} />
          <Volume found={found.data} />
          <Cohorts found={found.data} />
        </Sections>
      )}
    </Page>
  );
}

function usePercent() {
  const language = useLanguage();
  const format = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
  return (share: number | null) => (share === null ? "–" : format.format(share / 1_000_000));
}

function Totals({ found }: { found: Insights }) {
  const t = useInsightWords();
  const percent = usePercent();
  const tiles = [
    { name: t("merchants"), is: t("merchantsIs"), value: found.merchants },
    { name: t("withProduct"), is: t("withProductIs"), value: found.with_product },
    { name: t("withOrder"), is: t("withOrderIs"), value: found.with_order },
    { name: t("active"), is: t("activeIs"), value: found.active },
  ];
  return (
    <Section>
      <dl className={classes.tiles}>
        {tiles.map((tile, place) => (
          <div key={tile.name}>
            <dt>{tile.name}</dt>
            <dd>
              <span className={classes.value}>
                <Count value={tile.value} />
              </span>{" "}
              {place > 0 && found.merchants > 0 ? (
                <Text span size="sm" c="dimmed">
                  {t("ofAll", { share: percent((tile.value / found.merchants) * 1_000_000) })}
                </Text>
              ) : null}
              <Text size="xs" c="dimmed">
                {tile.is}
              </Text>
            </dd>
          </div>
        ))}
      </dl>
      <Text size="xs" c="dimmed" mt="md">
        {found.counted_at ? t.rich("countedAt", { when: <When at={found.counted_at} /> }) : t("notCounted")}
      </Text>
    </Section>
  );
}

function useMonth() {
  const language = useLanguage();
  return (month: string) =>
    formatDay(language, month, { day: undefined, month: "short", year: "numeric" }).replaceAll(" ", "\u00a0");
}

/** One currency at a time: the one with the most orders first. */
function Volume({ found }: { found: Insights }) {
  const t = useInsightWords();
  const language = useLanguage();
  const writeMonth = useMonth();
  const orders = new Map<string, number>();
  for (const one of found.volume) orders.set(one.currency, (orders.get(one.currency) ?? 0) + one.orders);
  const currencies = [...orders.keys()].sort((a, b) => (orders.get(b) ?? 0) - (orders.get(a) ?? 0));
  const [chosen, choose] = useState("");
  const currency = currencies.includes(chosen) ? chosen : currencies[0];
  if (currency === undefined) {
    return (
      <Section title={t("volume")} about={t("volumeAbout")}>
        <EmptyState title={t("noVolume")} text={t("noVolumeHelp")} />
      </Section>
    );
  }
  const unit = 10 ** fractionDigits(currency);
  return (
    <Section
      title={t("volume")}
      about={t("volumeAbout")}
      acts={
        currencies.length > 1 ? (
          <NativeSelect
            aria-label={t("currency")}
            value={currency}
            onChange={(event) => choose(event.currentTarget.value)}
            data={currencies}
          />
        ) : null
      }
    >
      <Chart
        kind="bar"
        title={t("volumeIn", { currency })}
        by="month"
        data={found.volume
          .filter((one) => one.currency === currency)
          .map((one) => ({ month: one.month, sold: one.total_minor / unit }))}
        series={[{ name: "sold", label: t("volumeIn", { currency }) }]}
        write={(value) => formatMoney(language, Math.round(value * unit), currency, true)}
        writeBy={writeMonth}
      />
    </Section>
  );
}

function Cohorts({ found }: { found: Insights }) {
  const t = useInsightWords();
  const percent = usePercent();
  const writeMonth = useMonth();
  const longest = Math.max(0, ...found.retention.map((one) => one.active.length - 1));
  return (
    <>
      <Rows
        title={t("activation")}
        about={t("activationAbout")}
        rows={found.activation}
        empty={t("noActivation")}
        columns={[
          t("month"),
          t("registered"),
          t("withProduct"),
          t("withOrder"),
          `${t("daysToOrder")} (${t("daysToOrderIs")})`,
        ]}
        keyOf={(row) => row.month}
        cells={(row) => [
          writeMonth(row.month),
          row.registered,
          row.with_product,
          row.with_order,
          row.days_to_order === null ? "–" : row.days_to_order / 100,
        ]}
      />
      <Rows
        title={t("retention")}
        about={t("retentionAbout")}
        rows={found.retention}
        empty={t("noRetention")}
        columns={[
          t("firstOrder"),
          t("merchants"),
          ...Array.from({ length: longest }, (_, place) => t("monthN", { number: place + 1 })),
        ]}
        keyOf={(row) => row.month}
        cells={(row) => [
          writeMonth(row.month),
          row.merchants,
          ...Array.from({ length: longest }, (_, place) => {
            const active = row.active[place + 1];
            return active === undefined ? "" : percent((active / row.merchants) * 1_000_000);
          }),
        ]}
      />
      <Rows
        title={t("quality")}
        about={t("qualityAbout")}
        rows={found.quality}
        empty={t("noQuality")}
        columns={[t("month"), t("orders"), t("cancelled"), t("returned"), t("disputed"), t("failed")]}
        keyOf={(row) => row.month}
        cells={(row) => [
          writeMonth(row.month),
          <Count key="orders" value={row.orders} />,
          percent(row.cancelled_share),
          percent(row.return_share),
          percent(row.dispute_share),
          percent(row.failed_payment_share),
        ]}
      />
      <Rows
        title={t("features")}
        about={t("featuresAbout")}
        rows={found.features}
        empty=""
        columns={[t("feature"), t("use"), t("useActive")]}
        keyOf={(row) => row.feature}
        cells={(row) => [
          wordOf(t, "feature", row.feature),
          <Count key="use" value={row.merchants} />,
          percent(row.share),
        ]}
      />
    </>
  );
}

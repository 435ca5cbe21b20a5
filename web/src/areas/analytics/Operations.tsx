import { Skeleton, Text } from "@mantine/core";
import { adminGetFulfillmentTimes, adminGetStockouts, adminListReturnReasons } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { wordOf } from "@/app/words";
import { Chart } from "@/kit/chart/Chart";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { Count } from "@/kit/Money";
import { Rows } from "@/kit/Rows";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import classes from "./analytics.module.css";
import type { Asked } from "./useAsked";
import { Change, useWriting } from "./values";
import { useAnalyticsWords } from "./words";

/** Articles that could not be sold, the longest first. */
export function Stockouts({ asked, limit }: { asked: Asked; limit: number }) {
  const t = useAnalyticsWords();
  const write = useWriting();
  const { since, until, compare } = asked;
  const found = useRead(adminGetStockouts, { query: { since, until, compare, limit } }, { keep: true });
  const minutes = (count: number) => write("time", count * 60);
  return (
    <Rows
      title={t("stockouts")}
      about={
        found.data && found.data.articles > 0 ? (
          <>
            {t("stockoutsCount", { count: found.data.articles })}{" "}
            <Change now={found.data.articles} before={found.data.articles_before} isBetterHigh={false} />
            {" · "}
            {t("stockoutsAbout")}
          </>
        ) : (
          t("stockoutsAbout")
        )
      }
      rows={found.data?.worst}
      error={found.error}
      again={() => void found.refetch()}
      empty={t("noStockouts")}
      columns={[t("article"), t("location"), t("missedFor"), t("change")]}
      words={2}
      keyOf={(row) => `${row.sku} ${row.location}`}
      cells={(row) => [
        <span key="article">
          <GoLink to={`/inventory/items/${encodeURIComponent(row.sku)}`} c="inherit" fw={550}>
            {row.title}
          </GoLink>{" "}
          <StatusBadge tone={row.is_out ? "bad" : "quiet"}>
            {row.is_out ? t("stillOut") : t("backAgain")}
          </StatusBadge>
          <Text size="xs" c="dimmed">
            {row.sku}
          </Text>
        </span>,
        row.location,
        minutes(row.minutes),
        row.before > 0 ? (
          <Change key="change" now={row.minutes} before={row.before} isBetterHigh={false} />
        ) : (
          "–"
        ),
      ]}
    />
  );
}

/** How long parcels took, in classes. */
export function Durations({ asked }: { asked: Asked }) {
  const t = useAnalyticsWords();
  const write = useWriting();
  const { since, until, store_id, channel } = asked;
  const found = useRead(
    adminGetFulfillmentTimes,
    { query: { since, until, store_id, channel } },
    { keep: true },
  );
  if (found.error && found.data === undefined) {
    return (
      <Section title={t("times")}>
        <Failure error={found.error} again={() => void found.refetch()} />
      </Section>
    );
  }
  if (found.data === undefined) {
    return (
      <Section title={t("times")}>
        <Skeletons>
          <Skeleton height={240} />
        </Skeletons>
      </Section>
    );
  }
  const [ship, deliver] = found.data;
  if (!ship || !deliver || ship.count + deliver.count === 0) {
    return (
      <Section title={t("times")} about={t("timesAbout")}>
        <EmptyState title={t("noTimes")} text="" />
      </Section>
    );
  }
  const label = (place: number) => {
    const bound = ship.bounds[place];
    return bound === undefined ? t("longer") : t("within", { time: write("time", bound) });
  };
  return (
    <Section title={t("times")} about={t("timesAbout")}>
      <dl className={classes.tiles}>
        {[ship, deliver].flatMap((one) =>
          (["median", "mean", "p90"] as const).map((what) => (
            <div key={`${one.what} ${what}`} className={classes.tile}>
              <dt className={classes.name}>
                {t(one.what === "ship" ? "ship" : "deliver")} · {t(what)}
              </dt>
              <dd>
                <span className={classes.value}>{write("time", one[what])}</span>
              </dd>
            </div>
          )),
        )}
      </dl>
      <Chart
        kind="bar"
        title={t("times")}
        by="within"
        data={ship.counts.map((count, place) => ({
          within: label(place),
          ship: count,
          deliver: deliver.counts[place] ?? 0,
        }))}
        series={[
          { name: "ship", label: t("ship") },
          { name: "deliver", label: t("deliver") },
        ]}
      />
    </Section>
  );
}

/** Why goods came back. */
export function Reasons({ asked }: { asked: Asked }) {
  const t = useAnalyticsWords();
  const { since, until, compare, store_id, channel, currency } = asked;
  const found = useRead(
    adminListReturnReasons,
    { query: { since, until, compare, store_id, channel, currency } },
    { keep: true },
  );
  return (
    <Rows
      title={t("reasons")}
      rows={found.data}
      error={found.error}
      again={() => void found.refetch()}
      empty={t("noReturns")}
      columns={[t("reason"), t("returns"), t("items"), t("change")]}
      keyOf={(row) => row.reason}
      cells={(row) => [
        wordOf(t, "reason", row.reason),
        <Count key="returns" value={row.returns} />,
        <Count key="items" value={row.items} />,
        row.before > 0 ? (
          <Change key="change" now={row.returns} before={row.before} isBetterHigh={false} />
        ) : (
          "–"
        ),
      ]}
    />
  );
}

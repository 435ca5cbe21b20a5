import { Skeleton, Text } from "@mantine/core";
import { adminListVisitSources } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { wordOf } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { Count } from "@/kit/Money";
import { Rows } from "@/kit/Rows";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import classes from "./analytics.module.css";
import { useFigures } from "./Figures";
import { useNameOf } from "./FigureTile";
import type { Asked } from "./useAsked";
import { Change, useWriting } from "./values";
import { useAnalyticsWords } from "./words";

const STEPS = ["visits", "product_visits", "cart_visits", "checkout_visits", "order_visits"] as const;

/** How many visits got how far. */
export function Funnel({ asked }: { asked: Asked }) {
  const t = useAnalyticsWords();
  const write = useWriting();
  const nameOf = useNameOf();
  const found = useFigures(asked, STEPS);
  if (found.error && found.data === undefined) return null;
  if (found.data === undefined) {
    return (
      <Section title={t("funnel")}>
        <Skeletons>
          <Skeleton height={200} />
        </Skeletons>
      </Section>
    );
  }
  const { series } = found.data;
  const visits = series.find((one) => one.figure === "visits")?.value ?? 0;
  if (visits === 0) {
    return (
      <Section title={t("funnel")} about={t("funnelAbout")}>
        <EmptyState title={t("noVisits")} text={t("noVisitsHelp")} />
      </Section>
    );
  }
  return (
    <Section title={t("funnel")} about={t("funnelAbout")}>
      <ol className={classes.steps}>
        {STEPS.map((step) => {
          const one = series.find((each) => each.figure === step);
          const value = one?.value ?? 0;
          return (
            <li key={step}>
              <div className={classes.stepHead}>
                <Text span fw={550} size="sm">
                  {nameOf(step)}
                </Text>
                <span>
                  <Count value={value} />{" "}
                  <Text span c="dimmed" size="sm">
                    {t("ofVisits", { share: write("share", Math.round((value / visits) * 1_000_000)) })}
                  </Text>{" "}
                  <Change now={value} before={one?.before ?? null} />
                </span>
              </div>
              <div className={classes.bar} aria-hidden>
                <div
                  className={classes.fill}
                  style={{ width: `${Math.min(100, (value / visits) * 100)}%` }}
                />
              </div>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

/** Where visits came from. */
export function Sources({ asked }: { asked: Asked }) {
  const t = useAnalyticsWords();
  const { since, until, compare, store_id } = asked;
  const found = useRead(
    adminListVisitSources,
    { query: { since, until, compare, store_id, limit: 50 } },
    { keep: true },
  );
  return (
    <Rows
      title={t("sources")}
      rows={found.data}
      error={found.error}
      again={() => void found.refetch()}
      empty={t("noVisits")}
      emptyHelp={t("noVisitsHelp")}
      columns={[t("source"), t("visits"), t("sawProduct"), t("filledCart"), t("ordered"), t("change")]}
      keyOf={(row) => `${row.source} ${row.referrer} ${row.campaign}`}
      cells={(row) => [
        <span key="source">
          {wordOf(t, "source", row.source)}
          {row.referrer || row.campaign ? (
            <Text size="xs" c="dimmed">
              {[row.campaign, row.referrer].filter(Boolean).join(" · ")}
            </Text>
          ) : null}
        </span>,
        <Count key="visits" value={row.visits} />,
        <Count key="product" value={row.product_visits} />,
        <Count key="cart" value={row.cart_visits} />,
        <Count key="order" value={row.order_visits} />,
        row.before > 0 ? <Change key="change" now={row.visits} before={row.before} /> : "–",
      ]}
    />
  );
}

import { Button, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { PlainLink } from "@/app/here";
import { useMe } from "@/app/may";
import { useStore } from "@/app/store";
import { useLanguage } from "@/app/words";
import { Chart } from "@/kit/chart/Chart";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { formatDay, formatMoney, formatShare, fractionDigits } from "@/kit/format";
import { Count, Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import classes from "./home.module.css";
import { useFigures } from "./useFigures";
import { useHomeWords } from "./words";

/** Today beside yesterday, and the thirty days before: one currency at a time, since they cannot be added. */
export function Sales() {
  const t = useHomeWords();
  const language = useLanguage();
  const figures = useFigures();
  const [chosen, choose] = useState<string | null>(null);
  if (figures.error && figures.data === undefined) {
    return (
      <Section title={t("days")}>
        <Failure error={figures.error} again={() => void figures.refetch()} />
      </Section>
    );
  }
  if (figures.data === undefined) {
    return (
      <Section title={t("days")}>
        <Skeletons>
          <Skeleton height={56} mb="md" />
          <Skeleton height={220} />
        </Skeletons>
      </Section>
    );
  }
  const { sales, days } = figures.data;
  const today = sales.find((one) => one.currency === chosen) ?? sales[0];
  if (today === undefined) return <NoSales />;
  const { currency } = today;
  const shown = days.filter((day) => day.currency === currency);
  const total = shown.reduce((sum, day) => sum + day.sales_minor, 0);
  const unit = 10 ** fractionDigits(currency);
  return (
    <Section
      title={t("days")}
      about={t.rich("total", { amount: <Money minor={total} currency={currency} /> })}
      acts={
        <>
          {sales.length > 1 ? (
            <SegmentedControl
              aria-label={t("currency")}
              value={currency}
              onChange={choose}
              data={sales.map((one) => one.currency)}
            />
          ) : null}
          <Button variant="subtle" size="xs" component={PlainLink} to="/analytics">
            {t("allFigures")}
          </Button>
        </>
      }
    >
      <dl className={classes.figures}>
        <Figure
          name={`${t("sales")} · ${t("today")}`}
          value={<Money minor={today.sales_minor} currency={currency} />}
          beside={<Change now={today.sales_minor} before={today.yesterday_by_now_minor} />}
          about={t.rich("yesterdayByNow", {
            amount: <Money minor={today.yesterday_by_now_minor} currency={currency} />,
          })}
        />
        <Figure
          name={`${t("orders")} · ${t("today")}`}
          value={<Count value={today.orders} />}
          about={t("yesterdayOrders", { count: today.yesterday_orders })}
        />
        <Figure
          name={`${t("average")} · ${t("today")}`}
          value={
            today.orders > 0 ? (
              <Money minor={Math.round(today.sales_minor / today.orders)} currency={currency} />
            ) : (
              "–"
            )
          }
        />
      </dl>
      <Chart
        kind="bar"
        title={t("days")}
        data={shown.map((day) => ({ day: day.day, sales: day.sales_minor / unit }))}
        by="day"
        series={[{ name: "sales", label: t("sales") }]}
        write={(value) => formatMoney(language, Math.round(value * unit), currency, true)}
        writeBy={(day) => formatDay(language, day)}
      />
    </Section>
  );
}

function Figure(props: { name: string; value: ReactNode; beside?: ReactNode; about?: ReactNode }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>
        <span className={classes.figure}>{props.value}</span> {props.beside}
        {props.about ? (
          <Text size="xs" c="dimmed">
            {props.about}
          </Text>
        ) : null}
      </dd>
    </div>
  );
}

function Change({ now, before }: { now: number; before: number }) {
  const t = useHomeWords();
  const language = useLanguage();
  if (before <= 0) return null;
  const share = now / before - 1;
  const text = formatShare(language, share);
  return (
    <span
      className={classes.change}
      data-tone={share >= 0 ? "good" : "bad"}
      title={t("more", { share: text })}
    >
      {text}
    </span>
  );
}

function NoSales() {
  const t = useHomeWords();
  const { company, stores } = useMe();
  const store = useStore() ?? stores[0];
  const address = store?.hosts[0] ? `//${store.hosts[0]}` : `/s/${company.slug}/${store?.slug ?? ""}`;
  return (
    <Section title={t("days")}>
      <EmptyState
        title={t("noSales")}
        text={t("noSalesHelp")}
        action={
          <Button component="a" href={address} target="_blank" rel="noopener" variant="default">
            {t("openShop")}
          </Button>
        }
      />
    </Section>
  );
}

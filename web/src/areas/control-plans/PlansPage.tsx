import { Button, Text } from "@mantine/core";
import { IconPlus, IconStack2 } from "@tabler/icons-react";
import { controlListPlans } from "@/api/generated/sdk.gen";
import type { PlanRow } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { useLanguage, wordOf } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { formatMoney } from "@/kit/format";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Count } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { usePlanWords } from "@/kit/plan/words";
import { Sections } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { Requests } from "./Requests";
import { nameOf, newestOf, offeredAs, TONES } from "./values";
import { useControlPlanWords } from "./words";

/** Every plan, and the merchants who ask for one. */
export default function PlansPage() {
  const t = useControlPlanWords();
  const p = usePlanWords();
  const language = useLanguage();
  const list = useList();
  const plans = useRead(controlListPlans, {});
  const typed = list.q.toLowerCase();
  const figure = new Intl.NumberFormat(language);
  const columns: Column<PlanRow>[] = [
    {
      key: "name",
      title: t("name"),
      fixed: true,
      phone: "title",
      cell: (plan) => (
        <div>
          <GoLink to={`/plans/${plan.handle}`} c="inherit" size="sm" fw={550}>
            {nameOf(plan, language)}
          </GoLink>
          <Text size="xs" c="dimmed">
            {p("version", { version: String(newestOf(plan).version) })}
          </Text>
        </div>
      ),
    },
    {
      key: "price",
      title: t("price"),
      width: 150,
      cell: (plan) => {
        const { price_minor: price, currency } = newestOf(plan);
        return (
          <Text size="sm">
            {price === 0 ? p("free") : p("perMonth", { price: formatMoney(language, price, currency) })}
          </Text>
        );
      },
    },
    {
      key: "limits",
      title: t("limits"),
      cell: (plan) => (
        <Text size="sm" truncate maw={320}>
          {Object.entries(newestOf(plan).limits)
            .map(([name, most]) => `${wordOf(p, "limit", name)} ${figure.format(most)}`)
            .join(" · ") || p("unlimited")}
        </Text>
      ),
    },
    {
      key: "features",
      title: t("features"),
      width: 140,
      cell: (plan) => {
        const features = newestOf(plan).features;
        return (
          <Text size="sm">
            {features === null ? p("allFeatures") : t("featureCount", { count: features.length })}
          </Text>
        );
      },
    },
    {
      key: "merchants",
      title: t("merchants"),
      width: 110,
      cell: (plan) => <Count value={plan.merchants} />,
    },
    {
      key: "offered",
      title: t("offered"),
      width: 190,
      phone: "aside",
      cell: (plan) => (
        <StatusBadge tone={TONES[offeredAs(plan)]}>{t(`offered_${offeredAs(plan)}`)}</StatusBadge>
      ),
    },
  ];
  const add = (
    <May permission="plans:write">
      <Button component={PlainLink} to="/plans/new" leftSection={<IconPlus size={16} />}>
        {t("newPlan")}
      </Button>
    </May>
  );
  const items = plans.data?.filter((plan) => nameOf(plan, language).toLowerCase().includes(typed));
  return (
    <Page title={t("title")} about={t("about")} width="wide" primary={add}>
      <Sections>
        <Requests />
        <DataList
          id="control-plans"
          list={list}
          source={{
            items,
            error: plans.error,
            isFetching: plans.isFetching,
            hasNextPage: false,
            isFetchingNextPage: false,
            fetchNextPage: () => undefined,
            refetch: () => void plans.refetch(),
          }}
          columns={columns}
          idOf={(plan) => plan.id}
          to={(plan) => `/plans/${plan.handle}`}
          rowHeight={60}
          empty={
            <EmptyState icon={<IconStack2 size={24} />} title={t("none")} text={t("noneHelp")} action={add} />
          }
        />
      </Sections>
    </Page>
  );
}

import { Button, Stack } from "@mantine/core";
import { IconDiscount } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminListPromotions } from "@/api/generated/sdk.gen";
import type { PromotionSummary } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column, Filter } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Count, Money } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { When } from "@/kit/When";
import { PromotionState, STATES } from "./PromotionState";
import { usePromotionWords } from "./words";

export default function PromotionsPage() {
  const t = usePromotionWords();
  const list = useList();
  const state = STATES.find((one) => one === list.filters.state);
  const way = list.filters.way;
  const found = usePages(adminListPromotions, {
    query: {
      q: list.q,
      limit: 50,
      ...(state ? { status: state } : {}),
      ...(way ? { needs_code: way === "code" } : {}),
    },
  });
  const columns = useMemo<Column<PromotionSummary>[]>(
    () => [
      {
        key: "name",
        title: t("name"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <GoLink to={`/promotions/${row.id}`} c="inherit" fw={550}>
            {row.name}
          </GoLink>
        ),
      },
      {
        key: "state",
        title: t("state"),
        width: 130,
        phone: "aside",
        cell: (row) => <PromotionState state={row.state} />,
      },
      {
        key: "way",
        title: t("way"),
        cell: (row) =>
          row.needs_code ? (row.codes === 1 ? row.code : t("codesOf", { count: row.codes })) : t("automatic"),
      },
      { key: "uses", title: t("uses"), align: "right", cell: (row) => <Count value={row.uses} /> },
      {
        key: "given",
        title: t("given"),
        align: "right",
        cell: (row) => (
          <Stack gap={0}>
            {row.given.map((each) => (
              <Money key={each.currency} minor={each.amount_minor} currency={each.currency} />
            ))}
          </Stack>
        ),
      },
      {
        key: "ends",
        title: t("ends"),
        align: "right",
        cell: (row) => (row.ends_at ? <When at={row.ends_at} /> : "–"),
      },
    ],
    [t],
  );
  const filters = useMemo<Filter[]>(
    () => [
      {
        key: "state",
        label: t("state"),
        options: STATES.map((value) => ({ value, label: t(`state_${value}`) })),
      },
      {
        key: "way",
        label: t("way"),
        options: [
          { value: "code", label: t("byCode") },
          { value: "automatic", label: t("automatic") },
        ],
      },
    ],
    [t],
  );
  const create = (
    <May permission="promotions:write">
      <Button component={PlainLink} to="/promotions/new">
        {t("newPromotion")}
      </Button>
    </May>
  );
  return (
    <Page title={t("title")} primary={create} width="wide">
      <DataList
        id="promotions"
        list={list}
        source={found}
        columns={columns}
        filters={filters}
        idOf={(row) => row.id}
        to={(row) => `/promotions/${row.id}`}
        search={t("search")}
        rowHeight={52}
        empty={
          <EmptyState
            icon={<IconDiscount size={24} />}
            title={t("none")}
            text={t("noneHelp")}
            action={create}
          />
        }
      />
    </Page>
  );
}

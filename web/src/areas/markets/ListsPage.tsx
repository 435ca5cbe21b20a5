import { Button } from "@mantine/core";
import { IconTags } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminListPriceLists } from "@/api/generated/sdk.gen";
import type { PriceList } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Count } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { useMarketWords } from "./words";

export default function ListsPage() {
  const t = useMarketWords();
  const list = useList();
  const found = usePages(adminListPriceLists, { query: { limit: 50 } });
  const typed = list.q.toLowerCase();
  const items = found.items?.filter((row) => row.name.toLowerCase().includes(typed));
  const columns = useMemo<Column<PriceList>[]>(
    () => [
      {
        key: "name",
        title: t("name"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <GoLink to={`/price-lists/${row.id}`} c="inherit" fw={550}>
            {row.name}
          </GoLink>
        ),
      },
      {
        key: "state",
        title: t("state"),
        width: 130,
        phone: "aside",
        cell: (row) => (
          <StatusBadge tone={row.is_active ? "good" : "quiet"}>
            {t(row.is_active ? "inUse" : "notInUse")}
          </StatusBadge>
        ),
      },
      {
        key: "who",
        title: t("who"),
        cell: (row) =>
          [row.group_name, row.market_name, row.store_name, row.channel]
            .filter((one) => one !== "")
            .join(" · ") || t("everybody"),
      },
      { key: "currency", title: t("currency"), width: 100, cell: (row) => row.currency },
      {
        key: "percent",
        title: t("percent"),
        align: "right",
        cell: (row) => (row.percent_ppm === null ? "–" : `${row.percent_ppm / 10_000} %`),
      },
      { key: "prices", title: t("prices"), align: "right", cell: (row) => <Count value={row.prices} /> },
      {
        key: "ends",
        title: t("ends"),
        align: "right",
        cell: (row) => (row.ends_at ? <When at={row.ends_at} /> : "–"),
      },
    ],
    [t],
  );
  const create = (
    <May permission="products:write">
      <Button component={PlainLink} to="/price-lists/new">
        {t("newList")}
      </Button>
    </May>
  );
  return (
    <Page title={t("lists")} primary={create} width="wide">
      <DataList
        id="price-lists"
        list={list}
        source={{ ...found, items }}
        columns={columns}
        idOf={(row) => row.id}
        to={(row) => `/price-lists/${row.id}`}
        search={t("name")}
        rowHeight={52}
        empty={
          <EmptyState
            icon={<IconTags size={24} />}
            title={t("noLists")}
            text={t("noListsHelp")}
            action={create}
          />
        }
      />
    </Page>
  );
}

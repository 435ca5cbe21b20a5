import { Button } from "@mantine/core";
import { IconWorld } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminListMarkets } from "@/api/generated/sdk.gen";
import type { Market } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { useMe } from "@/app/may";
import { useStore } from "@/app/store";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { StatusBadge } from "@/kit/StatusBadge";
import { countryName } from "./countries";
import { useMarketWords } from "./words";

const MOST_NAMED = 3;

export default function MarketsPage() {
  const t = useMarketWords();
  const list = useList();
  const language = useLanguage();
  const { stores } = useMe();
  const store = useStore();
  const found = useRead(adminListMarkets, { query: store ? { store: store.id } : {} });
  const typed = list.q.toLowerCase();
  const items = found.data?.filter((row) => `${row.name} ${row.currency}`.toLowerCase().includes(typed));
  const columns = useMemo<Column<Market>[]>(
    () => [
      {
        key: "name",
        title: t("name"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <GoLink to={`/markets/${row.id}`} c="inherit" fw={550}>
            {row.name}
          </GoLink>
        ),
      },
      {
        key: "state",
        title: t("state"),
        width: 110,
        phone: "aside",
        cell: (row) => (
          <StatusBadge tone={row.is_active ? "good" : "quiet"}>
            {t(row.is_active ? "open" : "closed")}
          </StatusBadge>
        ),
      },
      { key: "currency", title: t("currency"), width: 100, cell: (row) => row.currency },
      {
        key: "countries",
        title: t("countries"),
        cell: (row) => {
          const named = row.countries.slice(0, MOST_NAMED).map((code) => countryName(language, code));
          const rest = row.countries.length - named.length;
          return rest > 0 ? `${named.join(", ")} +${rest}` : named.join(", ") || "–";
        },
      },
      {
        key: "rate",
        title: t("rate"),
        cell: (row) =>
          row.rate === null
            ? t("noRate")
            : t("rateOf", { base: row.store_currency, rate: row.rate, currency: row.currency }),
      },
      {
        key: "store",
        title: t("store"),
        cell: (row) => stores.find((one) => one.id === row.store_id)?.name ?? "",
      },
    ],
    [t, stores, language],
  );
  const create = (
    <May permission="markets:write">
      <Button component={PlainLink} to="/markets/new">
        {t("newMarket")}
      </Button>
    </May>
  );
  return (
    <Page title={t("title")} primary={create} width="wide">
      <DataList
        id="markets"
        list={list}
        source={{
          items,
          error: found.error,
          isFetching: found.isFetching,
          isFetchingNextPage: false,
          hasNextPage: false,
          fetchNextPage: () => undefined,
          refetch: found.refetch,
        }}
        columns={columns}
        idOf={(row) => row.id}
        to={(row) => `/markets/${row.id}`}
        search={t("name")}
        rowHeight={52}
        empty={
          <EmptyState icon={<IconWorld size={24} />} title={t("none")} text={t("noneHelp")} action={create} />
        }
      />
    </Page>
  );
}

import { Button } from "@mantine/core";
import { IconDiscount2 } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminListSaleEvents } from "@/api/generated/sdk.gen";
import type { Sale } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { useMe } from "@/app/may";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Count } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { When } from "@/kit/When";
import { SaleState } from "./SaleState";
import { useSaleWords } from "./words";

export default function SalesPage() {
  const t = useSaleWords();
  const list = useList();
  const { stores } = useMe();
  const found = useRead(adminListSaleEvents, {});
  const typed = list.q.toLowerCase();
  const items = found.data?.filter((row) => row.name.toLowerCase().includes(typed));
  const columns = useMemo<Column<Sale>[]>(
    () => [
      {
        key: "name",
        title: t("name"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <GoLink to={`/sale-events/${row.id}`} c="inherit" fw={550}>
            {row.name}
          </GoLink>
        ),
      },
      {
        key: "state",
        title: t("state"),
        width: 130,
        phone: "aside",
        cell: (row) => <SaleState state={row.state} />,
      },
      {
        key: "store",
        title: t("store"),
        cell: (row) => stores.find((store) => store.id === row.store_id)?.name ?? "",
      },
      {
        key: "percent",
        title: t("percent"),
        align: "right",
        cell: (row) => `−${row.percent_ppm / 10_000} %`,
      },
      {
        key: "variants",
        title: t("variants"),
        align: "right",
        cell: (row) => <Count value={row.variants} />,
      },
      { key: "starts", title: t("starts"), align: "right", cell: (row) => <When at={row.starts_at} /> },
      {
        key: "ends",
        title: t("ends"),
        align: "right",
        cell: (row) => (row.ends_at ? <When at={row.ends_at} /> : "–"),
      },
    ],
    [t, stores],
  );
  const create = (
    <May permission="products:write">
      <Button component={PlainLink} to="/sale-events/new">
        {t("newSale")}
      </Button>
    </May>
  );
  return (
    <Page
      title={t("title")}
      crumbs={[{ to: "/products", label: t("productsTitle") }]}
      primary={create}
      width="wide"
    >
      <DataList
        id="sale-events"
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
        to={(row) => `/sale-events/${row.id}`}
        search={t("name")}
        rowHeight={52}
        empty={
          <EmptyState
            icon={<IconDiscount2 size={24} />}
            title={t("none")}
            text={t("noneHelp")}
            action={create}
          />
        }
      />
    </Page>
  );
}

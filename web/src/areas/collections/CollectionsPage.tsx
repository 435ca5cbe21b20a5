import { Button } from "@mantine/core";
import { IconStack2 } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminListCollections } from "@/api/generated/sdk.gen";
import type { StaffCollection } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Count } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { StatusBadge } from "@/kit/StatusBadge";
import { Thumbnail } from "@/kit/Thumbnail";
import { When } from "@/kit/When";
import { useCollectionWords } from "./words";

export default function CollectionsPage() {
  const t = useCollectionWords();
  const list = useList();
  const found = useRead(adminListCollections, {});
  const typed = list.q.toLowerCase();
  const items = found.data?.filter((row) => row.title.toLowerCase().includes(typed));
  const columns = useMemo<Column<StaffCollection>[]>(
    () => [
      {
        key: "title",
        title: t("name"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <GoLink to={`/collections/${row.id}`} c="inherit" fw={550}>
            <Thumbnail image={row.image} size={36} /> {row.title}
          </GoLink>
        ),
      },
      {
        key: "shown",
        title: t("visible"),
        width: 130,
        phone: "aside",
        cell: (row) => (
          <StatusBadge tone={row.is_visible ? "good" : "quiet"}>
            {t(row.is_visible ? "shown" : "hidden")}
          </StatusBadge>
        ),
      },
      { key: "kind", title: t("kind"), cell: (row) => t(row.kind === "rule" ? "rule" : "manual") },
      {
        key: "products",
        title: t("products"),
        align: "right",
        cell: (row) => <Count value={row.products} />,
      },
      { key: "changed", title: t("changed"), align: "right", cell: (row) => <When at={row.updated_at} /> },
    ],
    [t],
  );
  const create = (
    <Button component={PlainLink} to="/collections/new">
      {t("newCollection")}
    </Button>
  );
  return (
    <Page
      title={t("title")}
      crumbs={[{ to: "/products", label: t("productsTitle") }]}
      primary={create}
      width="wide"
    >
      <DataList
        id="collections"
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
        to={(row) => `/collections/${row.id}`}
        search={t("name")}
        rowHeight={56}
        empty={
          <EmptyState
            icon={<IconStack2 size={24} />}
            title={t("none")}
            text={t("noneHelp")}
            action={create}
          />
        }
      />
    </Page>
  );
}

import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { adminListStores } from "@/api/generated/sdk.gen";
import type { StoreSummary } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { useMay } from "@/app/may";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Page } from "@/kit/Page";
import { StatusBadge } from "@/kit/StatusBadge";
import { whole } from "./parts/lists";
import { NewStore } from "./stores/NewStore";
import { useSettingsWords } from "./words";

export default function StoresPage() {
  const t = useSettingsWords();
  const list = useList();
  const may = useMay("stores:write");
  const [isNew, setNew] = useState(false);
  const stores = useRead(adminListStores, {});
  const columns = useMemo<Column<StoreSummary>[]>(
    () => [
      {
        key: "name",
        title: t("stores.name"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <GoLink to={`/settings/stores/${row.id}`} c="inherit" fw={550}>
            {row.name}
          </GoLink>
        ),
      },
      {
        key: "status",
        title: t("stores.status"),
        width: 120,
        phone: "aside",
        cell: (row) => (
          <StatusBadge tone={row.status === "active" ? "good" : "quiet"}>
            {row.status === "active" ? t("general.open") : t("general.closed")}
          </StatusBadge>
        ),
      },
      { key: "currency", title: t("stores.currency"), width: 110, cell: (row) => row.currency },
      {
        key: "host",
        title: t("stores.address"),
        cell: (row) => row.hosts[0] ?? t("stores.noHost"),
      },
    ],
    [t],
  );
  return (
    <Page
      title={t("stores.title")}
      crumbs={[{ to: "/settings", label: t("title") }]}
      width="wide"
      primary={
        may ? (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setNew(true)}>
            {t("stores.new")}
          </Button>
        ) : undefined
      }
    >
      <DataList
        id="stores"
        list={list}
        source={whole(stores)}
        columns={columns}
        idOf={(row) => row.id}
        to={(row) => `/settings/stores/${row.id}`}
        empty={<EmptyState title={t("stores.none")} text={t("stores.noneHelp")} />}
      />
      {isNew ? <NewStore onClose={() => setNew(false)} /> : null}
    </Page>
  );
}

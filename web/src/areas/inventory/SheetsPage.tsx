import { Button, Modal } from "@mantine/core";
import { IconClipboardList } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { adminListCountSheets } from "@/api/generated/sdk.gen";
import type { CountSheetRow } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink, useSearchWords } from "@/app/here";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { StatusBadge, type Tone } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { NewSheetForm } from "./NewSheetForm";
import { useInventoryWords } from "./words";

const STATES = ["open", "closed", "cancelled"] as const;
const TONES: Record<string, Tone> = { open: "warn", closed: "good", cancelled: "quiet" };

export default function SheetsPage() {
  const t = useInventoryWords();
  const list = useList();
  const [words, change] = useSearchWords();
  const [isMaking, setMaking] = useState(words.new === "yes");
  const ticked = words.skus?.split(",").filter(Boolean) ?? [];
  const sheets = usePages(adminListCountSheets, { query: { status: list.one("status", STATES), limit: 50 } });
  const columns = useMemo<Column<CountSheetRow>[]>(
    () => [
      {
        key: "name",
        title: t("countName"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <GoLink to={`/inventory/counts/${row.id}`} c="inherit" fw={550}>
            {row.name}
          </GoLink>
        ),
      },
      {
        key: "status",
        title: t("state"),
        width: 130,
        phone: "aside",
        cell: (row) => (
          <StatusBadge tone={TONES[row.status] ?? "quiet"}>
            {t.has(row.status) ? t(row.status) : row.status}
          </StatusBadge>
        ),
      },
      { key: "location", title: t("location"), cell: (row) => row.location },
      {
        key: "progress",
        title: t("progress"),
        align: "right",
        cell: (row) => t("countedOf", { counted: row.counted, lines: row.lines }),
      },
      {
        key: "differing",
        title: t("difference"),
        align: "right",
        cell: (row) => (row.differing === 0 ? t("none") : t("differing", { count: row.differing })),
      },
      { key: "who", title: t("who"), hidden: true, cell: (row) => row.created_by },
      { key: "created", title: t("created"), align: "right", cell: (row) => <When at={row.created_at} /> },
    ],
    [t],
  );
  const create = (
    <May permission="inventory:write">
      <Button onClick={() => setMaking(true)}>{t("newCount")}</Button>
    </May>
  );
  const close = () => {
    setMaking(false);
    change({ new: undefined, skus: undefined });
  };
  return (
    <Page
      title={t("counts")}
      crumbs={[{ to: "/inventory", label: t("title") }]}
      primary={create}
      width="wide"
    >
      <DataList
        id="counts"
        list={list}
        source={sheets}
        columns={columns}
        idOf={(row) => row.id}
        to={(row) => `/inventory/counts/${row.id}`}
        filters={[
          { key: "status", label: t("state"), options: STATES.map((value) => ({ value, label: t(value) })) },
        ]}
        empty={
          <EmptyState
            icon={<IconClipboardList size={24} />}
            title={t("noCounts")}
            text={t("noCountsHelp")}
            action={create}
          />
        }
      />
      <Modal opened={isMaking} onClose={close} title={t("newCount")}>
        <NewSheetForm skus={ticked} />
      </Modal>
    </Page>
  );
}

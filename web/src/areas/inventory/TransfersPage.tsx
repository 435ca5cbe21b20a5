import { Button } from "@mantine/core";
import { IconTruck } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminListTransfers } from "@/api/generated/sdk.gen";
import type { TransferRow } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { StatusBadge, type Tone } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { useInventoryWords } from "./words";

const STATES = ["draft", "sent", "received", "cancelled"] as const;
const TONES: Record<string, Tone> = { draft: "info", sent: "warn", received: "good", cancelled: "quiet" };

/** The word of a transfer's status. */
export function useTransferStatus(): (status: string) => { tone: Tone; label: string } {
  const t = useInventoryWords();
  return (status) => {
    const key = status === "received" ? "received2" : status;
    return { tone: TONES[status] ?? "quiet", label: t.has(key) ? t(key) : status };
  };
}

export default function TransfersPage() {
  const t = useInventoryWords();
  const list = useList();
  const statusOf = useTransferStatus();
  const transfers = usePages(adminListTransfers, {
    query: { status: list.one("status", STATES), limit: 50 },
  });
  const columns = useMemo<Column<TransferRow>[]>(
    () => [
      {
        key: "number",
        title: t("number"),
        width: 110,
        fixed: true,
        phone: "title",
        cell: (row) => (
          <GoLink to={`/inventory/transfers/${row.id}`} c="inherit" fw={550}>
            #{row.number}
          </GoLink>
        ),
      },
      {
        key: "status",
        title: t("state"),
        width: 140,
        phone: "aside",
        cell: (row) => (
          <StatusBadge tone={statusOf(row.status).tone}>{statusOf(row.status).label}</StatusBadge>
        ),
      },
      { key: "from", title: t("from"), cell: (row) => row.from_location },
      { key: "to", title: t("to"), cell: (row) => row.to_location },
      { key: "items", title: t("item"), align: "right", cell: (row) => t("items", { count: row.lines }) },
      { key: "who", title: t("who"), hidden: true, cell: (row) => row.created_by },
      { key: "created", title: t("created"), align: "right", cell: (row) => <When at={row.created_at} /> },
    ],
    [t, statusOf],
  );
  const create = (
    <May permission="inventory:write">
      <Button component={PlainLink} to="/inventory/transfers/new">
        {t("newTransfer")}
      </Button>
    </May>
  );
  return (
    <Page
      title={t("transfers")}
      crumbs={[{ to: "/inventory", label: t("title") }]}
      primary={create}
      width="wide"
    >
      <DataList
        id="transfers"
        list={list}
        source={transfers}
        columns={columns}
        idOf={(row) => row.id}
        to={(row) => `/inventory/transfers/${row.id}`}
        filters={[
          {
            key: "status",
            label: t("state"),
            options: STATES.map((value) => ({ value, label: statusOf(value).label })),
          },
        ]}
        empty={
          <EmptyState
            icon={<IconTruck size={24} />}
            title={t("noTransfers")}
            text={t("noTransfersHelp")}
            action={create}
          />
        }
      />
    </Page>
  );
}

import { Button, Text } from "@mantine/core";
import { IconPhoneCall } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminListDraftOrders } from "@/api/generated/sdk.gen";
import type { DraftSummary } from "@/api/generated/types.gen";
import { refresh, usePages } from "@/api/query";
import { PlainLink } from "@/app/here";
import { useMay } from "@/app/may";
import { useStore } from "@/app/store";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Count, Money } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { StatusBadge } from "@/kit/StatusBadge";
import { useLive } from "@/kit/useLive";
import { When } from "@/kit/When";
import { STATES, stateTone, stateWord } from "./states";
import { type DraftWords, useDraftWords } from "./words";

export default function DraftsPage() {
  const t = useDraftWords();
  const list = useList();
  const store = useStore();
  const mayWrite = useMay("drafts:write");
  const status = list.one("state", STATES);
  const drafts = usePages(adminListDraftOrders, {
    query: { q: list.q, limit: 50, ...(status ? { status } : {}), ...(store ? { store_id: store.id } : {}) },
  });
  useLive("draft_order", () => refresh(adminListDraftOrders));
  const columns = useMemo(() => columnsOf(t), [t]);
  const create = mayWrite ? (
    <Button component={PlainLink} to="/drafts/new">
      {t("new")}
    </Button>
  ) : null;
  return (
    <Page
      title={t("title")}
      about={t("about")}
      crumbs={[{ to: "/orders", label: t("orders") }]}
      width="wide"
      primary={create}
    >
      <DataList
        id="drafts"
        list={list}
        source={drafts}
        columns={columns}
        idOf={(row) => row.id}
        to={(row) => `/drafts/${row.id}`}
        search={t("search")}
        filters={[
          {
            key: "state",
            label: t("state"),
            options: STATES.map((value) => ({ value, label: stateWord(t, value) })),
          },
        ]}
        rowHeight={56}
        views={[
          { id: "open", label: t("open"), search: { state: "open" } },
          { id: "sent", label: t("sent"), search: { state: "sent" } },
          { id: "ordered", label: t("ordered"), search: { state: "ordered" } },
        ]}
        empty={
          <EmptyState
            icon={<IconPhoneCall size={24} />}
            title={t("empty")}
            text={t("emptyHelp")}
            action={create}
          />
        }
      />
    </Page>
  );
}

function columnsOf(t: DraftWords): Column<DraftSummary>[] {
  return [
    { key: "number", title: t("number"), fixed: true, phone: "title", width: 110, cell: (row) => row.number },
    {
      key: "customer",
      title: t("customer"),
      phone: "line",
      cell: (row) => (
        <div>
          <Text size="sm" truncate>
            {row.customer_name || row.email || row.phone || t("nobody")}
          </Text>
          {row.customer_name ? (
            <Text size="xs" c="dimmed" truncate>
              {row.email || row.phone}
            </Text>
          ) : null}
        </div>
      ),
    },
    {
      key: "state",
      title: t("state"),
      phone: "aside",
      width: 150,
      cell: (row) => (
        <StatusBadge tone={stateTone(row.state)}>
          {row.order_number ? `${stateWord(t, row.state)} #${row.order_number}` : stateWord(t, row.state)}
        </StatusBadge>
      ),
    },
    {
      key: "items",
      title: t("items"),
      align: "right",
      width: 90,
      phone: "none",
      cell: (row) => <Count value={row.count} />,
    },
    {
      key: "total",
      title: t("total"),
      align: "right",
      width: 140,
      cell: (row) => <Money minor={row.total_minor} currency={row.currency} />,
    },
    { key: "by", title: t("by"), width: 140, phone: "none", cell: (row) => row.created_by },
    { key: "when", title: t("when"), width: 150, cell: (row) => <When at={row.created_at} /> },
  ];
}

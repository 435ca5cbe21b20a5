import { Text } from "@mantine/core";
import { IconArrowsTransferUp } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminStockLedger } from "@/api/generated/sdk.gen";
import type { LedgerEntry } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink } from "@/app/here";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Quantity } from "@/kit/Money";
import { When } from "@/kit/When";
import { asOptions, usePlaces } from "./places";
import { useInventoryWords } from "./words";

const REASONS = [
  "initial",
  "adjustment",
  "received",
  "damaged",
  "lost",
  "found",
  "used",
  "count",
  "import",
  "transfer",
  "reserve",
  "release",
  "consume",
  "restock",
] as const;

/** Every movement, of one item or of all. */
export function LedgerTable({ sku }: { sku?: string }) {
  const t = useInventoryWords();
  const list = useList();
  const places = usePlaces("inventory:read");
  const ledger = usePages(adminStockLedger, {
    query: { sku, location: list.text("location"), reason: list.one("reason", REASONS), limit: 50 },
  });
  const columns = useMemo(() => columnsOf(t, sku === undefined), [t, sku]);
  return (
    <DataList
      id={sku === undefined ? "stock-ledger" : "stock-ledger-of-item"}
      list={list}
      source={ledger}
      columns={columns}
      idOf={(entry) => entry.id}
      filters={[
        { key: "location", label: t("location"), options: asOptions(places) },
        { key: "reason", label: t("reason"), options: REASONS.map((value) => ({ value, label: t(value) })) },
      ]}
      empty={
        <EmptyState
          icon={<IconArrowsTransferUp size={24} />}
          title={t("noMovements")}
          text={t("noMovementsHelp")}
        />
      }
    />
  );
}

function columnsOf(t: ReturnType<typeof useInventoryWords>, isOfAll: boolean): Column<LedgerEntry>[] {
  const item: Column<LedgerEntry> = {
    key: "sku",
    title: t("sku"),
    phone: "title",
    cell: (entry) => (
      <GoLink to={`/inventory/items/${encodeURIComponent(entry.sku)}`} c="inherit" fw={550}>
        {entry.sku}
      </GoLink>
    ),
  };
  return [
    { key: "when", title: t("when"), width: 130, phone: "aside", cell: (entry) => <When at={entry.at} /> },
    ...(isOfAll ? [item] : []),
    {
      key: "reason",
      title: t("reason"),
      fixed: true,
      phone: isOfAll ? "line" : "title",
      cell: (entry) => (
        <>
          {t.has(entry.reason) ? t(entry.reason) : entry.reason}
          {entry.note ? (
            <Text span size="xs" c="dimmed" display="block">
              {entry.note}
            </Text>
          ) : null}
        </>
      ),
    },
    { key: "location", title: t("location"), cell: (entry) => entry.location },
    {
      key: "onHand",
      title: t("onHand"),
      align: "right",
      width: 110,
      cell: (entry) => <Moved entry={entry} by={entry.on_hand_delta} />,
    },
    {
      key: "promised",
      title: t("promised"),
      align: "right",
      width: 110,
      cell: (entry) => <Moved entry={entry} by={entry.reserved_delta} />,
    },
    {
      key: "who",
      title: t("who"),
      cell: (entry) => entry.actor_name || (entry.actor === "system" ? t("system") : ""),
    },
  ];
}

function Moved({ entry, by }: { entry: LedgerEntry; by: number }) {
  if (by === 0) return null;
  return (
    <>
      {by > 0 ? "+" : ""}
      <Quantity value={by} scale={entry.scale} unit={entry.unit} />
    </>
  );
}

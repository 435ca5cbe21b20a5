import { useEffect, useMemo } from "react";
import { adminListLocations, adminListOrders } from "@/api/generated/sdk.gen";
import { refresh, usePages, useRead } from "@/api/query";
import { useMe } from "@/app/may";
import { useStore } from "@/app/store";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Filter, View } from "@/kit/list/types";
import { type ListState, useList } from "@/kit/list/useList";
import { PAYMENT_STATES, PROVIDERS } from "@/kit/money/payments";
import { Page } from "@/kit/Page";
import { BulkActs } from "./BulkActs";
import { columnsOf } from "./columns";
import { useFresh } from "./fresh";
import { LeadTimes } from "./LeadTimes";
import { NewOrders } from "./NewOrders";
import { rememberList } from "./neighbours";
import { GOODS_STATES, NEEDS, paymentWord, word } from "./states";
import { type OrderWords, useOrderWords } from "./words";

const SORTS: Record<string, string> = {
  "-placed": "newest",
  placed: "oldest",
  total: "total",
  "-total": "total_desc",
};
const COUNTED = new Set<string>(NEEDS.slice(0, 7));

/** Pure: what the API is asked for, from what stands in the address. */
export function queryOf(list: ListState, store: string | undefined) {
  const [from, until] = (list.text("placed") ?? "").split("..");
  const end = until ? new Date(`${until}T00:00:00`) : null;
  end?.setDate(end.getDate() + 1);
  return {
    need: list.one("need", NEEDS),
    q: list.q,
    store_id: store,
    location_id: list.text("location"),
    payment_status: list.one("payment", PAYMENT_STATES),
    fulfillment_status: list.one("goods", GOODS_STATES),
    payment_method: list.one("method", PROVIDERS),
    country: list.text("country")?.toUpperCase(),
    tag: list.text("tag")?.toLowerCase(),
    customer_id: list.text("customer"),
    created_from: from ? new Date(`${from}T00:00:00`).toISOString() : undefined,
    created_until: end ? end.toISOString() : undefined,
    sort: SORTS[list.sort] ?? "newest",
  };
}

export default function OrdersPage() {
  const t = useOrderWords();
  const me = useMe();
  const store = useStore();
  const list = useList({ sort: "-placed" });
  const query = queryOf(list, store?.id);
  const orders = usePages(adminListOrders, { query: { ...query, limit: 50 } });
  const fresh = useFresh(query, orders.items);
  const stores = useMemo(() => new Map(me.stores.map((one) => [one.id, one.name])), [me.stores]);
  const hasNeed = query.need !== undefined;
  const columns = useMemo(
    () => columnsOf(t, store ? new Map() : stores, hasNeed),
    [t, store, stores, hasNeed],
  );
  const locations = useRead(adminListLocations, {});
  const filters = useFilters(t, locations.data ?? []);
  const views = useMemo<View[]>(
    () => [
      { id: "all", label: t("all"), search: {} },
      ...NEEDS.map((need) => ({
        id: need,
        label: labelOf(
          t(need === "held" ? "heldOrders" : need),
          COUNTED.has(need) ? fresh.counts[need] : undefined,
          fresh.countedUpTo,
        ),
        search: { need },
      })),
    ],
    [t, fresh.counts, fresh.countedUpTo],
  );
  useEffect(() => {
    if (orders.items)
      rememberList(
        orders.items.map((row) => row.id),
        window.location.search,
      );
  }, [orders.items]);
  return (
    <Page title={t("title")} about={<LeadTimes store={store?.id} />} width="wide">
      <NewOrders count={fresh.newOnes} show={() => refresh(adminListOrders)} />
      <DataList
        id="orders"
        list={list}
        source={orders}
        columns={columns}
        idOf={(row) => row.id}
        to={(row) => `/orders/${row.id}`}
        search={t("search")}
        filters={filters}
        views={views}
        bulk={(rows, clear) => <BulkActs rows={rows} clear={clear} />}
        empty={<EmptyState title={t("none")} text={t("noneHelp")} />}
      />
    </Page>
  );
}

function labelOf(name: string, count: number | undefined, upTo: number): string {
  if (!count) return name;
  return `${name} ${count >= upTo ? `${upTo - 1}+` : count}`;
}

function useFilters(t: OrderWords, locations: readonly { id: string; name: string }[]): Filter[] {
  return useMemo(
    () => [
      { key: "placed", label: t("period"), kind: "days" },
      {
        key: "payment",
        label: t("paymentStatus"),
        options: PAYMENT_STATES.map((value) => ({ value, label: paymentWord(t, value) })),
      },
      {
        key: "goods",
        label: t("fulfillment"),
        options: GOODS_STATES.map((value) => ({ value, label: t(value) })),
      },
      {
        key: "method",
        label: t("method"),
        options: PROVIDERS.map((value) => ({ value, label: word(t, value) })),
      },
      ...(locations.length > 1
        ? [
            {
              key: "location",
              label: t("location"),
              options: locations.map((one) => ({ value: one.id, label: one.name })),
            },
          ]
        : []),
      { key: "country", label: t("country"), kind: "text", placeholder: "SN" },
      { key: "tag", label: t("tag"), kind: "text" },
    ],
    [t, locations],
  );
}

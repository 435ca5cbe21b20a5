import { useMemo } from "react";
import { adminListPayments } from "@/api/generated/sdk.gen";
import type { PaymentList } from "@/api/generated/types.gen";
import { refresh, usePages } from "@/api/query";
import { useMe } from "@/app/may";
import { useStore } from "@/app/store";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Filter, View } from "@/kit/list/types";
import { type ListState, useList } from "@/kit/list/useList";
import { moneyWord, PAYMENT_STATES, PROVIDERS } from "@/kit/money/payments";
import { useMoneyWords } from "@/kit/money/words";
import { Page } from "@/kit/Page";
import { useLive } from "@/kit/useLive";
import { columnsOf } from "./columns";
import { NEEDS } from "./states";
import { usePaymentWords } from "./words";

/** Pure: what the API is asked for, from what stands in the address. */
export function queryOf(list: ListState, store: string | undefined) {
  const [from, until] = (list.text("period") ?? "").split("..");
  const end = until ? new Date(`${until}T00:00:00`) : null;
  end?.setDate(end.getDate() + 1);
  return {
    need: list.one("need", NEEDS),
    q: list.q,
    store_id: store,
    status: list.one("status", PAYMENT_STATES),
    provider: list.text("provider"),
    created_from: from ? new Date(`${from}T00:00:00`).toISOString() : undefined,
    created_until: end ? end.toISOString() : undefined,
  };
}

export default function PaymentsPage() {
  const t = usePaymentWords();
  const m = useMoneyWords();
  const me = useMe();
  const store = useStore();
  const list = useList();
  const payments = usePages(adminListPayments, { query: { ...queryOf(list, store?.id), limit: 50 } });
  useLive(["payment", "order"], () => refresh(adminListPayments));
  const first: PaymentList | undefined = payments.data?.pages[0] as PaymentList | undefined;
  const stores = useMemo(() => new Map(me.stores.map((one) => [one.id, one.name])), [me.stores]);
  const columns = useMemo(() => columnsOf(t, m, store ? new Map() : stores), [t, m, store, stores]);
  const filters = useMemo<Filter[]>(
    () => [
      { key: "period", label: t("period"), kind: "days" },
      {
        key: "status",
        label: t("status"),
        options: PAYMENT_STATES.map((value) => ({ value, label: moneyWord(m, value) })),
      },
      {
        key: "provider",
        label: t("provider"),
        options: PROVIDERS.map((value) => ({ value, label: moneyWord(m, value) })),
      },
    ],
    [t, m],
  );
  const counts = first?.counts;
  const most = first?.counted_up_to ?? 1000;
  const views = useMemo<View[]>(
    () => [
      { id: "all", label: t("all"), search: {} },
      ...NEEDS.map((need) => ({
        id: need,
        label: labelOf(t(need), counts?.[need], most),
        search: { need },
      })),
    ],
    [t, counts, most],
  );
  return (
    <Page title={t("title")} width="wide">
      <DataList
        id="payments"
        list={list}
        source={payments}
        columns={columns}
        idOf={(row) => row.id}
        to={(row) => `/payments/${row.id}`}
        search={t("search")}
        filters={filters}
        views={views}
        empty={<EmptyState title={t("none")} text={t("noneHelp")} />}
      />
    </Page>
  );
}

function labelOf(name: string, count: number | undefined, upTo: number): string {
  if (!count) return name;
  return `${name} ${count >= upTo ? `${upTo - 1}+` : count}`;
}

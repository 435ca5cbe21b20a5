import { Button, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useMemo, useState } from "react";
import { adminListCustomerGroups, adminListCustomers } from "@/api/generated/sdk.gen";
import type { CustomerRow } from "@/api/generated/types.gen";
import { refresh, usePages, useRead } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { useMay, useMe } from "@/app/may";
import { useStore } from "@/app/store";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column, Filter } from "@/kit/list/types";
import { type ListState, useList } from "@/kit/list/useList";
import { Count, Money } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { PersonMarks, PersonState } from "@/kit/people/PersonFacts";
import { usePeopleWords } from "@/kit/people/words";
import { useLive } from "@/kit/useLive";
import { When } from "@/kit/When";
import { BulkMarks } from "./BulkMarks";
import { countryName, countryOptions } from "./countries";
import { type CustomerWords, useCustomerWords } from "./words";

const SORTS = ["newest", "last_order", "spent", "orders"] as const;
const AT_LEAST = ["1", "2", "5", "10"] as const;

/** What the address asks for, as the API takes it. */
function queryOf(list: ListState, currency: string) {
  const [from, until] = (list.text("last") ?? "").split("..");
  const least = list.one("orders", AT_LEAST);
  const sort = list.one("by", SORTS) ?? "newest";
  return {
    q: list.q,
    sort,
    limit: 50,
    ...(sort === "spent" ? { currency } : {}),
    ...(list.text("group") ? { group: list.text("group") ?? null } : {}),
    ...(list.text("tag") ? { tag: list.text("tag") ?? "" } : {}),
    ...(/^[A-Z]{2}$/.test(list.text("country") ?? "") ? { country: list.text("country") ?? "" } : {}),
    ...(list.one("language", ["fr", "en"]) ? { language: list.one("language", ["fr", "en"]) ?? "" } : {}),
    ...(list.yes("registered") === undefined ? {} : { is_registered: list.yes("registered") ?? null }),
    ...(list.yes("active") === undefined ? {} : { is_active: list.yes("active") ?? null }),
    ...(least ? { orders_min: Number(least) } : {}),
    ...(from ? { last_order_from: `${from}T00:00:00Z` } : {}),
    ...(until ? { last_order_until: `${until}T23:59:59Z` } : {}),
  };
}

export default function CustomersPage() {
  const t = useCustomerWords();
  const language = useLanguage();
  const list = useList();
  const store = useStore();
  const { stores } = useMe();
  const seesOrders = useMay("orders:read");
  const mayWrite = useMay("customers:write");
  const [marked, setMarked] = useState<{ rows: readonly CustomerRow[]; kind: "tags" | "group" } | null>(null);
  const groups = useRead(adminListCustomerGroups, {});
  const currency = (store ?? stores[0])?.currency ?? "";
  const customers = usePages(adminListCustomers, { query: queryOf(list, currency) });
  useLive("customer", () => refresh(adminListCustomers));
  const columns = useColumnsOf(t, language, seesOrders);
  const filters: Filter[] = [
    {
      key: "by",
      label: t("sortBy"),
      options: SORTS.filter((sort) => seesOrders || sort === "newest").map((value) => ({
        value,
        label: t(value === "spent" ? "most_spent" : value === "orders" ? "most_orders" : value),
      })),
    },
    {
      key: "group",
      label: t("group"),
      options: (groups.data ?? []).map((group) => ({ value: group.id, label: group.name })),
    },
    { key: "tag", label: t("tag"), kind: "text" },
    { key: "country", label: t("country"), options: countryOptions(language) },
    {
      key: "language",
      label: t("language"),
      options: [
        { value: "fr", label: "Français" },
        { value: "en", label: "English" },
      ],
    },
    { key: "registered", label: t("registered"), kind: "yes" },
    { key: "active", label: t("active"), kind: "yes" },
    ...(seesOrders
      ? ([
          {
            key: "orders",
            label: t("ordersFrom"),
            options: AT_LEAST.map((value) => ({ value, label: value })),
          },
          { key: "last", label: t("boughtWithin"), kind: "days" },
        ] as Filter[])
      : []),
  ];
  const create = mayWrite ? (
    <Button component={PlainLink} to="/customers/new">
      {t("new")}
    </Button>
  ) : null;
  return (
    <Page title={t("title")} width="wide" primary={create}>
      <DataList
        id="customers"
        list={list}
        source={customers}
        columns={columns}
        idOf={(row) => row.id}
        to={(row) => `/customers/${row.id}`}
        search={t("search")}
        filters={filters}
        rowHeight={56}
        views={[
          ...(seesOrders
            ? [
                { id: "buying", label: t("viewBuying"), search: { by: "last_order" } },
                { id: "best", label: t("viewBest"), search: { by: "spent" } },
                { id: "faithful", label: t("viewFaithful"), search: { orders: "2", by: "orders" } },
              ]
            : []),
          { id: "accounts", label: t("viewAccounts"), search: { registered: "yes" } },
          { id: "guests", label: t("viewGuests"), search: { registered: "no" } },
        ]}
        {...(mayWrite
          ? {
              bulk: (rows: readonly CustomerRow[]) => (
                <>
                  <Button variant="default" size="xs" onClick={() => setMarked({ rows, kind: "tags" })}>
                    {t("addTags")}
                  </Button>
                  <Button variant="default" size="xs" onClick={() => setMarked({ rows, kind: "group" })}>
                    {t("addToGroup")}
                  </Button>
                </>
              ),
            }
          : {})}
        empty={
          <EmptyState
            icon={<IconUsers size={24} />}
            title={t("empty")}
            text={t("emptyHelp")}
            action={create}
          />
        }
      />
      {marked ? (
        <BulkMarks
          rows={marked.rows}
          kind={marked.kind}
          groups={groups.data ?? []}
          close={() => setMarked(null)}
        />
      ) : null}
    </Page>
  );
}

function useColumnsOf(t: CustomerWords, language: string, seesOrders: boolean): Column<CustomerRow>[] {
  const people = usePeopleWords();
  return useMemo(
    () => [
      {
        key: "name",
        title: t("name"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <span>
            <GoLink to={`/customers/${row.id}`} c="inherit" fw={550} display="block">
              {row.name || people("nameless")}
            </GoLink>
            <Text span size="xs" c="dimmed">
              {row.email}
            </Text>
          </span>
        ),
      },
      {
        key: "state",
        title: t("state"),
        width: 110,
        phone: "aside",
        cell: (row) => <PersonState customer={row} />,
      },
      { key: "phone", title: t("phone"), width: 160, cell: (row) => row.phone || "–" },
      ...(seesOrders ? figureColumns(t) : []),
      { key: "marks", title: t("about"), phone: "none", cell: (row) => <PersonMarks customer={row} /> },
      {
        key: "country",
        title: t("country"),
        width: 130,
        hidden: true,
        phone: "none",
        cell: (row) => countryName(language, row.country),
      },
      {
        key: "language",
        title: t("language"),
        width: 90,
        hidden: true,
        phone: "none",
        cell: (row) => row.locale,
      },
      {
        key: "since",
        title: t("since"),
        width: 120,
        hidden: true,
        phone: "none",
        cell: (row) => <When at={row.created_at} />,
      },
    ],
    [t, people, language, seesOrders],
  );
}

function figureColumns(t: CustomerWords): Column<CustomerRow>[] {
  return [
    {
      key: "orders",
      title: t("orders"),
      align: "right",
      width: 90,
      cell: (row) => (row.figures ? <Count value={row.figures.orders} /> : null),
    },
    {
      key: "spent",
      title: t("spent"),
      align: "right",
      width: 140,
      cell: (row) => {
        const spent = Object.entries(row.figures?.spent ?? {});
        if (spent.length === 0) return "–";
        return spent.map(([currency, minor]) => (
          <div key={currency}>
            <Money minor={minor} currency={currency} />
          </div>
        ));
      },
    },
    {
      key: "last",
      title: t("lastOrder"),
      width: 130,
      cell: (row) => (row.figures?.last_order_at ? <When at={row.figures.last_order_at} /> : "–"),
    },
  ];
}

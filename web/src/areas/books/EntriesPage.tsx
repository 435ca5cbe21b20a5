import { Button, Text } from "@mantine/core";
import { IconListDetails } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminLedgerAccounts, adminListLedgerEntries } from "@/api/generated/sdk.gen";
import type { Entry } from "@/api/generated/types.gen";
import { usePages, useRead } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column, Filter, View } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Money } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { When } from "@/kit/When";
import { Actor } from "./Actor";
import { ExportButton } from "./ExportButton";
import { FactBadge } from "./FactBadge";
import { FACTS } from "./facts";
import { periodOf } from "./places";
import { useScope } from "./useScope";
import { useBookWords } from "./words";

const SORTS = ["newest", "oldest"] as const;

/** Every entry of the books. */
export default function EntriesPage() {
  const t = useBookWords();
  const list = useList();
  const store = useScope();
  const filter = {
    account: list.text("account") ?? "",
    fact: list.text("fact") ?? "",
    order: list.text("order"),
    payment: list.text("payment"),
    ...periodOf(list.text("days")),
    ...(store ? { store } : {}),
  };
  const entries = usePages(adminListLedgerEntries, {
    query: { ...filter, sort: list.one("order_of", SORTS) ?? "newest", limit: 50 },
  });
  const columns = useColumns();
  const filters = useFilters();
  const views: View[] = [
    { id: "all", label: t("all"), search: {} },
    { id: "hand", label: t("byHand"), search: { fact: "manual" } },
    { id: "fees", label: t("fact.fee"), search: { fact: "fee" } },
    { id: "payouts", label: t("fact.payout"), search: { fact: "payout" } },
  ];
  return (
    <Page
      title={t("entries")}
      crumbs={[{ to: "/books", label: t("title") }]}
      width="wide"
      primary={
        <May permission="ledger:write">
          <Button component={PlainLink} to="/books/entries/new">
            {t("newEntry")}
          </Button>
        </May>
      }
      acts={<ExportButton query={filter} />}
    >
      <DataList
        id="ledger-entries"
        list={list}
        source={entries}
        columns={columns}
        filters={filters}
        views={views}
        idOf={(entry) => entry.id}
        to={(entry) => `/books/entries/${entry.id}`}
        rowHeight={56}
        empty={<EmptyState icon={<IconListDetails size={24} />} title={t("none")} text={t("noneHelp")} />}
      />
    </Page>
  );
}

/** Pure: what an entry moves: the sum of its debits. */
export function amountOf(entry: Entry): number {
  return entry.lines.reduce((sum, line) => sum + line.debit_minor, 0);
}

function useColumns(): Column<Entry>[] {
  const t = useBookWords();
  return useMemo(
    () => [
      {
        key: "at",
        title: t("when"),
        width: 110,
        fixed: true,
        phone: "line",
        cell: (entry) => <When at={entry.at} />,
      },
      {
        key: "fact",
        title: t("what"),
        width: 160,
        fixed: true,
        phone: "title",
        cell: (entry) => (
          <GoLink to={`/books/entries/${entry.id}`} c="inherit">
            <FactBadge fact={entry.fact} />
          </GoLink>
        ),
      },
      {
        key: "lines",
        title: t("accounts"),
        cell: (entry) => (
          <div>
            <Text size="sm" truncate>
              {titles(entry, "debit_minor")}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {t("against", { accounts: titles(entry, "credit_minor") })}
            </Text>
          </div>
        ),
      },
      {
        key: "about",
        title: t("about_"),
        width: 170,
        cell: (entry) =>
          entry.order_id ? (
            <GoLink to={`/orders/${entry.order_id}`} size="sm">
              {entry.order_number ? t("orderNamed", { number: entry.order_number }) : t("order")}
            </GoLink>
          ) : (
            <Text size="sm" c="dimmed" truncate>
              {entry.memo || "–"}
            </Text>
          ),
      },
      {
        key: "reversed",
        title: t("reversed"),
        hidden: true,
        width: 110,
        cell: (entry) => (entry.reversed_by ? t("yes") : ""),
      },
      {
        key: "actor",
        title: t("who"),
        hidden: true,
        phone: "none",
        cell: (entry) => <Actor actor={entry.actor} />,
      },
      {
        key: "amount",
        title: t("amount"),
        align: "right",
        width: 140,
        phone: "aside",
        cell: (entry) => <Money minor={amountOf(entry)} currency={entry.currency} />,
      },
    ],
    [t],
  );
}

function titles(entry: Entry, side: "debit_minor" | "credit_minor"): string {
  return entry.lines
    .filter((line) => line[side] !== 0)
    .map((line) => line.title)
    .join(", ");
}

function useFilters(): Filter[] {
  const t = useBookWords();
  const accounts = useRead(adminLedgerAccounts, {});
  return useMemo(
    () => [
      {
        key: "account",
        label: t("account"),
        options: (accounts.data ?? []).map((one) => ({ value: one.account, label: one.title })),
      },
      {
        key: "fact",
        label: t("what"),
        options: FACTS.map((fact) => ({ value: fact, label: t(`fact.${fact}`) })),
      },
      { key: "days", label: t("period"), kind: "days" },
      { key: "order", label: t("orderId"), kind: "text", placeholder: "ord_…" },
      { key: "payment", label: t("paymentId"), kind: "text", placeholder: "pay_…" },
      {
        key: "order_of",
        label: t("sorting"),
        options: SORTS.map((value) => ({ value, label: t(value) })),
      },
    ],
    [t, accounts.data],
  );
}

import { Text } from "@mantine/core";
import { IconFileDiff } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminListPaymentStatements } from "@/api/generated/sdk.gen";
import type { Statement } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink } from "@/app/here";
import { useMe } from "@/app/may";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Count } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { Sections } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { useScope } from "../useScope";
import { useBookWords } from "../words";
import { differences, nameOfWho, READABLE } from "./matches";
import { OpenPanel } from "./OpenPanel";
import { UploadPart } from "./UploadPart";
import { useProviderName } from "./useProviderName";

/** The statements of gateways, and whether they say what our books say. */
export default function StatementsPage() {
  const t = useBookWords();
  const list = useList();
  const store = useScope();
  const { nameOf } = useProviderName();
  const found = usePages(adminListPaymentStatements, {
    query: { provider: list.text("provider") ?? "", ...(store ? { store } : {}), limit: 50 },
  });
  const columns = useColumns(nameOf);
  return (
    <Page
      title={t("reconciliation")}
      about={t("reconciliationHelp")}
      crumbs={[{ to: "/books", label: t("title") }]}
      width="wide"
    >
      <Sections>
        <May permission="payments:reconcile">
          <UploadPart />
        </May>
        <OpenPanel nameOf={nameOf} />
        <DataList
          id="payment-statements"
          list={list}
          source={found}
          columns={columns}
          idOf={(row) => row.id}
          to={(row) => `/books/statements/${row.id}`}
          filters={[
            {
              key: "provider",
              label: t("provider"),
              options: READABLE.map((value) => ({ value, label: nameOf(value) })),
            },
          ]}
          rowHeight={56}
          empty={
            <EmptyState
              icon={<IconFileDiff size={24} />}
              title={t("noStatements")}
              text={t("noStatementsHelp")}
            />
          }
        />
      </Sections>
    </Page>
  );
}

function useColumns(nameOf: (code: string) => string): Column<Statement>[] {
  const t = useBookWords();
  const { stores } = useMe();
  return useMemo(
    () => [
      {
        key: "file",
        title: t("statement"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <div>
            <GoLink to={`/books/statements/${row.id}`} c="inherit" fw={550}>
              {row.file_name}
            </GoLink>
            <Text size="xs" c="dimmed">
              {nameOf(row.provider)}
              {stores.length > 1
                ? ` · ${stores.find((store) => store.id === row.store_id)?.name ?? row.store_id}`
                : ""}
            </Text>
          </div>
        ),
      },
      {
        key: "state",
        title: t("result"),
        width: 190,
        phone: "aside",
        cell: (row) => (
          <StatusBadge tone={row.open > 0 ? "bad" : differences(row) > 0 ? "info" : "good"}>
            {row.open > 0
              ? t("openDifferences", { count: row.open })
              : differences(row) > 0
                ? t("allExplained")
                : t("allAgrees")}
          </StatusBadge>
        ),
      },
      {
        key: "period",
        title: t("period"),
        width: 190,
        cell: (row) => (
          <>
            <When at={row.period_from} /> – <When at={row.period_until} />
          </>
        ),
      },
      {
        key: "lines",
        title: t("lines"),
        align: "right",
        width: 90,
        cell: (row) => <Count value={row.lines} />,
      },
      {
        key: "matched",
        title: t("matched"),
        align: "right",
        width: 100,
        phone: "none",
        cell: (row) => <Count value={row.matched} />,
      },
      {
        key: "who",
        title: t("importedBy"),
        hidden: true,
        phone: "none",
        cell: (row) => nameOfWho(t, row.imported_by),
      },
      {
        key: "when",
        title: t("importedAt"),
        align: "right",
        width: 120,
        cell: (row) => <When at={row.created_at} />,
      },
    ],
    [t, stores, nameOf],
  );
}

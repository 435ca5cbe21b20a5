import { Button, SimpleGrid, Text } from "@mantine/core";
import { IconListSearch } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminReindexSearch, adminSearchReport } from "@/api/generated/sdk.gen";
import type { Searched } from "@/api/generated/types.gen";
import { usePages, useRead, useWrite } from "@/api/query";
import { PlainLink } from "@/app/here";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { useStore } from "@/app/store";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { formatDay } from "@/kit/format";
import { DataList } from "@/kit/list/DataList";
import type { Column, Filter } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Count } from "@/kit/Money";
import { Page } from "@/kit/Page";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { useSearchingWords } from "./words";

const PERIODS = ["7", "30", "90", "180"] as const;

/** What was searched in the stores, and what was not found. */
export default function ReportPage() {
  const t = useSearchingWords();
  const list = useList();
  const store = useStore();
  const days = Number(list.one("days", PERIODS) ?? "30");
  const inVain = list.one("show", ["empty"]) === "empty";
  const asked = { days, ...(store ? { store: store.id } : {}) };
  const found = usePages(adminSearchReport, { query: { ...asked, in_vain: inVain, limit: 50 } });
  const totals = useRead(adminSearchReport, { query: { ...asked, limit: 1 } });
  const columns = useColumns();
  const reindex = useWrite(adminReindexSearch, { done: () => tell(t("reindexed")), failed: tellProblem });
  const filters: Filter[] = [
    { key: "show", label: t("show"), options: [{ value: "empty", label: t("inVain") }] },
    {
      key: "days",
      label: t("period"),
      options: PERIODS.map((value) => ({ value, label: t("days", { count: Number(value) }) })),
    },
  ];
  return (
    <Page
      title={t("title")}
      about={t("about", { days })}
      width="wide"
      acts={
        <>
          <May permission="settings:read">
            <Button component={PlainLink} to="/settings/search" variant="default">
              {t("rankingLink")}
            </Button>
          </May>
          <May permission="products:write">
            <Button variant="default" loading={reindex.isPending} onClick={() => reindex.mutate({})}>
              {t("reindex")}
            </Button>
          </May>
        </>
      }
    >
      {totals.data ? (
        <SimpleGrid cols={{ base: 2, md: 4 }} mb="md">
          <Figure label={t("searches")} value={totals.data.searches} />
          <Figure label={t("texts")} value={totals.data.texts} />
          <Figure label={t("empty")} value={totals.data.empty} of={totals.data.searches} />
          <Figure label={t("clicked")} value={totals.data.clicked} of={totals.data.searches} />
        </SimpleGrid>
      ) : null}
      <DataList
        id="searches"
        list={list}
        source={found}
        columns={columns}
        idOf={(row) => row.text}
        filters={filters}
        empty={
          <EmptyState
            icon={<IconListSearch size={24} />}
            title={t(inVain ? "nothingInVain" : "noneTitle")}
            text={t(inVain ? "nothingInVainText" : "noneText")}
          />
        }
      />
    </Page>
  );
}

function Figure({ label, value, of }: { label: string; value: number; of?: number }) {
  const t = useSearchingWords();
  return (
    <Section>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text size="xl" fw={600} data-figures>
        <Count value={value} />{" "}
        {of ? (
          <Text span size="sm" c="dimmed">
            {t("share", { percent: Math.round((value * 100) / of) })}
          </Text>
        ) : null}
      </Text>
    </Section>
  );
}

function useColumns(): Column<Searched>[] {
  const t = useSearchingWords();
  const language = useLanguage();
  const mayWrite = useMay("products:write");
  return useMemo(() => {
    const columns: Column<Searched>[] = [
      { key: "text", title: t("text"), fixed: true, phone: "title", cell: (row) => row.text },
      {
        key: "searches",
        title: t("searches"),
        align: "right",
        width: 120,
        phone: "aside",
        cell: (row) => <Count value={row.searches} />,
      },
      {
        key: "empty",
        title: t("empty"),
        align: "right",
        width: 150,
        cell: (row) =>
          row.empty > 0 ? (
            <StatusBadge tone={row.empty === row.searches ? "bad" : "warn"}>{String(row.empty)}</StatusBadge>
          ) : (
            <Count value={0} />
          ),
      },
      {
        key: "clicked",
        title: t("clicked"),
        align: "right",
        width: 160,
        cell: (row) => <Count value={row.clicked} />,
      },
      {
        key: "products",
        title: t("found"),
        align: "right",
        width: 150,
        cell: (row) => <Count value={row.products} />,
      },
      { key: "last", title: t("last"), width: 120, cell: (row) => formatDay(language, row.last_on) },
    ];
    if (mayWrite)
      columns.push({
        key: "synonym",
        title: t("synonyms"),
        width: 190,
        cell: (row) =>
          row.has_synonyms ? (
            <Text size="sm" c="dimmed">
              {t("hasSynonyms")}
            </Text>
          ) : row.empty > 0 ? (
            <Button
              component={PlainLink}
              to={`/search/synonyms/new?word=${encodeURIComponent(row.text)}`}
              variant="default"
              size="compact-sm"
              aria-label={t("makeSynonymOf", { text: row.text })}
            >
              {t("makeSynonym")}
            </Button>
          ) : null,
      });
    return columns;
  }, [t, language, mayWrite]);
}

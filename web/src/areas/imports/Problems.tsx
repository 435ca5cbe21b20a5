import { Text } from "@mantine/core";
import { useMemo } from "react";
import { adminListImportProblems } from "@/api/generated/sdk.gen";
import type { RowProblem } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { useImportWords } from "./words";

/** What was wrong with which row. */
export function Problems({ id, isUnderWay }: { id: string; isUnderWay: boolean }) {
  const t = useImportWords();
  const list = useList();
  const found = usePages(adminListImportProblems, { path: { file: id }, query: { limit: 100 } });
  const columns = useMemo<Column<RowProblem>[]>(
    () => [
      {
        key: "row",
        title: t("row"),
        width: 80,
        align: "right",
        phone: "aside",
        cell: (problem) => problem.row,
      },
      { key: "thing", title: t("thing"), phone: "title", fixed: true, cell: (problem) => problem.key },
      { key: "column", title: t("column"), cell: (problem) => problem.column },
      {
        key: "why",
        title: t("why"),
        cell: (problem) => (
          <>
            {problem.why} {problem.is_refused ? null : <StatusBadge tone="quiet">{t("noticed")}</StatusBadge>}
          </>
        ),
      },
    ],
    [t],
  );
  if (found.items?.length === 0) {
    return isUnderWay ? null : <Text c="dimmed">{t("noProblems")}</Text>;
  }
  return (
    <Section title={t("problems")} about={t("problemsHelp")} flush>
      <DataList
        id="import-problems"
        list={list}
        source={found}
        columns={columns}
        idOf={(problem) => `${problem.row} ${problem.column} ${problem.why}`}
        empty={null}
      />
    </Section>
  );
}

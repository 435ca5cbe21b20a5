import { IconFileImport } from "@tabler/icons-react";
import { useMemo } from "react";
import { adminListImports } from "@/api/generated/sdk.gen";
import type { ImportFile } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink } from "@/app/here";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Count } from "@/kit/Money";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { TONES } from "./kinds";
import { useImportWords } from "./words";

/** Every import, the newest first. */
export function Earlier() {
  const t = useImportWords();
  const list = useList();
  const found = usePages(adminListImports, { query: { limit: 50 } });
  const columns = useMemo<Column<ImportFile>[]>(
    () => [
      {
        key: "file",
        title: t("file"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <GoLink to={`/imports/${row.id}`} c="inherit" fw={550}>
            {row.file_name}
          </GoLink>
        ),
      },
      { key: "what", title: t("what"), width: 130, cell: (row) => t(row.kind) },
      {
        key: "state",
        title: t("state"),
        width: 120,
        phone: "aside",
        cell: (row) => (
          <StatusBadge tone={TONES[row.status] ?? "quiet"}>
            {row.is_dry ? t("dry") : t.has(row.status) ? t(row.status) : row.status}
          </StatusBadge>
        ),
      },
      {
        key: "rows",
        title: t("rows"),
        align: "right",
        width: 90,
        cell: (row) => <Count value={row.total_rows - 1} />,
      },
      {
        key: "refused",
        title: t("result"),
        cell: (row) =>
          [
            row.created && t("created", { count: row.created }),
            row.updated && t("updated", { count: row.updated }),
            row.refused && t("refused", { count: row.refused }),
          ]
            .filter(Boolean)
            .join(", "),
      },
      { key: "who", title: t("who"), hidden: true, cell: (row) => row.asked_by },
      {
        key: "when",
        title: t("when"),
        align: "right",
        width: 110,
        cell: (row) => <When at={row.created_at} />,
      },
    ],
    [t],
  );
  return (
    <DataList
      id="imports"
      list={list}
      source={found}
      columns={columns}
      idOf={(row) => row.id}
      to={(row) => `/imports/${row.id}`}
      empty={<EmptyState icon={<IconFileImport size={24} />} title={t("none")} text={t("noneHelp")} />}
    />
  );
}

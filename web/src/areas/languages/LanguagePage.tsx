import { useMemo } from "react";
import { adminListTranslatable } from "@/api/generated/sdk.gen";
import type { ThingState } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink, useParam } from "@/app/here";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column, Filter } from "@/kit/list/types";
import { Page } from "@/kit/Page";
import { StatusBadge } from "@/kit/StatusBadge";
import { KINDS, languageName } from "./naming";
import { useAsked } from "./useAsked";
import { useLanguageWords } from "./words";

/** The things of a kind, with how far each is translated. */
export default function LanguagePage() {
  const t = useLanguageWords();
  const reader = useLanguage();
  const language = useParam("language");
  const { list, query, suffix } = useAsked();
  const found = usePages(adminListTranslatable, { path: { language }, query });
  const columns = useMemo<Column<ThingState>[]>(
    () => [
      {
        key: "title",
        title: t("name"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <GoLink to={`/languages/${language}/${row.kind}/${row.id}${suffix}`} c="inherit" fw={550}>
            {row.title || row.id}
          </GoLink>
        ),
      },
      {
        key: "state",
        title: t("state"),
        width: 160,
        phone: "aside",
        cell: (row) => <StateOf row={row} />,
      },
      {
        key: "texts",
        title: t("translation"),
        align: "right",
        width: 140,
        cell: (row) => t("ofTexts", { done: row.translated - row.outdated, all: row.texts }),
      },
    ],
    [t, language, suffix],
  );
  const filters: Filter[] = [
    {
      key: "kind",
      label: t("kind"),
      options: KINDS.map((value) => ({ value, label: t(`kind_${value}`) })),
    },
    {
      key: "only",
      label: t("state"),
      options: (["missing", "outdated", "complete"] as const).map((value) => ({
        value,
        label: t(`state_${value}`),
      })),
    },
  ];
  return (
    <Page
      title={languageName(language, reader)}
      about={t(`kind_${query.kind}`)}
      crumbs={[{ to: "/languages", label: t("title") }]}
      width="wide"
    >
      <DataList
        id="translations"
        list={list}
        source={found}
        columns={columns}
        filters={filters}
        idOf={(row) => row.id}
        to={(row) => `/languages/${language}/${row.kind}/${row.id}${suffix}`}
        search={t("search")}
        empty={<EmptyState title={t("nothing")} text={t("nothingHelp")} />}
      />
    </Page>
  );
}

function StateOf({ row }: { row: ThingState }) {
  const t = useLanguageWords();
  if (row.outdated > 0) return <StatusBadge tone="warn">{t("state_outdated")}</StatusBadge>;
  if (row.translated < row.texts) return <StatusBadge tone="quiet">{t("state_missing")}</StatusBadge>;
  return <StatusBadge tone="good">{t("state_complete")}</StatusBadge>;
}

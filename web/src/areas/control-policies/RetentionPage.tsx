import { useMemo } from "react";
import { controlGetTenant, controlListRetentionRuns } from "@/api/generated/sdk.gen";
import type { RetentionRun } from "@/api/generated/types.gen";
import { usePages, useRead } from "@/api/query";
import { GoLink, useSearchWords } from "@/app/here";
import { useLanguage, wordOf } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Page } from "@/kit/Page";
import { Sections } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { DryRun } from "./DryRun";
import { MerchantChoice } from "./MerchantChoice";
import { useControlPolicyWords } from "./words";

/** What went because its time was over, the newest first; with `?tenant=` of one merchant, and what would go now. */
export default function RetentionPage() {
  const t = useControlPolicyWords();
  const language = useLanguage();
  const list = useList();
  const [search] = useSearchWords();
  const tenant = search.tenant;
  const runs = usePages(controlListRetentionRuns, { query: { tenant, limit: 50 } });
  const isEmpty = runs.items?.length === 0; // the merchant is chosen above: nothing to clear
  const merchant = useRead(controlGetTenant, { tenant: tenant ?? "" }, { enabled: tenant !== undefined });
  const name = merchant.data?.name;
  const columns = useMemo<Column<RetentionRun>[]>(() => {
    const figure = new Intl.NumberFormat(language);
    return [
      {
        key: "merchant",
        title: t("merchant"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <GoLink to={`/policies/retention?tenant=${row.tenant_id}`} c="inherit" size="sm" fw={550}>
            {row.tenant}
          </GoLink>
        ),
      },
      {
        key: "what",
        title: t("what"),
        cell: (row) =>
          Object.entries(row.counts)
            .map(([name, count]) => `${figure.format(count)} ${wordOf(t, "class", name)}`)
            .join(" · "),
      },
      { key: "when", title: t("when"), width: 190, cell: (row) => <When at={row.started_at} /> },
      {
        key: "state",
        title: "",
        width: 140,
        phone: "aside",
        cell: (row) => (
          <StatusBadge tone={row.finished_at ? "good" : "info"}>
            {row.finished_at ? t("finished") : t("goesOn")}
          </StatusBadge>
        ),
      },
    ];
  }, [t, language]);
  return (
    <Page
      title={t("retention")}
      about={t("retentionAbout")}
      crumbs={[{ to: "/policies", label: t("title") }]}
      width="wide"
      acts={tenant === undefined ? undefined : <DryRun tenant={tenant} name={name} />}
    >
      <Sections>
        <MerchantChoice tenant={tenant} name={name} />
        <DataList
          id="control-retention"
          list={isEmpty ? { ...list, isNarrowed: false } : list}
          source={runs}
          columns={columns}
          idOf={(row) => `${row.tenant_id} ${row.started_at}`}
          empty={<EmptyState title={t("noRuns")} text={t("noRunsHelp")} />}
        />
      </Sections>
    </Page>
  );
}

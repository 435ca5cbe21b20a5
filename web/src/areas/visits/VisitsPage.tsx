import { Text } from "@mantine/core";
import { IconUserShield } from "@tabler/icons-react";
import { controlListVisits } from "@/api/generated/sdk.gen";
import type { VisitOfAll } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Page } from "@/kit/Page";
import { columnsOf } from "./columns";
import { useVisitWords } from "./words";

/** In Center Control: who acted in which merchant's console. */
export default function VisitsPage() {
  const t = useVisitWords();
  const list = useList();
  const visits = usePages(controlListVisits, { query: { limit: 50 } });
  const merchant: Column<VisitOfAll> = {
    key: "merchant",
    title: t("merchant"),
    width: 180,
    cell: (row) => <Text size="sm">{row.tenant_name}</Text>,
  };
  const [visitor, ...others] = columnsOf<VisitOfAll>(t, (row) => row.visit);
  return (
    <Page title={t("ours")} about={t("oursAbout")} width="wide">
      <DataList
        id="control_visits"
        list={list}
        source={visits}
        columns={visitor ? [visitor, merchant, ...others] : []}
        idOf={(row) => row.visit.id}
        empty={
          <EmptyState icon={<IconUserShield size={24} />} title={t("oursNone")} text={t("oursNoneHelp")} />
        }
      />
    </Page>
  );
}

import { Alert, Button } from "@mantine/core";
import { IconUserShield } from "@tabler/icons-react";
import { adminEndSupportVisit, adminListSupportVisits } from "@/api/generated/sdk.gen";
import type { Visit } from "@/api/generated/types.gen";
import { usePages, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { GoLink } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import { useList } from "@/kit/list/useList";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { useLive } from "@/kit/useLive";
import { columnsOf } from "./columns";
import { useVisitWords } from "./words";

/** At a merchant's: who of the platform acted here, and the door to show them out. */
export default function SupportVisitsPage() {
  const t = useVisitWords();
  const list = useList();
  const visits = usePages(adminListSupportVisits, { query: { limit: 50 } });
  const end = useWrite(adminEndSupportVisit, {
    changes: [adminListSupportVisits],
    done: () => tell(t("ended")),
    failed: tellProblem,
  });
  useLive(["support_visit"], () => void visits.refetch());

  async function showOut(visit: Visit): Promise<void> {
    const sure = await confirm({
      title: t("endTitle", { operator: visit.operator }),
      text: t("endText"),
      action: t("end"),
    });
    if (sure) end.mutate({ path: { visit: visit.id } });
  }

  const door = (visit: Visit) => (
    <May permission="staff:write">
      <Button size="compact-sm" variant="default" onClick={() => void showOut(visit)}>
        {t("end")}
      </Button>
    </May>
  );
  return (
    <Page
      title={t("title")}
      about={t("about")}
      width="wide"
      crumbs={[{ to: "/settings", label: t("settings") }]}
    >
      <May permission="settings:read">
        <Alert variant="light" mb="md" icon={<IconUserShield size={18} />}>
          {t("allowed")} <GoLink to="/settings/security">{t("security")}</GoLink>.
        </Alert>
      </May>
      <DataList
        id="support_visits"
        list={list}
        source={visits}
        columns={columnsOf<Visit>(t, (visit) => visit, door)}
        idOf={(visit) => visit.id}
        empty={<EmptyState icon={<IconUserShield size={24} />} title={t("none")} text={t("noneHelp")} />}
      />
    </Page>
  );
}

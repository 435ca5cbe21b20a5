import { useMe } from "@/app/may";
import { useStore } from "@/app/store";
import { RecordForm } from "@/kit/form/RecordForm";
import { Page } from "@/kit/Page";
import { Fields } from "./Fields";
import { useExperimentForm } from "./useExperimentForm";
import { useExperimentWords } from "./words";

/** A new experiment, in four steps on one page; it is a draft until it is started. */
export default function NewExperimentPage() {
  const t = useExperimentWords();
  const chosen = useStore();
  const { stores } = useMe();
  const record = useExperimentForm((chosen ?? stores[0])?.id ?? "");
  return (
    <Page title={t("new")} crumbs={[{ to: "/experiments", label: t("title") }]} width="text">
      <RecordForm record={record} isNew action={t("create")}>
        <Fields record={record} isNew />
      </RecordForm>
    </Page>
  );
}

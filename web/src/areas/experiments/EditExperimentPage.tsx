import { Alert } from "@mantine/core";
import { adminGetExperiment } from "@/api/generated/sdk.gen";
import type { Experiment } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useParam } from "@/app/here";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { Page } from "@/kit/Page";
import { Skeletons } from "@/kit/Skeletons";
import { Fields } from "./Fields";
import { useExperimentForm } from "./useExperimentForm";
import { useExperimentWords } from "./words";

/** The plan of an experiment; once it has begun, only what its figures don't rest on. */
export default function EditExperimentPage() {
  const t = useExperimentWords();
  const id = useParam("experiment");
  const asked = useRead(adminGetExperiment, { path: { experiment: id } });
  if (asked.data) return <Known key={`${id} ${asked.data.version}`} experiment={asked.data} />;
  return (
    <Page title={t("edit")} crumbs={[{ to: "/experiments", label: t("title") }]} width="text">
      {asked.error ? <Failure error={asked.error} again={() => void asked.refetch()} /> : <Skeletons />}
    </Page>
  );
}

function Known({ experiment }: { experiment: Experiment }) {
  const t = useExperimentWords();
  const record = useExperimentForm(experiment.store_id, experiment);
  const hasBegun = experiment.status !== "draft";
  const crumbs = [
    { to: "/experiments", label: t("title") },
    { to: `/experiments/${experiment.id}`, label: experiment.name },
  ];
  return (
    <Page title={t("edit")} crumbs={crumbs} width="text">
      {hasBegun ? (
        <Alert color="gray" mb="md">
          {t("underWay")}
        </Alert>
      ) : null}
      <RecordForm record={record}>
        <Fields record={record} hasBegun={hasBegun} />
      </RecordForm>
    </Page>
  );
}

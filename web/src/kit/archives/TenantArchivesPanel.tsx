import { Button } from "@mantine/core";
import { IconFileZip } from "@tabler/icons-react";
import {
  controlGetTenantDeletion,
  controlListTenantExports,
  controlStartTenantExport,
} from "@/api/generated/sdk.gen";
import { Problem } from "@/api/problem";
import { useRead, useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "../Failure";
import { May } from "../May";
import { Section, Sections } from "../Section";
import { Skeletons } from "../Skeletons";
import { ArchiveList, isUnderWay } from "./ArchiveList";
import { DeletionSteps } from "./DeletionSteps";
import { useArchiveWords } from "./words";

const AGAIN = 4000;

/** One merchant to a file, and for good. It can be looked at when the merchant is gone. */
export default function TenantArchivesPanel({ tenant }: { tenant: string }) {
  const t = useArchiveWords();
  const deletion = useRead(controlGetTenantDeletion, { tenant }, { every: AGAIN });
  const isUnasked = deletion.error instanceof Problem && deletion.error.status === 404;
  return (
    <Sections>
      {deletion.data?.status === "done" ? null : <Archives tenant={tenant} />}
      <Section title={t("deletion")} about={t("deletionAbout")}>
        {deletion.isLoading ? (
          <Skeletons lines={3} />
        ) : deletion.error && !isUnasked ? (
          <Failure error={deletion.error} again={deletion.refetch} />
        ) : (
          <DeletionSteps tenant={tenant} deletion={deletion.error ? undefined : deletion.data} />
        )}
      </Section>
    </Sections>
  );
}

function Archives({ tenant }: { tenant: string }) {
  const t = useArchiveWords();
  const archives = useRead(controlListTenantExports, { tenant }, { every: AGAIN });
  const start = useWrite(controlStartTenantExport, {
    changes: [controlListTenantExports],
    done: () => tell(t("started")),
    failed: tellProblem,
  });
  return (
    <Section
      title={t("archives")}
      about={t("archivesAbout")}
      acts={
        <May permission="tenants:export">
          <Button
            variant="default"
            leftSection={<IconFileZip size={16} />}
            loading={start.isPending}
            disabled={isUnderWay(archives.data)}
            onClick={() => start.mutate({ tenant })}
          >
            {t("make")}
          </Button>
        </May>
      }
    >
      {archives.data ? (
        <ArchiveList archives={archives.data} />
      ) : archives.error ? (
        <Failure error={archives.error} again={archives.refetch} />
      ) : (
        <Skeletons lines={4} />
      )}
    </Section>
  );
}

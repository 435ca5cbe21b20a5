import { Alert, Button, List } from "@mantine/core";
import { IconFileZip } from "@tabler/icons-react";
import { adminListCompanyExports, adminStartCompanyExport } from "@/api/generated/sdk.gen";
import { useRead, useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { ArchiveList, isUnderWay } from "@/kit/archives/ArchiveList";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { useEverythingWords } from "./words";

const AGAIN = 4000;

/** For owners: everything of the company in one file. */
export default function EverythingPage() {
  const t = useEverythingWords();
  const archives = useRead(adminListCompanyExports, {}, { every: AGAIN });
  const start = useWrite(adminStartCompanyExport, {
    changes: [adminListCompanyExports],
    done: () => tell(t("started")),
    failed: tellProblem,
  });
  return (
    <Page
      title={t("title")}
      about={t("about")}
      crumbs={[{ to: "/settings", label: t("settings") }]}
      primary={
        <Button
          leftSection={<IconFileZip size={16} />}
          loading={start.isPending}
          disabled={isUnderWay(archives.data)}
          onClick={() => start.mutate({})}
        >
          {t("make")}
        </Button>
      }
    >
      <Sections>
        <Section title={t("files")}>
          {archives.data ? (
            <ArchiveList archives={archives.data} />
          ) : archives.error ? (
            <Failure error={archives.error} again={archives.refetch} />
          ) : (
            <Skeletons lines={4} />
          )}
        </Section>
        <Section title={t("what")}>
          <List size="sm" spacing={6} mb="md">
            <List.Item>{t("tables")}</List.Item>
            <List.Item>{t("pictures")}</List.Item>
            <List.Item>{t("sums")}</List.Item>
            <List.Item>{t("not")}</List.Item>
          </List>
          <Alert color="yellow">{t("personal")}</Alert>
        </Section>
      </Sections>
    </Page>
  );
}

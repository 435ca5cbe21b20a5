import { Select, Stack, Table, Text } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useState } from "react";
import { adminGetLanguages, adminListTranslationFiles } from "@/api/generated/sdk.gen";
import type { TranslationFile } from "@/api/generated/types.gen";
import { refresh, usePages, useRead } from "@/api/query";
import { GoLink, useGo } from "@/app/here";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { FileDrop } from "@/kit/files/FileDrop";
import { sendFile } from "@/kit/files/upload";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge, type Tone } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { languageName } from "./naming";
import { useLanguageWords } from "./words";

const TYPES = [
  ".xlf",
  ".xliff",
  "text/csv",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
];
export const TONES: Record<TranslationFile["status"], Tone> = {
  looked_at: "warn",
  running: "info",
  finished: "good",
};

/** Files that translators bring back. */
export default function FilesPage() {
  const t = useLanguageWords();
  const reader = useLanguage();
  const go = useGo();
  const languages = useRead(adminGetLanguages, {});
  const files = usePages(adminListTranslationFiles, { query: { limit: 50 } });
  const [chosen, setChosen] = useState<string | null>(null);
  if (languages.error) return <Failure error={languages.error} again={() => void languages.refetch()} />;
  if (!languages.data) return <Skeletons />;
  const offered = languages.data.languages.map((language) => language.locale);
  const locale = chosen ?? offered[0];
  return (
    <Page title={t("files")} about={t("filesHelp")} crumbs={[{ to: "/languages", label: t("title") }]}>
      <Sections>
        {locale ? (
          <Section title={t("bring")}>
            <Stack>
              <Select
                label={t("into")}
                data={offered.map((value) => ({ value, label: languageName(value, reader) }))}
                value={locale}
                onChange={setChosen}
                allowDeselect={false}
                maw={320}
              />
              <FileDrop
                accept={TYPES}
                largest={20_000_000}
                multiple={false}
                send={(file, sending) =>
                  sendFile<TranslationFile>(`/languages/${locale}/files`, file, sending)
                }
                done={(file) => {
                  refresh(adminListTranslationFiles);
                  go(`/languages/files/${file.id}`);
                }}
              />
            </Stack>
          </Section>
        ) : null}
        <Section title={t("earlier")}>
          {files.error ? (
            <Failure error={files.error} again={() => void files.refetch()} />
          ) : files.items === undefined ? (
            <Skeletons />
          ) : files.items.length === 0 ? (
            <EmptyState icon={<IconFileUpload size={24} />} title={t("noFiles")} text={t("noFilesHelp")} />
          ) : (
            <Table.ScrollContainer minWidth={520}>
              <Table>
                <Table.Tbody>
                  {files.items.map((file) => (
                    <Table.Tr key={file.id}>
                      <Table.Td>
                        <GoLink to={`/languages/files/${file.id}`}>{file.file_name}</GoLink>
                      </Table.Td>
                      <Table.Td>{languageName(file.locale, reader)}</Table.Td>
                      <Table.Td>
                        <StatusBadge tone={TONES[file.status]}>{t(`status_${file.status}`)}</StatusBadge>
                      </Table.Td>
                      <Table.Td>
                        <Text size="sm" c="dimmed">
                          {file.started_by} · <When at={file.created_at} />
                        </Text>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </Section>
      </Sections>
    </Page>
  );
}

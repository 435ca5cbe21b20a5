import { Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import {
  adminGetLanguages,
  adminGetTranslationFile,
  adminListTranslationFiles,
  adminListTranslationRows,
  adminWriteTranslations,
} from "@/api/generated/sdk.gen";
import type { TranslationRow } from "@/api/generated/types.gen";
import { usePages, useRead, useWrite } from "@/api/query";
import { useParam } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge, type Tone } from "@/kit/StatusBadge";
import { TONES } from "./FilesPage";
import classes from "./languages.module.css";
import { fieldName, languageName } from "./naming";
import { useLanguageWords } from "./words";

const PAUSE = 1000;
const OUTCOMES = ["new", "changed", "refused", "unchanged", "written"] as const;
type Outcome = (typeof OUTCOMES)[number];
const OF_ROWS: Record<Outcome, Tone> = {
  new: "info",
  changed: "warn",
  refused: "bad",
  unchanged: "quiet",
  written: "good",
};
const CHANGES = [
  adminGetTranslationFile,
  adminListTranslationFiles,
  adminListTranslationRows,
  adminGetLanguages,
];

/** A translator's file: what becomes of each text, before it is written and after. */
export default function FilePage() {
  const t = useLanguageWords();
  const reader = useLanguage();
  const path = { file: useParam("file") };
  const [isBusy, setBusy] = useState(false);
  const found = useRead(adminGetTranslationFile, { path }, isBusy ? { every: PAUSE } : {});
  const file = found.data;
  const isRunning = file?.status === "running";
  if (file && isRunning !== isBusy) setBusy(isRunning);
  const write = useWrite(adminWriteTranslations, {
    changes: CHANGES,
    done: (answer) => tell(t("written", { count: answer.written })),
    failed: tellProblem,
  });
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!file) return <Skeletons />;
  const waiting = file.new + file.changed;
  const counts = OUTCOMES.filter((name) => file[name] > 0);
  return (
    <Page
      title={file.file_name}
      beside={<StatusBadge tone={TONES[file.status]}>{t(`status_${file.status}`)}</StatusBadge>}
      about={languageName(file.locale, reader)}
      crumbs={[
        { to: "/languages", label: t("title") },
        { to: "/languages/files", label: t("files") },
      ]}
      primary={
        file.status === "looked_at" && waiting > 0 ? (
          <Button loading={write.isPending} onClick={() => write.mutate({ path })}>
            {t("write", { count: waiting })}
          </Button>
        ) : null
      }
    >
      <Sections>
        <Section>
          <Group gap={16} aria-live="polite">
            {counts.map((name) => (
              <Text key={name}>{t(name, { count: file[name] })}</Text>
            ))}
            {file.status === "looked_at" && waiting === 0 ? (
              <Text c="dimmed">{t("nothingToWrite")}</Text>
            ) : null}
          </Group>
        </Section>
        <Rows file={path.file} known={counts} />
      </Sections>
    </Page>
  );
}

function Rows({ file, known }: { file: string; known: readonly Outcome[] }) {
  const t = useLanguageWords();
  const [only, setOnly] = useState<Outcome | "all">("all");
  const query = { limit: 50, ...(only === "all" ? {} : { outcome: only }) };
  const rows = usePages(adminListTranslationRows, { path: { file }, query });
  return (
    <Section>
      <Stack>
        {known.length > 1 ? (
          <SegmentedControl
            value={only}
            onChange={(value) => setOnly(value as Outcome | "all")}
            data={[
              { value: "all", label: t("everything") },
              ...known.map((value) => ({ value, label: t(`outcome_${value}`) })),
            ]}
            aria-label={t("outcome")}
          />
        ) : null}
        {rows.error ? (
          <Failure error={rows.error} again={() => void rows.refetch()} />
        ) : rows.items === undefined ? (
          <Skeletons />
        ) : (
          <div>
            {rows.items.map((row) => (
              <Row key={row.place} row={row} />
            ))}
          </div>
        )}
        {rows.hasNextPage ? (
          <Button
            variant="default"
            loading={rows.isFetchingNextPage}
            onClick={() => void rows.fetchNextPage()}
          >
            {t("next")}
          </Button>
        ) : null}
      </Stack>
    </Section>
  );
}

function Row({ row }: { row: TranslationRow }) {
  const t = useLanguageWords();
  return (
    <div className={classes.row}>
      <Text fw={550} component="p">
        {row.title || row.id} · {fieldName(t, row.field)}
      </Text>
      <StatusBadge tone={OF_ROWS[row.outcome]}>{t(`outcome_${row.outcome}`)}</StatusBadge>
      <Text size="sm" c="dimmed" component="p" dir="auto" lineClamp={3}>
        {row.source}
      </Text>
      <span />
      <Text component="p" dir="auto" lineClamp={3}>
        {row.text}
      </Text>
      <span />
      {row.message ? (
        <Text size="sm" c="red" component="p">
          {row.message}
        </Text>
      ) : row.outcome === "changed" ? (
        <Text size="sm" c="dimmed" component="p" dir="auto" lineClamp={2}>
          {t("before")}: {row.before}
        </Text>
      ) : null}
    </div>
  );
}

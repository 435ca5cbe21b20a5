import { Alert, Button, Checkbox, Group, Progress, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import {
  adminGetImport,
  adminListImportProblems,
  adminListImports,
  adminPreviewImport,
  adminStartImport,
  adminStopImport,
} from "@/api/generated/sdk.gen";
import type { ImportFile } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { useParam } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { TONES } from "./kinds";
import { Problems } from "./Problems";
import { useImportWords } from "./words";

const CHANGES = [adminGetImport, adminListImports, adminListImportProblems];
const PAUSE = 1000;

/** One file: what is in it, what is done with it, what became of its rows. */
export default function ImportPage() {
  const t = useImportWords();
  const id = useParam("file");
  const path = { file: id };
  const [isBusy, setBusy] = useState(true);
  const found = useRead(adminGetImport, { path }, isBusy ? { every: PAUSE } : {});
  const file = found.data;
  const isUnderWay = file?.status === "waiting" || file?.status === "running";
  if (file && isUnderWay !== isBusy) setBusy(isUnderWay);
  const [options, setOptions] = useState({
    keeps_stock: false,
    makes_categories: true,
    fetches_images: true,
  });
  const start = useWrite(adminStartImport, {
    changes: CHANGES,
    done: () => {
      setBusy(true);
      tell(t("started"));
    },
    failed: tellProblem,
  });
  const stop = useWrite(adminStopImport, { changes: CHANGES, failed: tellProblem });
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!file) return <Skeletons />;
  const canStart = file.status !== "finished" || file.is_dry;
  const begin = (isDry: boolean) => start.mutate({ path, body: { ...options, is_dry: isDry } });
  return (
    <Page
      title={file.file_name}
      beside={
        <StatusBadge tone={TONES[file.status] ?? "quiet"}>
          {t.has(file.status) ? t(file.status) : file.status}
        </StatusBadge>
      }
      about={`${t(file.kind)} · ${t("previewHelp", { count: file.total_rows - 1 })}`}
      crumbs={[{ to: "/imports", label: t("title") }]}
      acts={
        isUnderWay ? (
          <Button variant="default" onClick={() => stop.mutate({ path })}>
            {t("stop")}
          </Button>
        ) : canStart ? (
          <Button
            variant="default"
            title={t("tryHelp")}
            loading={start.isPending}
            onClick={() => begin(true)}
          >
            {t("try")}
          </Button>
        ) : null
      }
      primary={
        !isUnderWay && canStart ? (
          <Button loading={start.isPending} onClick={() => begin(false)}>
            {file.status === "stopped" ? t("again") : t("start")}
          </Button>
        ) : null
      }
    >
      <Sections>
        <State file={file} isUnderWay={isUnderWay} />
        {file.kind === "products" && canStart && !isUnderWay ? (
          <Section title={t("options")}>
            <Stack gap={10}>
              <Checkbox
                label={t("keepsStock")}
                checked={options.keeps_stock}
                onChange={(event) => setOptions({ ...options, keeps_stock: event.currentTarget.checked })}
              />
              <Checkbox
                label={t("makesCategories")}
                checked={options.makes_categories}
                onChange={(event) =>
                  setOptions({ ...options, makes_categories: event.currentTarget.checked })
                }
              />
              <Checkbox
                label={t("fetchesImages")}
                checked={options.fetches_images}
                onChange={(event) => setOptions({ ...options, fetches_images: event.currentTarget.checked })}
              />
            </Stack>
          </Section>
        ) : null}
        {file.status === "ready" ? null : <Problems id={id} isUnderWay={isUnderWay} />}
        <First id={id} />
      </Sections>
    </Page>
  );
}

function State({ file, isUnderWay }: { file: ImportFile; isUnderWay: boolean }) {
  const t = useImportWords();
  if (file.status === "ready") return null;
  const counts = (["created", "updated", "unchanged", "refused"] as const)
    .filter((name) => file[name] > 0)
    .map((name) => t(name, { count: file[name] }))
    .join(", ");
  const share = (100 * Math.max(file.last_row - 1, 0)) / Math.max(file.total_rows - 1, 1);
  if (isUnderWay) {
    return (
      <Section>
        <Stack gap={8}>
          <Progress value={share} animated aria-label={t("running")} />
          <Group justify="space-between" aria-live="polite">
            <Text size="sm">{t("progress", { row: file.last_row, count: file.total_rows })}</Text>
            <Text size="sm" c="dimmed">
              {counts}
            </Text>
          </Group>
        </Stack>
      </Section>
    );
  }
  const tone = file.status === "failed" ? "red" : file.refused > 0 ? "yellow" : "teal";
  const said =
    file.status === "failed"
      ? file.why
      : file.status === "stopped"
        ? t("stoppedHelp")
        : t(file.is_dry ? "trialDone" : "done");
  return (
    <Alert color={tone} title={said}>
      {counts}
    </Alert>
  );
}

function First({ id }: { id: string }) {
  const t = useImportWords();
  const preview = useRead(adminPreviewImport, { path: { file: id } });
  if (!preview.data) return null;
  const { columns, rows, problems } = preview.data;
  return (
    <Section title={t("preview")} flush>
      {problems.length > 0 ? (
        <Alert color="yellow" title={t("fileProblems")} m="md">
          {problems.slice(0, 5).map((problem) => (
            <div key={`${problem.row} ${problem.column} ${problem.why}`}>
              {t("row")} {problem.row}: {problem.why}
            </div>
          ))}
        </Alert>
      ) : null}
      <Table.ScrollContainer minWidth={Math.min(columns.length * 140, 4000)}>
        <Table fz="sm" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a file may name a column twice
                <Table.Th key={place} c={column.is_used ? undefined : "dimmed"}>
                  {column.name}
                  {column.is_used ? null : (
                    <Text span size="xs" display="block">
                      {t("ignored")}
                    </Text>
                  )}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row, number) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no name
              <Table.Tr key={number}>
                {row.map((cell, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells neither
                  <Table.Td key={place} c={columns[place]?.is_used ? undefined : "dimmed"}>
                    <Text size="sm" lineClamp={2} maw={260}>
                      {cell}
                    </Text>
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}

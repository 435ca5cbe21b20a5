import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import type { Archive } from "@/api/generated/types.gen";
import { useLanguage } from "@/app/words";
import { EmptyState } from "../EmptyState";
import { formatBytes, formatInstant } from "../format";
import { StatusBadge, type Tone } from "../StatusBadge";
import { When } from "../When";
import { useArchiveWords } from "./words";

const STATES = ["waiting", "running", "ready", "failed", "gone"] as const;
type State = (typeof STATES)[number];
const TONES: Readonly<Record<State, Tone>> = {
  waiting: "info",
  running: "info",
  ready: "good",
  failed: "bad",
  gone: "quiet",
};

const stateOf = (archive: Archive): State => STATES.find((state) => state === archive.status) ?? "waiting";

/** Is one of them being made? Then the page asks again. */
export const isUnderWay = (archives: readonly Archive[] | undefined) =>
  Boolean(archives?.some((each) => each.status === "waiting" || each.status === "running"));

/** Whole companies in files, newest first, with how far one is that is being made. */
export function ArchiveList({ archives }: { archives: readonly Archive[] }) {
  const t = useArchiveWords();
  if (archives.length === 0) return <EmptyState title={t("none")} text={t("noneHelp")} />;
  return (
    <Stack gap="md">
      {archives.map((each) => (
        <Line key={each.id} archive={each} />
      ))}
    </Stack>
  );
}

function Line({ archive }: { archive: Archive }) {
  const t = useArchiveWords();
  const language = useLanguage();
  const state = stateOf(archive);
  const number = new Intl.NumberFormat(language);
  return (
    <Group justify="space-between" align="start" gap="sm">
      <Stack gap={4} style={{ flex: "1 1 240px", minWidth: 0 }}>
        <Group gap="sm">
          <StatusBadge tone={TONES[state]}>{t(state)}</StatusBadge>
          <Text size="sm" c="dimmed" component="div">
            {t.rich("asked", { name: archive.asked_by || "duka", at: <When at={archive.created_at} /> })}
          </Text>
        </Group>
        {state === "running" && archive.steps > 0 ? (
          <>
            <Progress
              value={(100 * archive.done) / archive.steps}
              aria-label={t("running")}
              maw={420}
              size="sm"
            />
            <Text size="xs" c="dimmed">
              {t("doing", { done: String(archive.done), steps: String(archive.steps), step: archive.step })}
            </Text>
          </>
        ) : null}
        {state === "ready" || state === "gone" ? (
          <Text size="sm">
            {t("holds", {
              rows: number.format(archive.rows),
              files: number.format(archive.files),
              size: formatBytes(language, archive.bytes),
            })}
          </Text>
        ) : null}
        {archive.error ? (
          <Text size="sm" c="red">
            {archive.error}
          </Text>
        ) : null}
        {state === "ready" ? (
          <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            SHA-256 {archive.sha256}
          </Text>
        ) : null}
      </Stack>
      {archive.url ? (
        <Stack gap={2} align="end">
          <Button
            component="a"
            href={archive.url}
            download
            variant="default"
            leftSection={<IconDownload size={16} />}
            aria-label={t("fetchOf", { at: formatInstant(language, new Date(archive.created_at)) })}
          >
            {t("fetch")}
          </Button>
          {archive.expires_at ? (
            <Text size="xs" c="dimmed" component="div">
              {t.rich("until", { at: <When at={archive.expires_at} /> })}
            </Text>
          ) : null}
        </Stack>
      ) : null}
    </Group>
  );
}

import { Button, Group, Text } from "@mantine/core";
import { controlEndSilence, controlListAlerts, controlListSilences } from "@/api/generated/sdk.gen";
import { useRead, useWrite } from "@/api/query";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import { titleOf } from "./lights";
import { useControlHealthWords } from "./words";

/** What nobody is told of at present; nothing when that is nothing. */
export function Silences() {
  const t = useControlHealthWords();
  const may = useMay("health:write");
  const silences = useRead(controlListSilences, {}, { keep: true });
  const end = useWrite(controlEndSilence, {
    changes: [controlListSilences, controlListAlerts],
    done: () => tell(t("silenceEnded")),
    failed: tellProblem,
  });
  if (!silences.data || silences.data.length === 0) return null;
  return (
    <Section title={t("silences")}>
      {silences.data.map((one) => (
        <Group key={one.id} justify="space-between" mb="xs">
          <div>
            <Text size="sm" fw={550}>
              {titleOf(t, one)}
              {one.tenant ? ` · ${one.tenant}` : ""}
            </Text>
            <Text size="xs" c="dimmed" component="div">
              {one.reason} · {t.rich("silencedUntil", { when: <When at={one.until} />, who: one.created_by })}
            </Text>
          </div>
          {may ? (
            <Button
              size="xs"
              variant="default"
              loading={end.isPending}
              onClick={() => end.mutate({ path: { silence: one.id } })}
            >
              {t("endSilence")}
            </Button>
          ) : null}
        </Group>
      ))}
    </Section>
  );
}

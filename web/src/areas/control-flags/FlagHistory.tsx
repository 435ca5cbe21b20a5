import { Button, Stack, Text } from "@mantine/core";
import { controlListFlagHistory } from "@/api/generated/sdk.gen";
import type { FlagChange } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { Diff } from "@/kit/Diff";
import { Failure } from "@/kit/Failure";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { Timeline } from "@/kit/Timeline";
import { sentenceOf } from "./values";
import { type ControlFlagWords, useControlFlagWords } from "./words";

/** Who changed what, when and why; before and after. */
export function FlagHistory({ flag }: { flag: string }) {
  const t = useControlFlagWords();
  const found = usePages(controlListFlagHistory, { path: { flag }, query: { limit: 10 } });
  if (found.error) return <Failure error={found.error} again={found.refetch} />;
  if (!found.items) return <Skeletons lines={4} />;
  return (
    <Section title={t("history")}>
      {found.items.length === 0 ? <Text size="sm">{t("noHistory")}</Text> : null}
      <Timeline
        happenings={found.items.map((change) => ({
          id: change.id,
          at: change.at,
          title: t(sentenceOf(change), { by: change.by, tenant: change.tenant }),
          body: <Details t={t} change={change} />,
        }))}
      />
      {found.hasNextPage ? (
        <Button variant="subtle" loading={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
          {t("more")}
        </Button>
      ) : null}
    </Section>
  );
}

function Details({ t, change }: { t: ControlFlagWords; change: FlagChange }) {
  const labels = {
    rollout: t("labelRollout"),
    percentage: t("percentage"),
    starts_at: t("starts"),
    ends_at: t("ends"),
  };
  const told = change.action === "feature.rolled_out";
  return (
    <Stack gap={4}>
      {change.why ? <Text size="sm">{change.why}</Text> : null}
      {told ? (
        <Diff before={inWords(t, change.before)} after={inWords(t, change.after)} labels={labels} />
      ) : null}
    </Stack>
  );
}

/** In words; the note stands above, and what a rule does not have is left out. */
function inWords(t: ControlFlagWords, values: FlagChange["before"]): FlagChange["before"] {
  const told = Object.entries(values).filter(
    ([name, value]) => name !== "note" && value !== null && !(name === "percentage" && value === 0),
  );
  return Object.fromEntries(
    told.map(([name, value]) => {
      const key = `short_${value}`;
      return [name, name === "rollout" && t.has(key) ? t(key as "short_on") : value];
    }),
  );
}

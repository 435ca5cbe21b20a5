import { Button, Group, Progress, Skeleton, Text } from "@mantine/core";
import { useEffect } from "react";
import { adminListRecommendationRuns } from "@/api/generated/sdk.gen";
import type { RecommendationRun as Run } from "@/api/generated/types.gen";
import { refresh, usePages } from "@/api/query";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { formatCount } from "@/kit/format";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import classes from "./recommendations.module.css";
import { isUnderWay, progressOf, secondsOf } from "./runs";
import { useRecommendationWords } from "./words";

const LOOK_AGAIN = 2000;
const TONES = { waiting: "quiet", running: "info", finished: "good", failed: "bad" } as const;

/** The computings, the last one first; the one under way tells how far it is. */
export function Runs() {
  const t = useRecommendationWords();
  const runs = usePages(adminListRecommendationRuns, { query: { limit: 20 } });
  const isBusy = isUnderWay(runs.items?.[0]);
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(() => refresh(adminListRecommendationRuns), LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [isBusy]);
  if (runs.error) return <Failure error={runs.error} again={() => void runs.refetch()} />;
  if (!runs.items) {
    return (
      <Skeletons>
        <Skeleton height={220} />
      </Skeletons>
    );
  }
  if (runs.items.length === 0) return <EmptyState title={t("noRuns")} text={t("noRunsText")} />;
  return (
    <Section title={t("tabRuns")} about={t("runsAbout")} flush>
      <ul className={classes.list}>
        {runs.items.map((run) => (
          <RunItem key={run.id} run={run} />
        ))}
      </ul>
      {runs.hasNextPage ? (
        <Group justify="center" p="sm">
          <Button variant="subtle" loading={runs.isFetching} onClick={() => void runs.fetchNextPage()}>
            {t("more")}
          </Button>
        </Group>
      ) : null}
    </Section>
  );
}

function RunItem({ run }: { run: Run }) {
  const t = useRecommendationWords();
  const language = useLanguage();
  const seconds = secondsOf(run, new Date());
  const count = (number: number) => formatCount(language, number);
  const step = `step_${run.step}`;
  return (
    <li className={classes.run}>
      <Group gap="xs">
        <StatusBadge tone={TONES[run.status]}>{t(run.status)}</StatusBadge>
        {run.is_live ? <StatusBadge tone="info">{t("live")}</StatusBadge> : null}
        <Text size="sm" component="div">
          <When at={run.created_at} /> {t("asked", { name: run.asked_by })}
        </Text>
        {seconds === null ? null : (
          <Text size="sm" c="dimmed">
            {seconds < 120
              ? t("seconds", { count: seconds })
              : t("minutes", { count: Math.round(seconds / 60) })}
          </Text>
        )}
      </Group>
      {isUnderWay(run) ? (
        <>
          <Progress value={progressOf(run)} aria-label={t("computing")} animated />
          {t.has(step) ? (
            <Text size="sm" c="dimmed" role="status">
              {t(step)}
            </Text>
          ) : null}
        </>
      ) : null}
      {run.status === "finished" ? (
        <Text size="sm" c="dimmed">
          {t("readWhat", {
            orders: count(run.orders),
            lines: count(run.lines),
            products: count(run.products),
          })}
          {" · "}
          {t("foundWhat", { together: count(run.together_pairs), similar: count(run.similar_pairs) })}
          {run.capped_orders > 0 ? ` · ${t("capped", { count: run.capped_orders })}` : null}
        </Text>
      ) : null}
      {run.error ? (
        <Text size="sm" c="red">
          {t("wentWrong", { error: run.error })}
        </Text>
      ) : null}
    </li>
  );
}

import { Text } from "@mantine/core";
import { controlGetHealth } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { Failure } from "@/kit/Failure";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { toneOf, wholeOf } from "./lights";
import { Objectives } from "./Objectives";
import { Providers } from "./Providers";
import { Queues } from "./Queues";
import { useControlHealthWords } from "./words";

const EVERY = 30_000;

/** Everything at a glance. */
export default function HealthPage() {
  const t = useControlHealthWords();
  const health = useRead(controlGetHealth, {}, { every: EVERY, keep: true });
  const found = health.data;
  return (
    <Page
      title={t("title")}
      about={t("about")}
      beside={
        found ? <StatusBadge tone={toneOf(found.light)}>{wholeOf(t, found.light)}</StatusBadge> : undefined
      }
      width="wide"
    >
      {health.error && !found ? (
        <Failure error={health.error} again={() => void health.refetch()} />
      ) : !found ? (
        <Skeletons />
      ) : (
        <Sections>
          {found.alerts_open > 0 ? (
            <Section title={t("openAlerts")}>
              <Text size="sm">
                {t("openAlertsCount", { count: found.alerts_open, paging: String(found.alerts_paging) })}{" "}
                <GoLink to="/health/alerts">{t("alerts")}</GoLink>
              </Text>
            </Section>
          ) : null}
          <Section title={t("objectives")} about={t("objectivesAbout")}>
            <Objectives objectives={found.objectives} />
          </Section>
          <Queues queues={found.queues} />
          <Providers providers={found.providers} />
        </Sections>
      )}
    </Page>
  );
}

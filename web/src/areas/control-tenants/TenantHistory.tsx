import { Stack, Text } from "@mantine/core";
import { controlGetTenantHistory } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { Diff } from "@/kit/Diff";
import { Failure } from "@/kit/Failure";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { Timeline } from "@/kit/Timeline";
import { actionWords } from "@/kit/trail/action";
import { useTrailWords } from "@/kit/trail/words";
import { useControlTenantsWords } from "./words";

/** What was done to a merchant, by whom and why. */
export function TenantHistory({ tenant }: { tenant: string }) {
  const t = useControlTenantsWords();
  const trail = useTrailWords();
  const seen = useRead(controlGetTenantHistory, { tenant });
  if (seen.error) return <Failure error={seen.error} again={() => void seen.refetch()} />;
  if (!seen.data) return <Skeletons />;
  const labels = {
    status: t("status"),
    reason: t("reasonLabel"),
    trial_until: t("trialUntil"),
    keep_until: t("keepUntilLabel"),
    plan: t("plan"),
    name: t("company"),
    country: t("country"),
  };
  return (
    <Section title={t("history")}>
      {seen.data.length === 0 ? <Text size="sm">{t("noHistory")}</Text> : null}
      <Timeline
        happenings={seen.data.map((one) => ({
          id: one.id,
          at: one.at,
          title: actionWords(trail, one.action),
          who: one.who,
          body: (
            <Stack gap={4}>
              {one.why ? <Text size="sm">{one.why}</Text> : null}
              <Diff before={one.before ?? {}} after={one.after ?? {}} labels={labels} />
            </Stack>
          ),
        }))}
      />
    </Section>
  );
}

import { Alert, Stack, Text } from "@mantine/core";
import { controlGetFlag } from "@/api/generated/sdk.gen";
import type { FlagDetail } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useParam } from "@/app/here";
import { wordOf } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { because, useFlagWords } from "@/kit/flags/words";
import { Page } from "@/kit/Page";
import { usePlanWords } from "@/kit/plan/words";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { FlagHistory } from "./FlagHistory";
import { RuleForm } from "./RuleForm";
import { Switches } from "./Switches";
import { TONES } from "./values";
import { useControlFlagWords } from "./words";

/** One feature: its rule, who has it, the switches of single companies, and what was changed. */
export default function FlagPage() {
  const t = useControlFlagWords();
  const p = usePlanWords();
  const name = useParam("flag");
  const seen = useRead(controlGetFlag, { path: { flag: name } }, { keep: true });
  if (seen.error) {
    return (
      <Page title={t("title")}>
        <Failure error={seen.error} again={seen.refetch} />
      </Page>
    );
  }
  if (!seen.data) return <Skeletons />;
  const { flag } = seen.data;
  return (
    <Page
      title={wordOf(p, "feature", name)}
      about={flag.description}
      crumbs={[{ to: "/flags", label: t("title") }]}
      beside={<StatusBadge tone={TONES[flag.openness]}>{t(flag.openness)}</StatusBadge>}
    >
      {flag.is_installed ? null : (
        <Alert color="yellow" mb="md">
          {t("notInstalled", { variable: flag.environment || "DUKA_FEATURES_OFF" })}
        </Alert>
      )}
      <Columns
        main={
          <RuleForm key={`${name}${flag.version}`} flag={flag}>
            <Switches flag={name} />
          </RuleForm>
        }
        side={
          <Sections>
            <Reach detail={seen.data} />
            <FlagHistory flag={name} />
          </Sections>
        }
      />
    </Page>
  );
}

function Reach({ detail }: { detail: FlagDetail }) {
  const t = useControlFlagWords();
  const f = useFlagWords();
  const reasons = Object.entries(detail.by_reason).sort(([, one], [, other]) => other - one);
  return (
    <Section title={t("reach")}>
      <Stack gap={6}>
        <Text fw={600}>{t("reachOf", { has: detail.has_it, all: detail.companies })}</Text>
        {reasons.map(([reason, count]) => {
          const [why = "", state = ""] = reason.split(":");
          return (
            <Text key={reason} size="sm">
              {f(state === "on" ? "isOn" : "isOff")}: {because(f, why, state === "on")} ({count})
            </Text>
          );
        })}
      </Stack>
    </Section>
  );
}

import { Button, Stack, Text } from "@mantine/core";
import { IconToggleLeft } from "@tabler/icons-react";
import { adminListFeatures } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { PlainLink } from "@/app/here";
import { useMay } from "@/app/may";
import { wordOf } from "@/app/words";
import { Lonely } from "../Lonely";
import { usePlanWords } from "../plan/words";
import { because, useFlagWords } from "./words";

/** An address that belongs to a feature which the company does not have: why, and what can be done. */
export default function FeatureOff({ feature }: { feature: string }) {
  const t = useFlagWords();
  const p = usePlanWords();
  const mayAsk = useMay("stores:read");
  const maySeePlan = useMay("settings:read");
  const found = useRead(adminListFeatures, {}, { enabled: mayAsk });
  const about = found.data?.find((each) => each.name === feature);
  const why = about?.why ?? "company";
  const plans = about?.plans ?? [];
  return (
    <Lonely
      level={1}
      picture={<IconToggleLeft size={28} />}
      title={t("title", { feature: wordOf(p, "feature", feature) })}
      text={
        <Stack gap={4}>
          <Text c="dimmed">{because(t, why, false)}.</Text>
          {plans.length > 0 ? <Text c="dimmed">{t("plans", { plans: plans.join(", ") })}</Text> : null}
          {why === "plan" ? null : <Text c="dimmed">{t(WAYS[why] ?? "askCompany")}</Text>}
        </Stack>
      }
    >
      {why === "plan" && maySeePlan ? (
        <Button component={PlainLink} to="/settings/plan">
          {t("toPlan")}
        </Button>
      ) : (
        <Button component={PlainLink} to="/">
          {t("toHome")}
        </Button>
      )}
    </Lonely>
  );
}

const WAYS: Readonly<Record<string, "askInstallation" | "askPilot" | "wait">> = {
  installation: "askInstallation",
  rollout: "askInstallation",
  pilot: "askPilot",
  schedule: "wait",
  percentage: "wait",
};

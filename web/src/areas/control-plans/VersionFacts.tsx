import { Code, Stack, Text } from "@mantine/core";
import type { PlanVersion } from "@/api/generated/types.gen";
import { useLanguage, wordOf } from "@/app/words";
import { formatMoney } from "@/kit/format";
import { usePlanWords } from "@/kit/plan/words";
import { useControlPlanWords } from "./words";

/** What a version holds, in words. */
export function VersionFacts({ version }: { version: PlanVersion }) {
  const t = useControlPlanWords();
  const p = usePlanWords();
  const language = useLanguage();
  const figure = new Intl.NumberFormat(language);
  const about = version.descriptions[language] ?? version.descriptions.en;
  const limits = Object.entries(version.limits);
  const policies = Object.entries(version.policies);
  return (
    <Stack gap="md">
      <div>
        <Text fw={600}>
          {version.price_minor === 0
            ? p("free")
            : p("perMonth", { price: formatMoney(language, version.price_minor, version.currency) })}
        </Text>
        {about ? <Text size="sm">{about}</Text> : null}
      </div>
      <Facts title={t("limits")}>
        {limits.length === 0
          ? p("unlimited")
          : limits.map(([name, most]) => `${wordOf(p, "limit", name)}: ${figure.format(most)}`).join(" · ")}
      </Facts>
      <Facts title={t("features")}>
        {version.features === null
          ? p("allFeatures")
          : version.features.map((name) => wordOf(p, "feature", name)).join(", ")}
      </Facts>
      <div>
        <Text size="sm" fw={600}>
          {t("policies")}
        </Text>
        {policies.length === 0 ? <Text size="sm">{t("noPolicies")}</Text> : null}
        {policies.map(([name, value]) => (
          <Text key={name} size="sm" component="div">
            {wordOf(p, "policy", name)} <Code>{JSON.stringify(value)}</Code>
          </Text>
        ))}
      </div>
    </Stack>
  );
}

function Facts({ title, children }: { title: string; children: string }) {
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Text size="sm">{children}</Text>
    </div>
  );
}

import { Checkbox, SimpleGrid, Stack, Switch, Text, Textarea, TextInput } from "@mantine/core";
import { controlGetPlanVocabulary } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { wordOf } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { MoneyInput } from "@/kit/form/MoneyInput";
import type { RecordState } from "@/kit/form/useRecord";
import { usePlanWords } from "@/kit/plan/words";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { isCount, type VersionValues } from "./versionForm";
import { useControlPlanWords } from "./words";

/** Everything that a version says; inside a `RecordForm`. */
export function VersionFields<T extends VersionValues>({ record }: { record: RecordState<T> }) {
  const t = useControlPlanWords();
  const p = usePlanWords();
  const vocabulary = useRead(controlGetPlanVocabulary, {});
  const version = record as unknown as RecordState<VersionValues>;
  const { values } = version;
  if (vocabulary.error) return <Failure error={vocabulary.error} again={vocabulary.refetch} />;
  if (!vocabulary.data) return <Skeletons />;
  const { limits, features } = vocabulary.data;
  return (
    <>
      <Section title={t("words")}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput {...version.field("name_en")} maxLength={80} required />
          <TextInput {...version.field("name_fr")} maxLength={80} />
          <Textarea {...version.field("about_en")} maxLength={500} autosize minRows={2} />
          <Textarea {...version.field("about_fr")} maxLength={500} autosize minRows={2} />
        </SimpleGrid>
      </Section>
      <Section title={t("money")}>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <MoneyInput
            label={t("price")}
            value={values.price}
            onChange={(minor) => version.set("price", minor)}
            currency={/^[A-Z]{3}$/.test(values.currency) ? values.currency : "EUR"}
            description={t("perMonthHelp")}
          />
          <TextInput {...version.field("currency")} maxLength={3} />
          <TextInput {...version.field("trial_days")} inputMode="numeric" maxLength={3} />
        </SimpleGrid>
      </Section>
      <Section title={t("limits")} about={t("limitsHelp")}>
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
          {limits.map(({ name }) => {
            const typed = values.limits[name] ?? "";
            return (
              <TextInput
                key={name}
                label={wordOf(p, "limit", name)}
                description={aboutLimit(name)}
                inputMode="numeric"
                maxLength={9}
                value={typed}
                placeholder={p("unlimited")}
                error={isCount(typed) ? null : t("notACount")}
                onChange={(event) =>
                  version.set("limits", { ...values.limits, [name]: event.currentTarget.value })
                }
              />
            );
          })}
        </SimpleGrid>
      </Section>
      <Section title={t("features")}>
        <Stack gap="md">
          <Switch
            label={t("hasAll")}
            checked={values.has_all}
            onChange={(event) => version.set("has_all", event.currentTarget.checked)}
          />
          {values.has_all ? null : (
            <Checkbox.Group
              aria-label={t("features")}
              value={values.features}
              onChange={(chosen) => version.set("features", chosen)}
            >
              <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
                {features.map(({ name }) => (
                  <Checkbox key={name} value={name} label={wordOf(p, "feature", name)} />
                ))}
              </SimpleGrid>
            </Checkbox.Group>
          )}
        </Stack>
      </Section>
      <Section title={t("policies")}>
        <Textarea
          {...version.field("policies")}
          description={t("policiesHelp", { example: '{"theme_limits": {"pages": 20}}' })}
          autosize
          minRows={3}
          spellCheck={false}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        />
        <Text size="xs" c="dimmed" mt={4}>
          {Object.keys(vocabulary.data.policies).join(", ")}
        </Text>
      </Section>
    </>
  );

  function aboutLimit(name: string): string | undefined {
    return p.has(`about_${name}`) ? p(`about_${name}` as "about_products") : undefined;
  }
}

import { Radio, SimpleGrid, Slider, Stack, Text, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { call } from "@/api/call";
import {
  controlGetFlag,
  controlGetPhases,
  controlListFlagHistory,
  controlListFlags,
  controlRollOutFlag,
} from "@/api/generated/sdk.gen";
import type { Flag, FlagDetail } from "@/api/generated/types.gen";
import { refresh } from "@/api/query";
import { useMay } from "@/app/may";
import { tell } from "@/app/messages";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Section, Sections } from "@/kit/Section";
import { inputOf, ROLLOUTS, type RuleValues, valuesOf } from "./values";
import { useControlFlagWords } from "./words";

const MARKS = [0, 25, 50, 75, 100].map((value) => ({ value, label: `${value} %` }));

/** How far a feature is out for everybody; `children` stand below, above the bar that saves. */
export function RuleForm({ flag, children }: { flag: Flag; children: ReactNode }) {
  const t = useControlFlagWords();
  const mayWrite = useMay("flags:write");
  const record = useRecord<RuleValues, FlagDetail>({
    values: valuesOf(flag),
    version: flag.version,
    labels: {
      rollout: t("labelRollout"),
      percentage: t("percentage"),
      starts: t("starts"),
      ends: t("ends"),
      note: t("note"),
    },
    names: { starts_at: "starts", ends_at: "ends" },
    check: {
      ends: (ends, { starts }) => (ends !== "" && starts !== "" && ends <= starts ? t("endsEarly") : null),
    },
    save: (typed, version) =>
      call(controlRollOutFlag, {
        path: { flag: flag.name },
        body: inputOf(typed),
        version: version ?? flag.version,
      }),
    latest: async () => {
      const { flag: now } = await call(controlGetFlag, { path: { flag: flag.name } });
      return { values: valuesOf(now), version: now.version };
    },
    saved: () => {
      refresh(controlGetFlag, controlListFlags, controlListFlagHistory, controlGetPhases);
      tell(t("saved"));
    },
  });
  const { values } = record;
  return (
    <RecordForm record={record}>
      <Sections>
        <Section title={t("rule")} about={t("ruleAbout")}>
          <Stack>
            <Radio.Group
              label={t("choose")}
              value={values.rollout}
              onChange={(value) => record.set("rollout", value as RuleValues["rollout"])}
            >
              <Stack gap={8} pt={6}>
                {ROLLOUTS.map((rollout) => (
                  <Radio
                    key={rollout}
                    value={rollout}
                    label={t(`choose_${rollout}`)}
                    disabled={!mayWrite || !flag.is_installed}
                  />
                ))}
              </Stack>
            </Radio.Group>
            {values.rollout === "percentage" ? (
              <Stack gap={4} pb="lg">
                <Text size="sm" fw={500}>
                  {t("percentage")}: {values.percentage} %
                </Text>
                <Slider
                  value={values.percentage}
                  min={0}
                  max={100}
                  marks={MARKS}
                  disabled={!mayWrite}
                  thumbLabel={t("percentage")}
                  onChange={(value) => record.set("percentage", value)}
                />
              </Stack>
            ) : null}
            {values.rollout === "on" || values.rollout === "percentage" ? (
              <Stack gap={4}>
                <SimpleGrid cols={{ base: 1, sm: 2 }}>
                  <TextInput type="datetime-local" {...record.field("starts")} disabled={!mayWrite} />
                  <TextInput type="datetime-local" {...record.field("ends")} disabled={!mayWrite} />
                </SimpleGrid>
                <Text size="sm" c="dimmed">
                  {t("schedule")}
                </Text>
              </Stack>
            ) : null}
            <TextInput {...record.field("note")} maxLength={500} disabled={!mayWrite} />
          </Stack>
        </Section>
        {children}
      </Sections>
    </RecordForm>
  );
}

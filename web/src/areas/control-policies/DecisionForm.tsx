import { Button, Checkbox, Group, Stack, Text, Textarea } from "@mantine/core";
import { call } from "@/api/call";
import {
  controlDecidePolicy,
  controlGetPolicy,
  controlListPolicies,
  controlPolicyHistory,
  controlWithdrawPolicy,
} from "@/api/generated/sdk.gen";
import type { PolicyDecision } from "@/api/generated/types.gen";
import { refresh, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage, wordOf } from "@/app/words";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Section } from "@/kit/Section";
import { FieldEditor } from "./FieldEditor";
import { Preview } from "./Preview";
import { told } from "./wording";
import { useControlPolicyWords } from "./words";

interface DecisionFormProps {
  decision: PolicyDecision;
  tenant: string | undefined;
}

const CHANGES = [controlGetPolicy, controlListPolicies, controlPolicyHistory];

/** What is decided here: some of the fields, each as what it is. */
export function DecisionForm({ decision, tenant }: DecisionFormProps) {
  const t = useControlPolicyWords();
  const language = useLanguage();
  const may = useMay("policies:write");
  const path = { name: decision.name };
  const record = useRecord({
    values: { value: { ...decision.value } as Record<string, unknown>, note: decision.note },
    version: decision.version,
    labels: { value: t("decision"), note: t("note") },
    check: { value: (value) => (Object.keys(value).length > 0 ? null : t("needOne")) },
    save: (values, version) => call(controlDecidePolicy, { path, query: { tenant }, body: values, version }),
    latest: async () => {
      const now = await call(controlGetPolicy, { path, query: { tenant } });
      return { values: { value: { ...now.value }, note: now.note }, version: now.version };
    },
    saved: () => {
      refresh(...CHANGES);
      tell(t("saved"));
    },
  });
  const withdraw = useWrite(controlWithdrawPolicy, {
    changes: CHANGES,
    done: () => tell(t("withdrawn")),
    failed: tellProblem,
  });
  const { value } = record.values;
  const set = (field: string, next: unknown) => record.set("value", { ...value, [field]: next });
  const drop = (field: string) =>
    record.set("value", Object.fromEntries(Object.entries(value).filter(([name]) => name !== field)));

  async function leave(): Promise<void> {
    const isSure = await confirm({
      title: t("withdrawTitle"),
      text: t("withdrawText"),
      action: t("withdraw"),
      danger: true,
    });
    if (isSure) withdraw.mutate({ path, query: { tenant }, body: { note: "" }, version: decision.version });
  }

  return (
    <RecordForm record={record} action={t("save")}>
      <Section title={t("decision")} about={t("decisionHelp")}>
        <Stack gap="lg">
          {decision.fields.map((field) => {
            const isDecided = field.name in value;
            const complaint = record.form.errors[`value.${field.name}`];
            return (
              <div key={field.name}>
                <Checkbox
                  label={field.title}
                  description={t("binds", {
                    value: told(t, language, field.name, field.value),
                    source: wordOf(t, "source", field.source),
                  })}
                  checked={isDecided}
                  disabled={!may}
                  onChange={(event) =>
                    event.currentTarget.checked ? set(field.name, field.value) : drop(field.name)
                  }
                />
                {isDecided ? (
                  <div style={{ paddingInlineStart: 32, paddingTop: 8 }}>
                    <FieldEditor
                      policy={decision.name}
                      field={field.name}
                      title={field.title}
                      value={value[field.name]}
                      disabled={!may}
                      complaint={typeof complaint === "string" ? complaint : undefined}
                      onChange={(next) => set(field.name, next)}
                    />
                  </div>
                ) : null}
              </div>
            );
          })}
          {record.form.errors.value ? (
            <Text size="sm" c="red">
              {record.form.errors.value}
            </Text>
          ) : null}
          <Textarea
            {...record.field("note")}
            description={t("noteHelp")}
            autosize
            minRows={2}
            maxLength={500}
            disabled={!may}
          />
          <Group gap={8}>
            <Preview policy={decision.name} tenant={tenant} value={value} />
            {may && decision.value ? (
              <Button variant="default" color="red" loading={withdraw.isPending} onClick={() => void leave()}>
                {t("withdraw")}
              </Button>
            ) : null}
          </Group>
        </Stack>
      </Section>
    </RecordForm>
  );
}

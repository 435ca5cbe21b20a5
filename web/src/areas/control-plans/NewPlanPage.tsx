import { Stack, Switch, TextInput } from "@mantine/core";
import { call } from "@/api/call";
import { controlCreatePlan, controlListPlans } from "@/api/generated/sdk.gen";
import { refresh } from "@/api/query";
import { useGo } from "@/app/here";
import { tell } from "@/app/messages";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { checksOf, labelsOf } from "./checks";
import { VersionFields } from "./VersionFields";
import { FRESH, inputOf } from "./versionForm";
import { useControlPlanWords } from "./words";

/** A plan with its first version. */
export default function NewPlanPage() {
  const t = useControlPlanWords();
  const go = useGo();
  const record = useRecord({
    values: { ...FRESH, handle: "", is_public: true, is_self_service: false },
    labels: {
      ...labelsOf(t),
      handle: t("handle"),
      is_public: t("isPublic"),
      is_self_service: t("isSelfService"),
    },
    check: {
      ...checksOf(t),
      handle: (value: string) => (/^[a-z0-9][a-z0-9-]{0,39}$/.test(value) ? null : t("handleWrong")),
    },
    save: (values) =>
      call(controlCreatePlan, {
        body: {
          handle: values.handle,
          first: inputOf(values),
          is_public: values.is_public,
          is_self_service: values.is_self_service,
        },
      }),
    saved: (plan) => {
      refresh(controlListPlans);
      tell(t("created"));
      go(`/plans/${plan.handle}`, { force: true });
    },
    names: {
      "first.names": "name_en",
      "first.limits": "limits",
      "first.features": "features",
      "first.policies": "policies",
    },
  });
  return (
    <Page title={t("createTitle")} about={t("createHelp")} crumbs={[{ to: "/plans", label: t("title") }]}>
      <RecordForm record={record} isNew action={t("create")}>
        <Sections>
          <Section title={t("how")}>
            <Stack gap="md">
              <TextInput {...record.field("handle")} description={t("handleHelp")} maxLength={40} required />
              <Switch {...record.field("is_public", "checkbox")} description={t("isPublicHelp")} />
              <Switch {...record.field("is_self_service", "checkbox")} description={t("isSelfServiceHelp")} />
            </Stack>
          </Section>
          <VersionFields record={record} />
        </Sections>
      </RecordForm>
    </Page>
  );
}

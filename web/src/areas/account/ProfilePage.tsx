import { Alert, Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { call } from "@/api/call";
import { adminUpdateMe } from "@/api/generated/sdk.gen";
import { useMe } from "@/app/may";
import { tell } from "@/app/messages";
import { refreshMe } from "@/app/session";
import { LANGUAGES, type Language, speak, useLanguage } from "@/app/words";
import { LeaveGuard } from "@/kit/form/LeaveGuard";
import { useRecord } from "@/kit/form/useRecord";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { EmailSection } from "./EmailSection";
import { FactorsSection } from "./FactorsSection";
import { PasskeysSection } from "./PasskeysSection";
import { PasswordSection } from "./PasswordSection";
import { SessionsSection } from "./SessionsSection";
import { useAccountWords } from "./words";

/** One's own account: who I am, how I come in, where I am logged in. */
export default function ProfilePage() {
  const t = useAccountWords();
  return (
    <Page title={t("profile")} about={t("profileAbout")} width="text">
      <Sections>
        <Myself />
        <EmailSection />
        <PasswordSection />
        <FactorsSection />
        <PasskeysSection />
        <SessionsSection />
      </Sections>
    </Page>
  );
}

function Myself() {
  const t = useAccountWords();
  const { staff } = useMe();
  const spoken = useLanguage();
  const record = useRecord({
    values: { name: staff.name, locale: staff.locale || spoken },
    labels: { name: t("yourName"), locale: t("language") },
    check: { name: (value) => (value.trim() ? null : t("nameNeeded")) },
    save: (values) => call(adminUpdateMe, { body: values }),
    saved: (_, values) => {
      speak(values.locale as Language);
      void refreshMe();
      tell(t("saved"));
    },
  });
  return (
    <Section title={t("you")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void record.save();
        }}
      >
        <Stack gap="md">
          {record.problem ? <Alert color="red" role="alert" title={record.problem.title} /> : null}
          <TextInput {...record.field("name")} autoComplete="name" maxLength={200} required />
          <Select
            {...record.field("locale")}
            description={t("languageHelp")}
            data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
            allowDeselect={false}
          />
          {record.isDirty ? (
            <Group justify="flex-end" gap={8}>
              <Button variant="default" onClick={record.discard} disabled={record.isSaving}>
                {t("cancel")}
              </Button>
              <Button type="submit" loading={record.isSaving}>
                {t("save")}
              </Button>
            </Group>
          ) : null}
        </Stack>
      </form>
      <LeaveGuard isOn={record.isDirty && !record.isSaving} />
    </Section>
  );
}

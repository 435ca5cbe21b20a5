import { NumberInput, Select, TextInput } from "@mantine/core";
import { call } from "@/api/call";
import {
  controlCreateTenant,
  controlGetSummary,
  controlListPlans,
  controlListTenants,
  listCountries,
} from "@/api/generated/sdk.gen";
import { refresh, useRead } from "@/api/query";
import { useGo } from "@/app/here";
import { useMay } from "@/app/may";
import { tell } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { nameIn } from "./values";
import { useControlTenantsWords } from "./words";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** A company with its owner, who is invited by letter, and a first store. */
export default function NewTenantPage() {
  const t = useControlTenantsWords();
  const language = useLanguage();
  const go = useGo();
  const maySeePlans = useMay("plans:read");
  const countries = useRead(listCountries, { query: { locale: language } });
  const plans = useRead(controlListPlans, {}, { enabled: maySeePlans });
  const record = useRecord({
    values: {
      company: "",
      owner_name: "",
      owner_email: "",
      country: "",
      locale: "",
      store_name: "",
      slug: "",
      plan: "",
      trial_days: "" as number | "",
    },
    labels: {
      company: t("company"),
      owner_name: t("ownerName"),
      owner_email: t("ownerEmail"),
      country: t("country"),
      locale: t("language"),
      store_name: t("storeName"),
      slug: t("slug"),
      plan: t("plan"),
      trial_days: t("trialDays"),
    },
    check: {
      company: (value) => (value.trim() ? null : t("needed")),
      owner_email: (value) => (EMAIL.test(value.trim()) ? null : t("emailNeeded")),
      country: (value) => (value ? null : t("needed")),
    },
    save: ({ trial_days: days, ...values }) =>
      call(controlCreateTenant, { body: { ...values, ...(days === "" ? {} : { trial_days: days }) } }),
    saved: (made) => {
      refresh(controlListTenants, controlGetSummary);
      tell(t("created", { name: made.name }));
      go(`/tenants/${made.id}`, { replace: true, force: true });
    },
  });
  return (
    <Page title={t("create")} about={t("createAbout")} crumbs={[{ to: "/tenants", label: t("title") }]}>
      <RecordForm record={record}>
        <Sections>
          <Section title={t("company")}>
            <TextInput {...record.field("company")} maxLength={200} required />
            <TextInput {...record.field("slug")} description={t("slugHelp")} maxLength={63} mt="md" />
            <Select
              {...record.field("country")}
              data={(countries.data ?? []).map((one) => ({ value: one.code, label: one.name }))}
              description={t("countryHelp")}
              searchable
              required
              mt="md"
            />
            <TextInput
              {...record.field("store_name")}
              description={t("storeNameHelp")}
              maxLength={200}
              mt="md"
            />
          </Section>
          <Section title={t("owner")} about={t("ownerAbout")}>
            <TextInput {...record.field("owner_email")} type="email" maxLength={254} required />
            <TextInput {...record.field("owner_name")} maxLength={200} mt="md" />
            <Select
              {...record.field("locale")}
              data={[
                { value: "", label: t("localeOfCountry") },
                { value: "en", label: "English" },
                { value: "fr", label: "Français" },
              ]}
              allowDeselect={false}
              mt="md"
            />
          </Section>
          <Section title={t("plan")}>
            <Select
              {...record.field("plan")}
              data={[
                { value: "", label: t("noPlanHelp") },
                ...(plans.data ?? []).map((one) => ({
                  value: one.handle,
                  label: nameIn(one.versions[0]?.names ?? {}, language) || one.handle,
                })),
              ]}
              allowDeselect={false}
            />
            <NumberInput
              {...record.field("trial_days")}
              description={t("trialDaysHelp")}
              min={0}
              max={365}
              allowDecimal={false}
              mt="md"
            />
          </Section>
        </Sections>
      </RecordForm>
    </Page>
  );
}

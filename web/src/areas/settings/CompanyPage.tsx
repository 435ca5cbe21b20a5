import { Select, Textarea, TextInput } from "@mantine/core";
import { RecordForm } from "@/kit/form/RecordForm";
import { Section, Sections } from "@/kit/Section";
import classes from "./parts/parts.module.css";
import { SectionPage } from "./parts/SectionPage";
import { useSettings } from "./parts/useSettings";
import { company, type Loaded } from "./sections";
import { useSettingsWords } from "./words";

type Values = Awaited<ReturnType<typeof company.get>>["value"];

export default function CompanyPage() {
  return <SectionPage section={company}>{(loaded) => <CompanyForm loaded={loaded} />}</SectionPage>;
}

function CompanyForm({ loaded }: { loaded: Loaded<Values> }) {
  const t = useSettingsWords();
  const settings = useSettings(company, loaded);
  return (
    <RecordForm record={settings.record}>
      <Sections>
        <Section title={t("company.legal")} about={t("company.legalHelp")}>
          <div className={classes.fields}>
            <TextInput {...settings.field("legal_name")} autoComplete="organization" />
            <div className={classes.pair}>
              <TextInput
                {...settings.field("registration_number")}
                description={t("company.registrationHelp")}
              />
              <TextInput {...settings.field("tax_number")} description={t("company.taxHelp")} />
            </div>
            <Textarea {...settings.field("address")} autosize minRows={3} autoComplete="street-address" />
          </div>
        </Section>
        <Section title={t("company.reach")} about={t("company.reachHelp")}>
          <div className={classes.fields}>
            <div className={classes.pair}>
              <TextInput {...settings.field("email")} type="email" inputMode="email" autoComplete="email" />
              <TextInput {...settings.field("phone")} type="tel" inputMode="tel" autoComplete="tel" />
            </div>
          </div>
        </Section>
        <Section title={t("company.habits")}>
          <div className={classes.fields}>
            <div className={classes.pair}>
              <Select
                {...settings.field("units")}
                allowDeselect={false}
                data={[
                  { value: "metric", label: t("company.metric") },
                  { value: "imperial", label: t("company.imperial") },
                ]}
              />
              <Select
                {...settings.field("week_starts_on")}
                allowDeselect={false}
                data={[
                  { value: "monday", label: t("monday") },
                  { value: "saturday", label: t("saturday") },
                  { value: "sunday", label: t("sunday") },
                ]}
              />
            </div>
          </div>
        </Section>
      </Sections>
    </RecordForm>
  );
}

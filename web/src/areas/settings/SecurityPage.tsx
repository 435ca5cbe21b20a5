import { NumberInput, Switch, TagsInput } from "@mantine/core";
import { RecordForm } from "@/kit/form/RecordForm";
import { Section, Sections } from "@/kit/Section";
import { Decided } from "./parts/Decided";
import { bounds } from "./parts/limits";
import classes from "./parts/parts.module.css";
import { SectionPage } from "./parts/SectionPage";
import { useSettings } from "./parts/useSettings";
import { type Loaded, security } from "./sections";
import { useSettingsWords } from "./words";

type Values = Awaited<ReturnType<typeof security.get>>["value"];

export default function SecurityPage() {
  return <SectionPage section={security}>{(loaded) => <SecurityForm loaded={loaded} />}</SectionPage>;
}

function SecurityForm({ loaded }: { loaded: Loaded<Values> }) {
  const t = useSettingsWords();
  const settings = useSettings(security, loaded);
  const yesNo = (value: unknown) => (value ? t("yes") : t("no"));
  return (
    <RecordForm record={settings.record}>
      <Sections>
        <Section title={t("security.sessions")} about={t("security.sessionsHelp")}>
          <div className={classes.fields}>
            <div className={classes.pair}>
              <Decided settings={settings} name="session_hours">
                <NumberInput {...settings.field("session_hours")} {...bounds(loaded, "session_hours", t)} />
              </Decided>
              <Decided settings={settings} name="idle_minutes">
                <NumberInput {...settings.field("idle_minutes")} {...bounds(loaded, "idle_minutes", t)} />
              </Decided>
            </div>
          </div>
        </Section>
        <Section title={t("security.proof")}>
          <div className={classes.fields}>
            <Decided settings={settings} name="two_factor_required" said={yesNo}>
              <Switch
                {...settings.field("two_factor_required", "checkbox")}
                description={t("security.twoFactorHelp")}
              />
            </Decided>
            <Decided settings={settings} name="password_length">
              <NumberInput {...settings.field("password_length")} {...bounds(loaded, "password_length", t)} />
            </Decided>
          </div>
        </Section>
        <Section title={t("security.support")}>
          <div className={classes.fields}>
            <Decided settings={settings} name="support_may_visit" said={yesNo}>
              <Switch
                {...settings.field("support_may_visit", "checkbox")}
                description={t("security.supportHelp")}
              />
            </Decided>
          </div>
        </Section>
        <Section title={t("security.invitations")}>
          <div className={classes.fields}>
            <Decided settings={settings} name="invitation_domains">
              <TagsInput
                {...settings.field("invitation_domains")}
                description={t("security.domainsHelp")}
                placeholder="acorn.example"
                splitChars={[",", " "]}
              />
            </Decided>
            <Decided settings={settings} name="invitation_days">
              <NumberInput {...settings.field("invitation_days")} {...bounds(loaded, "invitation_days", t)} />
            </Decided>
          </div>
        </Section>
      </Sections>
    </RecordForm>
  );
}

import { Button, Switch, TagsInput, TextInput } from "@mantine/core";
import { PlainLink } from "@/app/here";
import { RecordForm } from "@/kit/form/RecordForm";
import { Section, Sections } from "@/kit/Section";
import { Decided } from "./parts/Decided";
import classes from "./parts/parts.module.css";
import { SectionPage } from "./parts/SectionPage";
import { useSettings } from "./parts/useSettings";
import { type Loaded, notifications } from "./sections";
import { useSettingsWords } from "./words";

type Values = Awaited<ReturnType<typeof notifications.get>>["value"];

export default function NotificationsPage() {
  return (
    <SectionPage section={notifications}>{(loaded) => <NotificationsForm loaded={loaded} />}</SectionPage>
  );
}

function NotificationsForm({ loaded }: { loaded: Loaded<Values> }) {
  const t = useSettingsWords();
  const settings = useSettings(notifications, loaded);
  const yesNo = (value: unknown) => (value ? t("yes") : t("no"));
  return (
    <RecordForm record={settings.record}>
      <Sections>
        {(["order", "stock"] as const).map((about) => (
          <Section key={about} title={t(`notifications.${about}`)}>
            <div className={classes.fields}>
              <Decided settings={settings} name={`${about}_in_app`} said={yesNo}>
                <Switch {...settings.field(`${about}_in_app`, "checkbox")} />
              </Decided>
              <Decided settings={settings} name={`${about}_email`} said={yesNo}>
                <Switch {...settings.field(`${about}_email`, "checkbox")} />
              </Decided>
              <Decided settings={settings} name={`${about}_recipients`}>
                <TagsInput
                  {...settings.field(`${about}_recipients`)}
                  description={t(`notifications.${about}Help`)}
                  splitChars={[",", " ", ";"]}
                />
              </Decided>
            </div>
          </Section>
        ))}
        <Section title={t("notifications.letters")} about={t("notifications.lettersHelp")}>
          <div className={classes.fields}>
            <Decided settings={settings} name="sender_name">
              <TextInput {...settings.field("sender_name")} />
            </Decided>
            <Decided settings={settings} name="reply_to">
              <TextInput {...settings.field("reply_to")} type="email" inputMode="email" />
            </Decided>
            <Button
              component={PlainLink}
              to={loaded.store ? `/settings/messages?store=${loaded.store}` : "/settings/messages"}
              variant="default"
              style={{ alignSelf: "flex-start" }}
            >
              {t("messages.title")}
            </Button>
          </div>
        </Section>
      </Sections>
    </RecordForm>
  );
}

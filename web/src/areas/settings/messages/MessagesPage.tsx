import { Button, Checkbox, Group, Switch, TextInput } from "@mantine/core";
import { adminListMessageKinds } from "@/api/generated/sdk.gen";
import type { MessageKind } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { PlainLink } from "@/app/here";
import { RecordForm } from "@/kit/form/RecordForm";
import { May } from "@/kit/May";
import { Section, Sections } from "@/kit/Section";
import { Decided } from "../parts/Decided";
import classes from "../parts/parts.module.css";
import { SectionPage } from "../parts/SectionPage";
import { type Settings, useSettings } from "../parts/useSettings";
import { type Loaded, messages } from "../sections";
import { useSettingsWords } from "../words";
import own from "./messages.module.css";
import { TextingPart } from "./TextingPart";
import { useChannelWords } from "./words";

type Values = Awaited<ReturnType<typeof messages.get>>["value"];

/** What customers hear of, by which channel, when; and the company's account for SMS. */
export default function MessagesPage() {
  return <SectionPage section={messages}>{(loaded) => <MessagesForm loaded={loaded} />}</SectionPage>;
}

function MessagesForm({ loaded }: { loaded: Loaded<Values> }) {
  const t = useSettingsWords();
  const c = useChannelWords();
  const kinds = useRead(adminListMessageKinds, {});
  const settings = useSettings(messages, loaded);
  const yesNo = (value: unknown) => (value ? t("yes") : t("no"));
  const count = (value: unknown) => c("count", { count: Array.isArray(value) ? value.length : 0 });
  return (
    <Sections>
      <RecordForm record={settings.record}>
        <Sections>
          <Section title={c("which")} about={c("whichHelp")}>
            <div className={classes.fields}>
              <Decided settings={settings} name="is_sms_on" said={yesNo}>
                <Switch {...settings.field("is_sms_on", "checkbox")} />
              </Decided>
              <Decided settings={settings} name="email_off" said={count}>
                <Decided settings={settings} name="sms_on" said={count}>
                  <Matrix kinds={kinds.data ?? []} settings={settings} />
                </Decided>
              </Decided>
              <May permission="messages:read">
                <Group gap="sm">
                  <Button component={PlainLink} to="/messages/templates" variant="default" size="xs">
                    {c("wording")}
                  </Button>
                  <Button component={PlainLink} to="/messages" variant="default" size="xs">
                    {c("log")}
                  </Button>
                </Group>
              </May>
            </div>
          </Section>
          <Section title={c("quiet")} about={c("quietHelp")}>
            <div className={classes.pair} style={{ maxWidth: "24rem" }}>
              <Decided settings={settings} name="quiet_from">
                <TextInput {...settings.field("quiet_from")} type="time" />
              </Decided>
              <Decided settings={settings} name="quiet_until">
                <TextInput {...settings.field("quiet_until")} type="time" />
              </Decided>
            </div>
          </Section>
        </Sections>
      </RecordForm>
      <May permission="messages:read">
        <TextingPart />
      </May>
    </Sections>
  );
}

/** Kinds of messages by channels. */
function Matrix({ kinds, settings }: { kinds: readonly MessageKind[]; settings: Settings<Values> }) {
  const c = useChannelWords();
  const { email_off: off = [], sms_on: on = [], is_sms_on: isSmsOn } = settings.shown;
  const mayWrite = settings.loaded.may_write;
  return (
    <table className={own.table}>
      <thead>
        <tr>
          <th scope="col">{c("message")}</th>
          <th scope="col">{c("email")}</th>
          <th scope="col">{c("sms")}</th>
        </tr>
      </thead>
      <tbody>
        {kinds.map(({ kind, is_fixed: isFixed, by_sms: bySms }) => {
          const what = c.has(kind) ? c(kind) : kind;
          return (
            <tr key={kind}>
              <th scope="row">{what}</th>
              <td>
                <Checkbox
                  aria-label={c("byEmail", { what })}
                  title={isFixed ? c("always") : undefined}
                  checked={isFixed || !off.includes(kind)}
                  disabled={isFixed || !mayWrite}
                  onChange={(event) =>
                    settings.set("email_off", without(off, kind, !event.currentTarget.checked))
                  }
                />
              </td>
              <td>
                <Checkbox
                  aria-label={c("bySms", { what })}
                  title={bySms ? undefined : c("noSms")}
                  checked={bySms && isSmsOn === true && on.includes(kind)}
                  disabled={!bySms || !isSmsOn || !mayWrite}
                  onChange={(event) => settings.set("sms_on", without(on, kind, event.currentTarget.checked))}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Pure: the list with `kind`, or without it. */
function without(list: readonly string[], kind: string, isIn: boolean): string[] {
  const others = list.filter((one) => one !== kind);
  return isIn ? [...others, kind] : others;
}

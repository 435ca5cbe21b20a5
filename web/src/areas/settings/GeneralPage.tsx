import { ActionIcon, Button, Group, MultiSelect, Select, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useMemo } from "react";
import { useLanguage } from "@/app/words";
import { RecordForm } from "@/kit/form/RecordForm";
import { Section, Sections } from "@/kit/Section";
import classes from "./parts/parts.module.css";
import { languageName, languages, timeZones } from "./parts/places";
import { SectionPage } from "./parts/SectionPage";
import { useSettings } from "./parts/useSettings";
import { general, type Loaded } from "./sections";
import { useSettingsWords } from "./words";

type Values = Awaited<ReturnType<typeof general.get>>["value"];

export default function GeneralPage() {
  return <SectionPage section={general}>{(loaded) => <GeneralForm loaded={loaded} />}</SectionPage>;
}

function GeneralForm({ loaded }: { loaded: Loaded<Values> }) {
  const t = useSettingsWords();
  const spoken = useLanguage();
  const settings = useSettings(general, loaded);
  const { shown } = settings;
  const offered = useMemo(
    () =>
      [...new Set([...languages, ...loaded.value.locales])]
        .map((tag) => ({ value: tag, label: languageName(tag, spoken) }))
        .sort((one, other) => one.label.localeCompare(other.label, spoken)),
    [loaded, spoken],
  );
  return (
    <RecordForm record={settings.record}>
      <Sections>
        <Section title={t("general.store")}>
          <div className={classes.fields}>
            <TextInput {...settings.field("name")} required />
            <Select
              {...settings.field("status")}
              allowDeselect={false}
              description={shown.status === "closed" ? t("general.closedHelp") : undefined}
              data={[
                { value: "active", label: t("general.open") },
                { value: "closed", label: t("general.closed") },
              ]}
            />
            <Select
              {...settings.field("timezone")}
              searchable
              allowDeselect={false}
              limit={80}
              data={timeZones(loaded.value.timezone)}
              description={t("general.timezoneHelp")}
            />
          </div>
        </Section>
        <Section title={t("general.languages")} about={t("general.languagesHelp")}>
          <div className={classes.fields}>
            <MultiSelect
              {...settings.field("locales")}
              searchable
              data={offered}
              onChange={(chosen) => settings.set("locales", withDefault(chosen, shown.default_locale))}
            />
            <Select
              {...settings.field("default_locale")}
              allowDeselect={false}
              data={offered.filter((one) => shown.locales.includes(one.value))}
            />
          </div>
        </Section>
        <Section title={t("general.contact")} about={t("general.contactHelp")}>
          <div className={classes.fields}>
            <div className={classes.pair}>
              <TextInput {...settings.field("email")} type="email" inputMode="email" />
              <TextInput {...settings.field("phone")} type="tel" inputMode="tel" />
            </div>
            <Textarea {...settings.field("address")} autosize minRows={2} />
            <Textarea
              {...settings.field("opening")}
              autosize
              minRows={2}
              placeholder={t("general.openingExample")}
            />
            <Links
              links={shown.links}
              error={settings.record.form.errors.links}
              disabled={!loaded.may_write}
              onChange={(links) => settings.set("links", links)}
            />
          </div>
        </Section>
      </Sections>
    </RecordForm>
  );
}

function withDefault(chosen: string[], main: string): string[] {
  return chosen.includes(main) ? [main, ...chosen.filter((one) => one !== main)] : [main, ...chosen];
}

interface LinksProps {
  links: Record<string, string>;
  error: unknown;
  disabled: boolean;
  onChange: (links: Record<string, string>) => void;
}

/** Names with their addresses: Instagram, a map, a newsletter. */
function Links({ links, error, disabled, onChange }: LinksProps) {
  const t = useSettingsWords();
  const rows = Object.entries(links);
  const change = (at: number, row: [string, string] | null) =>
    onChange(Object.fromEntries(rows.flatMap((old, place) => (place === at ? (row ? [row] : []) : [old]))));
  return (
    <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
      <legend style={{ padding: 0, fontWeight: 500, marginBottom: 4 }}>{t("general.links")}</legend>
      {rows.map(([name, address], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the name is what is being typed
        <Group key={at} gap={8} wrap="nowrap" mb={8} align="start">
          <TextInput
            aria-label={t("general.linkName")}
            value={name}
            disabled={disabled}
            w={140}
            onChange={(event) => change(at, [event.currentTarget.value, address])}
          />
          <TextInput
            aria-label={t("general.linkAddress", { name })}
            value={address}
            disabled={disabled}
            placeholder="https://"
            inputMode="url"
            flex={1}
            onChange={(event) => change(at, [name, event.currentTarget.value])}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            disabled={disabled}
            aria-label={t("general.removeLink", { name })}
            onClick={() => change(at, null)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      {error ? <div role="alert">{String(error)}</div> : null}
      <Button
        variant="default"
        size="xs"
        disabled={disabled || "" in links}
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange({ ...links, "": "https://" })}
      >
        {t("general.addLink")}
      </Button>
    </fieldset>
  );
}

import { ColorInput, Select, SimpleGrid, Tabs, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { getStore } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import type { StoreOfMine } from "@/app/session";
import { useLanguage } from "@/app/words";
import { RecordForm } from "@/kit/form/RecordForm";
import { Section, Sections } from "@/kit/Section";
import classes from "./appearance/appearance.module.css";
import { contrast, LEAST } from "./appearance/contrast";
import { HomeParts } from "./appearance/HomeParts";
import { PictureField } from "./appearance/PictureField";
import { Presets } from "./appearance/Presets";
import { Preview } from "./appearance/Preview";
import { allowed } from "./parts/limits";
import frame from "./parts/parts.module.css";
import { languageName } from "./parts/places";
import { SectionPage } from "./parts/SectionPage";
import { type Settings, useSettings } from "./parts/useSettings";
import { appearance, type Loaded } from "./sections";
import { saidOf, useSettingsWords } from "./words";

type Values = Awaited<ReturnType<typeof appearance.get>>["value"];

const PRESETS = ["market", "boutique", "catalogue"] as const;
const FONTS = ["sans", "serif", "system", "humanist", "geometric", "slab", "rounded", "mono"] as const;
const RADII = ["square", "soft", "round"] as const;
const DENSITIES = ["airy", "cosy", "dense"] as const;
const PICTURES = ["logo", "banner", "favicon"] as const;
const COLOURS = ["accent", "ink", "paper"] as const;

export default function AppearancePage() {
  return (
    <SectionPage section={appearance} width="wide">
      {(loaded, { store }) => (store ? <AppearanceForm loaded={loaded} store={store} /> : null)}
    </SectionPage>
  );
}

function AppearanceForm({ loaded, store }: { loaded: Loaded<Values>; store: StoreOfMine }) {
  const t = useSettingsWords();
  const settings = useSettings(appearance, loaded);
  const [locale, setLocale] = useState(store.default_locale);
  const face = useRead(getStore, { query: { store: store.id } });
  const { shown } = settings;
  const off = !loaded.may_write;
  const choose = (field: "heading_font" | "body_font" | "radius" | "density", choices: readonly string[]) => (
    <Select
      {...settings.field(field)}
      allowDeselect={false}
      data={allowed(loaded, field, choices).map((value) => ({
        value,
        label: saidOf(t, `appearance.choice.${value}`, value),
      }))}
    />
  );
  return (
    <RecordForm record={settings.record}>
      <div className={classes.columns}>
        <Sections>
          <Section title={t("appearance.preset")}>
            <Presets
              choices={allowed(loaded, "preset", PRESETS)}
              value={shown.preset}
              disabled={off}
              onChange={(preset) => settings.set("preset", preset)}
            />
          </Section>
          <Section title={t("appearance.colours")} about={t("appearance.coloursHelp")}>
            <div className={frame.fields}>
              {COLOURS.map((name) => (
                <ColorInput key={name} {...settings.field(name)} format="hex" withEyeDropper={false} />
              ))}
              <Contrast shown={shown} />
            </div>
          </Section>
          <Section title={t("appearance.type")}>
            <SimpleGrid cols={2} spacing="md">
              {choose("heading_font", FONTS)}
              {choose("body_font", FONTS)}
              {choose("radius", RADII)}
              {choose("density", DENSITIES)}
            </SimpleGrid>
          </Section>
          <Section title={t("appearance.pictures")}>
            <div className={frame.fields}>
              {PICTURES.map((name) => (
                <PictureField
                  key={name}
                  label={t(`appearance.${name}`)}
                  help={t(`appearance.${name}Help`)}
                  value={shown[name] ?? null}
                  known={face.data?.theme[name] ?? null}
                  error={settings.complaint(name)}
                  disabled={off}
                  onChange={(id) => settings.set(name, id)}
                />
              ))}
            </div>
          </Section>
          <Words settings={settings} store={store} locale={locale} choose={setLocale} />
          <Section title={t("appearance.home")} about={t("appearance.homeHelp")}>
            <HomeParts value={shown.home} disabled={off} onChange={(parts) => settings.set("home", parts)} />
          </Section>
        </Sections>
        {off ? null : <Preview store={store.id} locale={locale} look={shown} />}
      </div>
    </RecordForm>
  );
}

function Contrast({ shown }: { shown: Values }) {
  const t = useSettingsWords();
  const spoken = useLanguage();
  const ratio = contrast(shown.ink, shown.paper);
  if (ratio === null) return null;
  const figure = new Intl.NumberFormat(spoken, { maximumFractionDigits: 1 }).format(ratio);
  const isGood = ratio >= LEAST;
  return (
    <Text size="sm" c={isGood ? "dimmed" : "red"} role="status">
      {isGood
        ? t("appearance.contrastGood", { ratio: figure })
        : t("appearance.contrastBad", { ratio: figure })}
    </Text>
  );
}

interface WordsProps {
  settings: Settings<Values>;
  store: StoreOfMine;
  locale: string;
  choose: (locale: string) => void;
}

/** What the banner and the line on top say, in each language. */
function Words({ settings, store, locale: chosen, choose }: WordsProps) {
  const t = useSettingsWords();
  const spoken = useLanguage();
  const words = settings.shown.words;
  const input = (locale: string, name: string) => ({
    label: saidOf(t, `appearance.words.${name}`, name),
    value: words[locale]?.[name] ?? "",
    disabled: !settings.loaded.may_write,
    error: settings.complaint(`words.${locale}.${name}`),
    maxLength: 500,
    onChange: (event: { currentTarget: { value: string } }) =>
      settings.set("words", { ...words, [locale]: { ...words[locale], [name]: event.currentTarget.value } }),
  });
  return (
    <Section title={t("appearance.words")}>
      <Tabs value={chosen} onChange={(locale) => locale && choose(locale)}>
        <Tabs.List mb="md">
          {store.locales.map((locale) => (
            <Tabs.Tab key={locale} value={locale}>
              {languageName(locale, spoken)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {store.locales.map((locale) => (
          <Tabs.Panel key={locale} value={locale}>
            <div className={frame.fields}>
              <TextInput {...input(locale, "banner_title")} />
              <Textarea {...input(locale, "banner_text")} autosize minRows={2} />
              <TextInput {...input(locale, "tagline")} />
              <TextInput {...input(locale, "announcement")} description={t("appearance.announcementHelp")} />
            </div>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Section>
  );
}

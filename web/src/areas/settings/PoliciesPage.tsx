import { Anchor, SegmentedControl, Stack, Tabs, Text } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useMe } from "@/app/may";
import type { StoreOfMine } from "@/app/session";
import { useLanguage } from "@/app/words";
import { RecordForm } from "@/kit/form/RecordForm";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { languageName } from "./parts/places";
import { SectionPage } from "./parts/SectionPage";
import { useSettings } from "./parts/useSettings";
import { type Loaded, policies } from "./sections";
import { useSettingsWords } from "./words";

const RichText = lazy(() => import("@/kit/form/RichText"));
type Values = Awaited<ReturnType<typeof policies.get>>["value"];
const POLICIES = [
  { name: "shipping_policy", page: "shipping" },
  { name: "returns_policy", page: "returns" },
  { name: "refund_policy", page: "refunds" },
  { name: "privacy_policy", page: "privacy" },
  { name: "terms", page: "terms" },
  { name: "about", page: "about" },
] as const;
/** `policies.about` describes the section. */
const label = (name: (typeof POLICIES)[number]["name"]) =>
  name === "about" ? ("policies.about_policy" as const) : (`policies.${name}` as const);

export default function PoliciesPage() {
  return (
    <SectionPage section={policies} width="normal">
      {(loaded, { store }) => (store ? <PoliciesForm loaded={loaded} store={store} /> : null)}
    </SectionPage>
  );
}

function PoliciesForm({ loaded, store }: { loaded: Loaded<Values>; store: StoreOfMine }) {
  const t = useSettingsWords();
  const spoken = useLanguage();
  const { company } = useMe();
  const settings = useSettings(policies, loaded);
  const [locale, setLocale] = useState(store.default_locale);
  const [policy, setPolicy] = useState<string>("shipping_policy");
  const { texts } = settings.shown;
  const say = (name: string, html: string) =>
    settings.set("texts", { ...texts, [locale]: { ...texts[locale], [name]: html } });
  return (
    <RecordForm record={settings.record}>
      <Section title={t("policies.texts")} about={t("policies.help")}>
        <Stack gap="md">
          {store.locales.length > 1 ? (
            <SegmentedControl
              aria-label={t("policies.language")}
              value={locale}
              onChange={setLocale}
              data={store.locales.map((tag) => ({ value: tag, label: languageName(tag, spoken) }))}
              style={{ alignSelf: "start" }}
            />
          ) : null}
          <Tabs value={policy} onChange={(chosen) => setPolicy(chosen ?? policy)} keepMounted={false}>
            <Tabs.List mb="md">
              {POLICIES.map(({ name }) => (
                <Tabs.Tab
                  key={name}
                  value={name}
                  rightSection={
                    texts[locale]?.[name] ? null : (
                      <StatusBadge tone="quiet">{t("policies.missing")}</StatusBadge>
                    )
                  }
                >
                  {t(label(name))}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {POLICIES.map(({ name, page }) => (
              <Tabs.Panel key={name} value={name}>
                <Suspense fallback={<Skeletons />}>
                  <RichText
                    key={`${locale}-${name}`}
                    label={`${t(label(name))}, ${languageName(locale, spoken)}`}
                    value={texts[locale]?.[name] ?? ""}
                    change={(html) => say(name, html)}
                    isReadOnly={!loaded.may_write}
                  />
                </Suspense>
                {settings.complaint(`texts.${locale}.${name}`) ? (
                  <Text c="red" size="sm" role="alert">
                    {settings.complaint(`texts.${locale}.${name}`)}
                  </Text>
                ) : null}
                <Text size="xs" c="dimmed" mt={8}>
                  {t.rich("policies.shownAt", {
                    page: (
                      <Anchor
                        href={`/s/${company.slug}/${store.slug}/pages/${page}?lang=${locale}`}
                        target="_blank"
                        rel="noopener"
                        size="xs"
                        underline="always"
                      >
                        {`/pages/${page}`}
                      </Anchor>
                    ),
                  })}
                </Text>
              </Tabs.Panel>
            ))}
          </Tabs>
        </Stack>
      </Section>
    </RecordForm>
  );
}

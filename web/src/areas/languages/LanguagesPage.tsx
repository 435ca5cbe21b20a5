import { Button, Group, Menu, Modal, Progress, Select, Stack, Text } from "@mantine/core";
import { IconDownload, IconLanguage } from "@tabler/icons-react";
import { useState } from "react";
import { presented } from "@/api/credentials";
import { adminGetLanguages, adminSetSourceLanguage } from "@/api/generated/sdk.gen";
import type { LanguageState } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { GoLink, PlainLink } from "@/app/here";
import { useMe } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import classes from "./languages.module.css";
import { languageName, percent } from "./naming";
import { useLanguageWords } from "./words";

const FORMS = ["xliff", "csv", "xlsx"] as const;

/** How far each language is. */
export default function LanguagesPage() {
  const t = useLanguageWords();
  const reader = useLanguage();
  const found = useRead(adminGetLanguages, {});
  const [isAsking, setAsking] = useState(false);
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Skeletons />;
  const { source, languages } = found.data;
  return (
    <Page
      title={t("title")}
      about={t("about", { language: languageName(source, reader) })}
      acts={
        <May permission="settings:write">
          <Button variant="default" onClick={() => setAsking(true)}>
            {t("originals")}
          </Button>
        </May>
      }
      primary={
        <May permission="products:write">
          <Button component={PlainLink} to="/languages/files">
            {t("bring")}
          </Button>
        </May>
      }
    >
      {languages.length === 0 ? (
        <EmptyState
          icon={<IconLanguage size={24} />}
          title={t("none")}
          text={t("noneHelp")}
          action={
            <Button component={PlainLink} to="/settings/general">
              {t("addLanguage")}
            </Button>
          }
        />
      ) : (
        <Sections>
          {languages.map((language) => (
            <OneLanguage key={language.locale} language={language} />
          ))}
        </Sections>
      )}
      <Source source={source} isOpen={isAsking} close={() => setAsking(false)} />
    </Page>
  );
}

function OneLanguage({ language }: { language: LanguageState }) {
  const t = useLanguageWords();
  const reader = useLanguage();
  const name = languageName(language.locale, reader);
  const done = percent(language.kinds);
  const missing = language.kinds.reduce((sum, kind) => sum + kind.texts - kind.translated, 0);
  const outdated = language.kinds.reduce((sum, kind) => sum + kind.outdated, 0);
  return (
    <Section title={name} about={language.stores.length > 0 ? language.stores.join(", ") : t("noStore")}>
      <div className={classes.language}>
        <Progress value={done} size="lg" aria-label={t("percent", { percent: done })} />
        <Group justify="space-between">
          <Group gap={8}>
            <Text fw={550}>{t("percent", { percent: done })}</Text>
            {missing > 0 ? <Text c="dimmed">{t("missing", { count: missing })}</Text> : null}
            {outdated > 0 ? (
              <StatusBadge tone="warn">{t("outdated", { count: outdated })}</StatusBadge>
            ) : null}
            {missing + outdated === 0 ? <StatusBadge tone="good">{t("complete")}</StatusBadge> : null}
          </Group>
          <Group gap={8}>
            <Export locale={language.locale} name={name} />
            <Button
              component={PlainLink}
              to={`/languages/${language.locale}${missing > 0 ? "?only=missing" : ""}`}
              aria-label={t("translateInto", { language: name })}
            >
              {t("translate")}
            </Button>
          </Group>
        </Group>
        <ul className={classes.kinds}>
          {language.kinds.map((kind) => (
            <li key={kind.kind}>
              <GoLink to={`/languages/${language.locale}?kind=${kind.kind}`} c="inherit">
                <span>{t(`kind_${kind.kind}`)}</span>
                <Text span c="dimmed">
                  {t("ofTexts", { done: kind.translated - kind.outdated, all: kind.texts })}
                </Text>
              </GoLink>
            </li>
          ))}
        </ul>
      </div>
    </Section>
  );
}

function Export({ locale, name }: { locale: string; name: string }) {
  const t = useLanguageWords();
  const base = `/api/tenants/${encodeURIComponent(presented().tenant)}/admin/languages/${locale}/file`;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />}>
          {t("export")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(["missing", "all"] as const).map((only) => (
          <div key={only}>
            <Menu.Label>{t(only === "missing" ? "exportMissing" : "exportAll")}</Menu.Label>
            {FORMS.map((form) => (
              <Menu.Item
                key={form}
                component="a"
                href={`${base}?form=${form}&only=${only}`}
                download
                aria-label={t("exportInto", { language: name, form: t(form) })}
              >
                {t(form)}
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Source({ source, isOpen, close }: { source: string; isOpen: boolean; close: () => void }) {
  const t = useLanguageWords();
  const reader = useLanguage();
  const { stores } = useMe();
  const [chosen, setChosen] = useState(source);
  const offered = [...new Set([source, ...stores.flatMap((store) => store.locales)])];
  const change = useWrite(adminSetSourceLanguage, {
    changes: [adminGetLanguages],
    done: () => {
      tell(t("saved"));
      close();
    },
    failed: tellProblem,
  });
  return (
    <Modal opened={isOpen} onClose={close} title={t("originals")}>
      <Stack>
        <Select
          label={t("originals")}
          description={t("originalsHelp")}
          data={offered.map((value) => ({ value, label: languageName(value, reader) }))}
          value={chosen}
          onChange={(value) => setChosen(value ?? source)}
          allowDeselect={false}
        />
        <Group justify="flex-end">
          <Button
            loading={change.isPending}
            disabled={chosen === source}
            onClick={() => change.mutate({ body: { locale: chosen } })}
          >
            {t("save")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

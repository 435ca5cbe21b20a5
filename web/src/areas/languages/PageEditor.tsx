import { Button, Checkbox, SegmentedControl, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { call } from "@/api/call";
import {
  adminCreatePage,
  adminDeletePage,
  adminGetPage,
  adminListPages,
  adminUpdatePage,
} from "@/api/generated/sdk.gen";
import type { StaffPage } from "@/api/generated/types.gen";
import { refresh, useRead, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useGo, useParam } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { useStore, useStoreOf } from "@/app/store";
import { useLanguage } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { languageName } from "./naming";
import { useLanguageWords } from "./words";

interface Texts {
  title: string;
  body: string;
  slug: string;
  seo_title: string;
  seo_description: string;
}
interface Values extends Texts {
  translations: Record<string, Partial<Texts>>;
  is_visible: boolean;
  in_footer: boolean;
}
const FRESH: Values = {
  title: "",
  body: "",
  slug: "",
  seo_title: "",
  seo_description: "",
  translations: {},
  is_visible: false,
  in_footer: true,
};

function valuesOf(page: StaffPage): Values {
  const { title, body, slug, seo_title, seo_description, is_visible, in_footer } = page;
  const translations = page.translations as Values["translations"];
  return { title, body, slug, seo_title, seo_description, translations, is_visible, in_footer };
}

/** A page in every language of its store. */
export default function PageEditor() {
  const t = useLanguageWords();
  const id = useParam("page");
  const store = useStore();
  if (id !== "new") return <Loaded key={id} id={id} />;
  if (!store) return <EmptyState title={t("newPage")} text={t("chooseStore")} />;
  return <Editor store={store.id} page={null} />;
}

function Loaded({ id }: { id: string }) {
  const found = useRead(adminGetPage, { path: { page: id } });
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Skeletons />;
  return <Editor store={found.data.store_id} page={found.data} />;
}

function Editor({ store, page }: { store: string; page: StaffPage | null }) {
  const t = useLanguageWords();
  const reader = useLanguage();
  const go = useGo();
  const place = useStoreOf(store);
  const [chosen, setChosen] = useState("");
  const record = useRecord<Values, StaffPage>({
    values: page ? valuesOf(page) : FRESH,
    ...(page ? { version: page.version } : {}),
    labels: {
      title: t("field_title"),
      body: t("body"),
      slug: t("slug"),
      seo_title: t("field_seo_title"),
      seo_description: t("field_seo_description"),
      is_visible: t("visible"),
      in_footer: t("inFooter"),
    },
    check: { title: (title) => (title.trim() ? null : t("titleNeeded")) },
    save: (typed, version, changed) =>
      page
        ? call(adminUpdatePage, { path: { page: page.id }, body: changed, version: version ?? page.version })
        : call(adminCreatePage, { path: { store_id: store }, body: typed }),
    latest: async () => {
      const now = await call(adminGetPage, { path: { page: page?.id ?? "" } });
      return { values: valuesOf(now), version: now.version };
    },
    saved: (answer) => {
      refresh(adminListPages, adminGetPage);
      tell(t(page ? "pageSaved" : "pageMade"));
      if (!page) go(`/pages/${answer.id}`, { replace: true, force: true });
    },
  });
  const remove = useWrite(adminDeletePage, {
    changes: [adminListPages],
    done: () => {
      tell(t("deleted"));
      go("/pages", { replace: true, force: true });
    },
    failed: tellProblem,
  });
  const ask = async () => {
    const isSure = await confirm({
      title: t("delete"),
      text: t("deleteSure"),
      action: t("delete"),
      danger: true,
    });
    if (page && isSure) remove.mutate({ path: { page: page.id } });
  };
  const languages = (place?.locales ?? []).filter((locale) => locale !== place?.default_locale);
  return (
    <Page
      title={page?.title ?? t("newPage")}
      beside={
        page ? (
          <StatusBadge tone={page.is_visible ? "good" : "quiet"}>
            {t(page.is_visible ? "shown" : "hidden")}
          </StatusBadge>
        ) : null
      }
      crumbs={[{ to: "/pages", label: t("pages") }]}
      acts={
        page ? (
          <May permission="settings:write">
            <Button variant="default" onClick={() => void ask()}>
              {t("delete")}
            </Button>
          </May>
        ) : null
      }
    >
      <RecordForm record={record} isNew={page === null}>
        <Columns
          main={
            <Sections>
              {languages.length > 0 ? (
                <SegmentedControl
                  value={chosen}
                  onChange={setChosen}
                  aria-label={t("inLanguage")}
                  data={[
                    { value: "", label: languageName(place?.default_locale ?? "en", reader) },
                    ...languages.map((value) => ({ value, label: languageName(value, reader) })),
                  ]}
                />
              ) : null}
              {chosen === "" ? (
                <Originals record={record} isNew={page === null} />
              ) : (
                <Translated
                  key={chosen}
                  locale={chosen}
                  original={record.values}
                  texts={record.values.translations[chosen] ?? {}}
                  change={(texts) =>
                    record.set("translations", { ...record.values.translations, [chosen]: texts })
                  }
                />
              )}
            </Sections>
          }
          side={
            <Section>
              <Stack>
                <Checkbox {...record.field("is_visible", "checkbox")} />
                <Checkbox {...record.field("in_footer", "checkbox")} />
              </Stack>
            </Section>
          }
        />
      </RecordForm>
    </Page>
  );
}

function Originals({
  record,
  isNew,
}: {
  record: ReturnType<typeof useRecord<Values, StaffPage>>;
  isNew: boolean;
}) {
  const t = useLanguageWords();
  return (
    <>
      <Section>
        <Stack>
          <TextInput {...record.field("title")} required data-autofocus={isNew} maxLength={200} />
          <Textarea {...record.field("body")} description={t("bodyHelp")} autosize minRows={10} dir="auto" />
          <TextInput {...record.field("slug")} description={t("slugMain")} maxLength={80} />
        </Stack>
      </Section>
      <Section title={t("seo")}>
        <Stack>
          <TextInput {...record.field("seo_title")} maxLength={200} />
          <Textarea {...record.field("seo_description")} maxLength={300} autosize minRows={2} />
        </Stack>
      </Section>
    </>
  );
}

interface TranslatedProps {
  locale: string;
  original: Texts;
  texts: Partial<Texts>;
  change: (texts: Partial<Texts>) => void;
}

/** The same fields in another language; what is empty falls back to the original, which stands in its place. */
function Translated({ locale, original, texts, change }: TranslatedProps) {
  const t = useLanguageWords();
  const field = (name: keyof Texts, label: string) => ({
    label,
    lang: locale,
    placeholder: original[name].slice(0, 200),
    value: texts[name] ?? "",
    onChange: (event: { currentTarget: { value: string } }) =>
      change({ ...texts, [name]: event.currentTarget.value }),
  });
  return (
    <>
      <Section>
        <Stack>
          <TextInput {...field("title", t("field_title"))} maxLength={200} dir="auto" />
          <Textarea {...field("body", t("body"))} autosize minRows={10} dir="auto" />
          <TextInput {...field("slug", t("slug"))} description={t("slugHelp")} maxLength={80} />
        </Stack>
      </Section>
      <Section title={t("seo")}>
        <Stack>
          <TextInput {...field("seo_title", t("field_seo_title"))} maxLength={200} dir="auto" />
          <Textarea {...field("seo_description", t("field_seo_description"))} maxLength={300} autosize />
        </Stack>
      </Section>
    </>
  );
}

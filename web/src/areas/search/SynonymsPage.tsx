import { Button, Radio, Select, Stack, TagsInput } from "@mantine/core";
import { call } from "@/api/call";
import {
  adminCreateSynonyms,
  adminDeleteSynonyms,
  adminGetSynonyms,
  adminListSynonyms,
  adminSearchReport,
  adminUpdateSynonyms,
} from "@/api/generated/sdk.gen";
import type { Synonyms } from "@/api/generated/types.gen";
import { refresh, useRead, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useGo, useParam, useSearchWords } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { LANGUAGES, useLanguageOf } from "./languages";
import { useSearchingWords } from "./words";

interface Values {
  words: string[];
  is_one_way: boolean;
  locale: string;
}

export default function SynonymsPage() {
  const id = useParam("synonyms");
  return id === "new" ? <Editor synonyms={null} /> : <Loaded id={id} />;
}

function Loaded({ id }: { id: string }) {
  const found = useRead(adminGetSynonyms, { path: { synonyms: id } });
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Skeletons />;
  return <Editor key={id} synonyms={found.data} />;
}

const valuesOf = ({ words, is_one_way, locale }: Synonyms): Values => ({ words, is_one_way, locale });

function Editor({ synonyms }: { synonyms: Synonyms | null }) {
  const t = useSearchingWords();
  const languageOf = useLanguageOf();
  const go = useGo();
  const [given] = useSearchWords();
  const record = useRecord<Values, Synonyms>({
    values: synonyms
      ? valuesOf(synonyms)
      : { words: given.word ? [given.word] : [], is_one_way: false, locale: "" },
    ...(synonyms ? { version: synonyms.version } : {}),
    labels: { words: t("words"), is_one_way: t("direction"), locale: t("locale") },
    check: { words: (words) => (words.length < 2 ? t("twoNeeded") : null) },
    save: (typed, version, changed) =>
      synonyms
        ? call(adminUpdateSynonyms, {
            path: { synonyms: synonyms.id },
            body: changed,
            version: version ?? synonyms.version,
          })
        : call(adminCreateSynonyms, { body: typed }),
    latest: async () => {
      const now = await call(adminGetSynonyms, { path: { synonyms: synonyms?.id ?? "" } });
      return { values: valuesOf(now), version: now.version };
    },
    saved: (answer) => {
      refresh(adminListSynonyms, adminGetSynonyms, adminSearchReport);
      tell(t(synonyms ? "saved" : "added"));
      if (!synonyms) go(`/search/synonyms/${answer.id}`, { replace: true, force: true });
    },
  });
  const remove = useWrite(adminDeleteSynonyms, {
    changes: [adminListSynonyms, adminSearchReport],
    done: () => {
      tell(t("deleted"));
      go("/search/synonyms", { replace: true, force: true });
    },
    failed: tellProblem,
  });
  const erase = async (one: Synonyms) => {
    const text = t("deleteSynonymsAsk", { words: one.words.join(", ") });
    if (await confirm({ title: t("delete"), text, action: t("delete"), danger: true }))
      remove.mutate({ path: { synonyms: one.id } });
  };
  return (
    <Page
      title={synonyms?.words[0] ?? t("newSynonyms")}
      crumbs={[
        { to: "/search", label: t("title") },
        { to: "/search/synonyms", label: t("synonyms") },
      ]}
      width="text"
      acts={
        synonyms ? (
          <May permission="products:write">
            <Button variant="default" loading={remove.isPending} onClick={() => void erase(synonyms)}>
              {t("delete")}
            </Button>
          </May>
        ) : null
      }
    >
      <RecordForm record={record} isNew={synonyms === null}>
        <Sections>
          <Section>
            <Stack>
              <TagsInput
                {...record.field("words")}
                description={t("wordsHelp")}
                maxTags={20}
                acceptValueOnBlur
                data-autofocus={synonyms === null}
              />
              <Radio.Group
                label={t("direction")}
                value={record.values.is_one_way ? "one" : "both"}
                onChange={(value) => record.set("is_one_way", value === "one")}
              >
                <Stack gap={10} mt={8}>
                  <Radio value="both" label={t("bothWays")} description={t("bothWaysHelp")} />
                  <Radio value="one" label={t("oneWay")} description={t("oneWayHelp")} />
                </Stack>
              </Radio.Group>
              <Select
                label={t("locale")}
                data={["", ...LANGUAGES].map((value) => ({
                  value: value || "every",
                  label: languageOf(value),
                }))}
                value={record.values.locale || "every"}
                onChange={(value) => record.set("locale", value === "every" ? "" : (value ?? ""))}
                allowDeselect={false}
                w={240}
              />
            </Stack>
          </Section>
        </Sections>
      </RecordForm>
    </Page>
  );
}

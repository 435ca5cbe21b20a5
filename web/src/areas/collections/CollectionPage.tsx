import {
  Button,
  Checkbox,
  Group,
  Modal,
  Radio,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "@/api/call";
import {
  adminCreateCollection,
  adminDeleteCollection,
  adminGetCollection,
  adminListCollections,
  adminSetCollectionProducts,
  adminUpdateCollection,
} from "@/api/generated/sdk.gen";
import type { StaffCollection } from "@/api/generated/types.gen";
import { keyOf, refresh, useWrite } from "@/api/query";
import { useGo, useParam } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { TranslateLink } from "@/kit/links/TranslateLink";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { Conditions } from "./Conditions";
import { Members } from "./Members";
import { Preview } from "./Preview";
import {
  changeOf,
  FRESH,
  type Kind,
  membersOf,
  newOf,
  SORTS,
  type Sort,
  type Values,
  valuesOf,
} from "./values";
import { useCollectionWords } from "./words";

export default function CollectionPage() {
  const id = useParam("collection");
  return id === "new" ? <Editor collection={null} values={FRESH} /> : <Loaded id={id} />;
}

async function load(id: string): Promise<{ collection: StaffCollection; values: Values }> {
  const collection = await call(adminGetCollection, { path: { collection: id } });
  const members = collection.kind === "manual" ? await membersOf(id) : [];
  return { collection, values: valuesOf(collection, members) };
}

function Loaded({ id }: { id: string }) {
  const found = useQuery({
    queryKey: [...keyOf(adminGetCollection), id],
    queryFn: () => load(id),
    refetchOnWindowFocus: false,
  });
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Skeletons />;
  return <Editor key={id} {...found.data} />;
}

function Editor({ collection, values }: { collection: StaffCollection | null; values: Values }) {
  const t = useCollectionWords();
  const go = useGo();
  const [isAsking, setAsking] = useState(false);
  const record = useRecord<Values, StaffCollection>({
    values,
    ...(collection ? { version: collection.version } : {}),
    labels: {
      title: t("name"),
      slug: t("address"),
      description: t("description"),
      conditions: t("conditions"),
      members: t("products"),
      sort: t("sort"),
      is_visible: t("visible"),
      matches_any: t("match"),
      seo_title: t("seoTitle"),
      seo_description: t("seoDescription"),
    },
    check: { title: (title) => (title.trim() ? null : t("nameNeeded")) },
    save: (typed, version, changed) =>
      collection
        ? update(collection, version ?? collection.version, changed)
        : call(adminCreateCollection, { body: newOf(typed) }),
    latest: async () => {
      const now = await load(collection?.id ?? "");
      return { values: now.values, version: now.collection.version };
    },
    saved: (answer) => {
      refresh(adminListCollections, adminGetCollection);
      tell(t(collection ? "saved" : "created"));
      if (!collection) go(`/collections/${answer.id}`, { replace: true, force: true });
    },
  });
  const remove = useWrite(adminDeleteCollection, {
    changes: [adminListCollections],
    done: () => {
      tell(t("deleted"));
      go("/collections", { replace: true, force: true });
    },
    failed: tellProblem,
  });
  const isRule = record.values.kind === "rule";
  const sorts = SORTS.filter((sort) => !isRule || sort !== "manual");
  return (
    <Page
      title={collection?.title ?? t("newCollection")}
      beside={
        collection ? (
          <StatusBadge tone={collection.is_visible ? "good" : "quiet"}>
            {t(collection.is_visible ? "shown" : "hidden")}
          </StatusBadge>
        ) : null
      }
      crumbs={[{ to: "/collections", label: t("title") }]}
      acts={
        collection ? (
          <>
            <TranslateLink kind="collection" id={collection.id} />
            <Button variant="default" onClick={() => setAsking(true)}>
              {t("delete")}
            </Button>
          </>
        ) : null
      }
    >
      <RecordForm record={record} isNew={collection === null}>
        <Columns
          main={
            <Sections>
              <Section>
                <Stack>
                  <TextInput {...record.field("title")} required data-autofocus={collection === null} />
                  <Textarea {...record.field("description")} autosize minRows={3} />
                </Stack>
              </Section>
              {collection ? null : (
                <Section title={t("kind")} about={t("kindStays")}>
                  <Radio.Group
                    value={record.values.kind}
                    onChange={(kind) => record.set("kind", kind as Kind)}
                    aria-label={t("kind")}
                  >
                    <Stack gap={10}>
                      <Radio value="manual" label={t("manual")} description={t("manualHelp")} />
                      <Radio value="rule" label={t("rule")} description={t("ruleHelp")} />
                    </Stack>
                  </Radio.Group>
                </Section>
              )}
              {isRule ? (
                <>
                  <Conditions record={record} />
                  <Preview conditions={record.values.conditions} matchesAny={record.values.matches_any} />
                </>
              ) : (
                <Members
                  members={record.values.members}
                  change={(members) => record.set("members", members)}
                />
              )}
            </Sections>
          }
          side={
            <Sections>
              <Section>
                <Stack>
                  <Checkbox {...record.field("is_visible", "checkbox")} />
                  <Select
                    label={t("sort")}
                    data={sorts.map((value) => ({ value, label: t(`sort_${value}`) }))}
                    value={isRule && record.values.sort === "manual" ? "newest" : record.values.sort}
                    onChange={(value) => record.set("sort", (value ?? "newest") as Sort)}
                    allowDeselect={false}
                  />
                  <TextInput {...record.field("slug")} description={t("addressHelp")} />
                </Stack>
              </Section>
              <Section title={t("search")}>
                <Stack>
                  <TextInput {...record.field("seo_title")} maxLength={200} />
                  <Textarea {...record.field("seo_description")} maxLength={500} autosize minRows={2} />
                </Stack>
              </Section>
            </Sections>
          }
        />
      </RecordForm>
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={t("delete")}>
        <Text>{t("deleteSure", { title: collection?.title ?? "" })}</Text>
        <Group justify="flex-end" mt="md">
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() => collection && remove.mutate({ path: { collection: collection.id } })}
          >
            {t("delete")}
          </Button>
        </Group>
      </Modal>
    </Page>
  );
}

/** The words first, then the products, each from the version that the one before gave. */
async function update(
  collection: StaffCollection,
  version: number,
  changed: Partial<Values>,
): Promise<StaffCollection> {
  const path = { collection: collection.id };
  const words = changeOf(changed);
  let answer = collection;
  if (Object.keys(words).length > 0)
    answer = await call(adminUpdateCollection, { path, body: words, version });
  if (changed.members !== undefined) {
    const body = changed.members.map((member) => member.id);
    const from = answer === collection ? version : answer.version;
    answer = await call(adminSetCollectionProducts, { path, body, version: from });
  }
  return answer;
}

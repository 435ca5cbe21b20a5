import { Button, Checkbox, Group, Modal, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { call } from "@/api/call";
import {
  adminCreateCategory,
  adminDeleteCategory,
  adminListCategories,
  adminMoveCategory,
  adminUpdateCategory,
} from "@/api/generated/sdk.gen";
import type { StaffCategory } from "@/api/generated/types.gen";
import { refresh, useRead, useWrite } from "@/api/query";
import { PlainLink, useGo, useParam, useSearchWords } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { History } from "@/kit/History";
import { Lonely } from "@/kit/Lonely";
import { TranslateLink } from "@/kit/links/TranslateLink";
import { Explained } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { CategoryPicture } from "./CategoryPicture";
import { branchOf } from "./tree";
import { useCategoryWords } from "./words";

interface Values {
  name: string;
  slug: string;
  description: string;
  parent_id: string;
  is_visible: boolean;
  image_id: string;
  seo_title: string;
  seo_description: string;
}

function valuesOf(row: StaffCategory | null, parent: string): Values {
  return {
    name: row?.name ?? "",
    slug: row?.slug ?? "",
    description: row?.description ?? "",
    parent_id: row ? (row.parent_id ?? "") : parent,
    is_visible: row?.is_visible ?? true,
    image_id: row?.image_id ?? "",
    seo_title: row?.seo_title ?? "",
    seo_description: row?.seo_description ?? "",
  };
}

export default function CategoryPage() {
  const t = useCategoryWords();
  const id = useParam("category");
  const [words] = useSearchWords();
  const found = useRead(adminListCategories, {});
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  if (!found.data) return <Skeletons />;
  const row = found.data.find((one) => one.id === id) ?? null;
  if (row === null && id !== "new") return <Lonely title={t("none")} text={t("noneHelp")} />;
  return <Editor key={id} row={row} rows={found.data} parent={words.parent ?? ""} />;
}

function Editor({ row, rows, parent }: { row: StaffCategory | null; rows: StaffCategory[]; parent: string }) {
  const t = useCategoryWords();
  const go = useGo();
  const [isAsking, setAsking] = useState(false);
  const record = useRecord<Values, StaffCategory>({
    values: valuesOf(row, parent),
    ...(row ? { version: row.version } : {}),
    labels: {
      name: t("name"),
      slug: t("address"),
      description: t("description"),
      parent_id: t("parent"),
      is_visible: t("visible"),
      image_id: t("picture"),
      seo_title: t("seoTitle"),
      seo_description: t("seoDescription"),
    },
    check: { name: (name) => (name.trim() ? null : t("nameNeeded")) },
    save: (typed, version, changed) =>
      row ? update(row, version ?? row.version, changed) : call(adminCreateCategory, { body: typed }),
    latest: async () => {
      const now = (await call(adminListCategories, {})).find((one) => one.id === row?.id) ?? row;
      return { values: valuesOf(now, ""), version: now?.version ?? 1 };
    },
    saved: (answer) => {
      refresh(adminListCategories);
      tell(t(row ? "saved" : "created"));
      if (!row) go(`/categories/${answer.id}`, { replace: true, force: true });
    },
  });
  const remove = useWrite(adminDeleteCategory, {
    changes: [adminListCategories],
    done: () => {
      tell(t("deleted"));
      go("/categories", { replace: true, force: true });
    },
    failed: tellProblem,
  });
  const inside = row ? branchOf(rows, row.id) : new Set<string>();
  const isFull = row !== null && (row.products > 0 || inside.size > 1);
  const places = rows
    .filter((one) => !inside.has(one.id))
    .map((one) => ({ value: one.id, label: one.path.join(" › ") }));
  return (
    <Page
      title={row?.name ?? t("newCategory")}
      beside={
        row ? (
          <StatusBadge tone={row.is_visible ? "good" : "quiet"}>
            {t(row.is_visible ? "shown" : "hidden")}
          </StatusBadge>
        ) : null
      }
      {...(row ? { about: row.path.join(" › ") } : {})}
      crumbs={[{ to: "/categories", label: t("title") }]}
      acts={
        row ? (
          <>
            <TranslateLink kind="category" id={row.id} />
            <Button variant="default" component={PlainLink} to={`/products?category=${row.id}`}>
              {t("seeProducts")}
            </Button>
            <Explained reason={isFull ? t("deleteFull") : null}>
              <Button variant="default" onClick={() => setAsking(true)}>
                {t("delete")}
              </Button>
            </Explained>
          </>
        ) : null
      }
    >
      <RecordForm record={record} isNew={row === null}>
        <Columns
          main={
            <Sections>
              <Section>
                <Stack>
                  <TextInput {...record.field("name")} required data-autofocus={row === null} />
                  <Select
                    label={t("parent")}
                    placeholder={t("top")}
                    data={places}
                    value={record.values.parent_id || null}
                    onChange={(value) => record.set("parent_id", value ?? "")}
                    searchable
                    clearable
                  />
                  <Textarea {...record.field("description")} autosize minRows={3} />
                </Stack>
              </Section>
              <Section title={t("search")}>
                <Stack>
                  <TextInput {...record.field("seo_title")} maxLength={200} />
                  <Textarea {...record.field("seo_description")} maxLength={500} autosize minRows={2} />
                  <TextInput {...record.field("slug")} description={t("addressHelp")} />
                </Stack>
              </Section>
            </Sections>
          }
          side={
            <Sections>
              <Section>
                <Checkbox {...record.field("is_visible", "checkbox")} description={t("visibleHelp")} />
              </Section>
              <Section title={t("picture")}>
                <CategoryPicture
                  id={record.values.image_id}
                  image={row?.image ?? null}
                  change={(image) => record.set("image_id", image)}
                />
              </Section>
              {row ? <History kind="category" id={row.id} /> : null}
            </Sections>
          }
        />
      </RecordForm>
      <Modal opened={isAsking} onClose={() => setAsking(false)} title={t("delete")}>
        <Text>{t("deleteSure", { name: row?.name ?? "" })}</Text>
        <Group justify="flex-end" mt="md">
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() => row && remove.mutate({ path: { category: row.id } })}
          >
            {t("delete")}
          </Button>
        </Group>
      </Modal>
    </Page>
  );
}

/** The words, and then the place in the tree. */
async function update(row: StaffCategory, version: number, changed: Partial<Values>): Promise<StaffCategory> {
  const { parent_id, ...words } = changed;
  const path = { category: row.id };
  let answer = row;
  if (Object.keys(words).length > 0) answer = await call(adminUpdateCategory, { path, body: words, version });
  if (parent_id !== undefined) {
    answer = await call(adminMoveCategory, { path, body: { parent_id, position: 100_000 } });
  }
  return answer;
}

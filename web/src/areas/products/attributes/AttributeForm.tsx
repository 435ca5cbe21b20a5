import { Select, Stack, Switch, TagsInput, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { call } from "@/api/call";
import {
  adminCreateAttribute,
  adminListAttributeSets,
  adminListAttributes,
  adminUpdateAttribute,
} from "@/api/generated/sdk.gen";
import type { NewAttribute, StaffAttribute } from "@/api/generated/types.gen";
import { refresh } from "@/api/query";
import { tell } from "@/app/messages";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { useOtherLanguages } from "../editor/TextsSection";
import { useProductWords } from "../words";

type Kind = NewAttribute["kind"];
const KINDS: readonly Kind[] = ["text", "choice", "number", "measure", "boolean"];
const UNITS = ["KGM", "GRM", "LTR", "MLT", "MTR", "CMT", "MMT"];

interface Values {
  name: string;
  code: string;
  kind: string;
  choices: string[];
  unit: string;
  is_filter: boolean;
  is_public: boolean;
  names: Record<string, string>;
}

/** A new attribute, or another name, choice or visibility of one. */
export function AttributeForm({ attribute, done }: { attribute: StaffAttribute | null; done: () => void }) {
  const t = useProductWords();
  const others = useOtherLanguages();
  const values = useMemo<Values>(
    () => ({
      name: attribute?.name ?? "",
      code: attribute?.code ?? "",
      kind: attribute?.kind ?? "text",
      choices: attribute?.choices ?? [],
      unit: attribute?.unit ?? "",
      is_filter: attribute?.is_filter ?? false,
      is_public: attribute?.is_public ?? true,
      names: Object.fromEntries(
        Object.entries(attribute?.translations ?? {}).map(([locale, texts]) => [
          locale,
          (texts as { name?: string }).name ?? "",
        ]),
      ),
    }),
    [attribute],
  );
  const record = useRecord<Values>({
    values,
    labels: {
      name: t("name"),
      code: t("code"),
      kind: t("attributeKind"),
      choices: t("choices"),
      unit: t("unit"),
    },
    check: {
      name: (name) => (name.trim() ? null : t("nameNeeded")),
      choices: (choices, now) => (now.kind === "choice" && choices.length === 0 ? t("choicesNeeded") : null),
    },
    save: (now) => {
      const translations = Object.fromEntries(
        Object.entries(now.names).map(([locale, name]) => {
          const before = attribute?.translations[locale] as { choices?: Record<string, string> } | undefined;
          return [locale, { name, choices: before?.choices ?? {} }];
        }),
      );
      const { name, is_filter, is_public } = now;
      return attribute === null
        ? call(adminCreateAttribute, {
            body: {
              name,
              is_filter,
              is_public,
              translations,
              code: now.code || codeOf(name),
              kind: KINDS.find((one) => one === now.kind) ?? "text",
              choices: now.kind === "choice" ? now.choices : [],
              unit: now.kind === "measure" ? now.unit : "",
            },
          })
        : call(adminUpdateAttribute, {
            path: { attribute: attribute.id },
            body: {
              name,
              is_filter,
              is_public,
              translations,
              ...(now.kind === "choice" ? { choices: now.choices } : {}),
            },
          });
    },
    saved: () => {
      refresh(adminListAttributes, adminListAttributeSets);
      tell(t("attributeSaved", { name: record.values.name }));
      done();
    },
  });
  const { values: now, set } = record;
  return (
    <RecordForm record={record} isNew={attribute === null}>
      <Stack gap="sm">
        <TextInput {...record.field("name")} data-autofocus maxLength={80} />
        {others.map(({ value, label }) => (
          <TextInput
            key={value}
            label={t("nameIn", { language: label })}
            value={now.names[value] ?? ""}
            maxLength={80}
            onChange={(event) => set("names", { ...now.names, [value]: event.currentTarget.value })}
          />
        ))}
        <TextInput
          {...record.field("code")}
          placeholder={codeOf(now.name)}
          description={t("codeHelp")}
          disabled={attribute !== null}
        />
        <Select
          {...record.field("kind")}
          allowDeselect={false}
          disabled={attribute !== null}
          data={KINDS.map((value) => ({ value, label: t(`kind_${value}`) }))}
        />
        {now.kind === "choice" ? (
          <TagsInput
            {...record.field("choices")}
            splitChars={[",", ";"]}
            acceptValueOnBlur
            description={t("choicesHelp")}
          />
        ) : null}
        {now.kind === "measure" ? (
          <Select
            {...record.field("unit")}
            data={UNITS}
            clearable
            disabled={attribute !== null}
            description={t("measureUnitHelp")}
          />
        ) : null}
        <Switch
          label={t("showToShoppers")}
          description={t("publicHelp")}
          checked={now.is_public}
          onChange={(event) => set("is_public", event.currentTarget.checked)}
        />
        <Switch
          label={t("makeFilter")}
          description={t("filterHelp")}
          checked={now.is_filter}
          onChange={(event) => set("is_filter", event.currentTarget.checked)}
        />
      </Stack>
    </RecordForm>
  );
}

/** Pure: a name for machines made of one for people. */
export function codeOf(name: string): string {
  return name
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 60);
}

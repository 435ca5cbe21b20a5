import { MultiSelect, Select, TextInput } from "@mantine/core";
import { adminListCustomerGroups } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import type { RecordState } from "@/kit/form/useRecord";
import { Section } from "@/kit/Section";
import { TagInput } from "./TagInput";
import { useCustomerWords } from "./words";

export interface CustomerValues {
  email: string;
  name: string;
  phone: string;
  locale: string;
  tags: string[];
  groups: string[];
}

const LANGUAGES = [
  { value: "", label: "–" },
  { value: "fr", label: "Français" },
  { value: "en", label: "English" },
];

/** What the forms of a new and of a known customer share. */
export function CustomerFields({ record }: { record: RecordState<CustomerValues> }) {
  const t = useCustomerWords();
  const groups = useRead(adminListCustomerGroups, {});
  const { locale } = record.values;
  const languages = LANGUAGES.some((one) => one.value === locale)
    ? LANGUAGES
    : [...LANGUAGES, { value: locale, label: locale }];
  return (
    <>
      <Section title={t("details")}>
        <TextInput {...record.field("name")} autoComplete="off" mb="md" />
        <TextInput {...record.field("phone")} type="tel" autoComplete="off" mb="md" />
        <Select {...record.field("locale")} data={languages} allowDeselect={false} />
      </Section>
      <Section title={t("about")}>
        <TagInput {...record.field("tags")} mb="md" />
        <MultiSelect
          {...record.field("groups")}
          description={t("groupsHelp")}
          searchable
          data={(groups.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
        />
      </Section>
    </>
  );
}

/** How the fields are called. */
export function useCustomerLabels(): Record<keyof CustomerValues, string> {
  const t = useCustomerWords();
  return {
    email: t("email"),
    name: t("name"),
    phone: t("phone"),
    locale: t("language"),
    tags: t("tags"),
    groups: t("groups"),
  };
}

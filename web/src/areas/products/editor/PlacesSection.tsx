import {
  Autocomplete,
  Checkbox,
  MultiSelect,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { adminListCategories } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { may, useMe } from "@/app/may";
import type { RecordState } from "@/kit/form/useRecord";
import { Section } from "@/kit/Section";
import { useProductWords } from "../words";
import type { ProductValues } from "./values";

interface PlacesSectionProps {
  record: RecordState<ProductValues>;
  isReadOnly: boolean;
}

/** Where it is sold and found. */
export function PlacesSection({ record, isReadOnly }: PlacesSectionProps) {
  const t = useProductWords();
  const me = useMe();
  const { values, set } = record;
  const canSee = may(me, "categories:read");
  const categories = useRead(adminListCategories, {}, { enabled: canSee });
  const placed = new Map(values.stores.map((one) => [one.store_id, one.is_visible]));
  const put = (id: string, visible: boolean | null) =>
    set("stores", [
      ...values.stores.filter((one) => one.store_id !== id),
      ...(visible === null ? [] : [{ store_id: id, is_visible: visible }]),
    ]);
  return (
    <>
      <Section title={t("stores")} about={t("storesHelp")}>
        <Stack gap="sm">
          {me.stores.map((store) => {
            const isMine = !isReadOnly && may(me, "products:write", { store: store.id });
            const isSold = placed.has(store.id);
            return (
              <div key={store.id}>
                <Checkbox
                  label={store.name}
                  description={store.currency}
                  checked={isSold}
                  disabled={!isMine}
                  onChange={(event) => put(store.id, event.currentTarget.checked ? true : null)}
                />
                {isSold ? (
                  <Switch
                    size="xs"
                    mt={6}
                    ml={30}
                    label={t("shownInLists")}
                    checked={placed.get(store.id) ?? true}
                    disabled={!isMine}
                    onChange={(event) => put(store.id, event.currentTarget.checked)}
                  />
                ) : null}
              </div>
            );
          })}
          {me.stores.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t("noStores")}
            </Text>
          ) : null}
        </Stack>
      </Section>
      <Section title={t("organisation")}>
        <Stack gap="sm">
          <MultiSelect
            label={t("categories")}
            placeholder={values.categories.length === 0 ? t("noCategories") : ""}
            data={(categories.data ?? []).map((one) => ({ value: one.id, label: one.path.join(" › ") }))}
            value={values.categories}
            searchable
            clearable
            hidePickedOptions
            disabled={isReadOnly || !canSee}
            error={record.field("categories").error}
            onChange={(chosen) => set("categories", chosen)}
          />
          <TagsInput
            label={t("tags")}
            placeholder={values.tags.length === 0 ? t("tagsExample") : ""}
            value={values.tags}
            maxTags={50}
            maxLength={60}
            acceptValueOnBlur
            readOnly={isReadOnly}
            error={record.field("tags").error}
            onChange={(tags) => set("tags", tags)}
          />
          <TextInput {...record.field("vendor")} maxLength={120} readOnly={isReadOnly} />
          <TextInput
            {...record.field("kind")}
            maxLength={120}
            readOnly={isReadOnly}
            placeholder={t("kindExample")}
          />
          <Autocomplete
            {...record.field("tax_class")}
            data={["standard", "reduced", "zero"]}
            maxLength={60}
            readOnly={isReadOnly}
            description={t("taxClassHelp")}
          />
        </Stack>
      </Section>
    </>
  );
}

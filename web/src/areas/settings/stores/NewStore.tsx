import { Alert, Checkbox, Modal, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { call } from "@/api/call";
import { adminCloneStore, adminCreateStore, adminListStores } from "@/api/generated/sdk.gen";
import type { NewStoreCopy, Store, StoreSummary } from "@/api/generated/types.gen";
import { refresh, useRead } from "@/api/query";
import { useGo } from "@/app/here";
import { tell } from "@/app/messages";
import { refreshMe } from "@/app/session";
import { useLanguage } from "@/app/words";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { codeOf } from "../parts/lists";
import { countries, languageName, languages, timeZones } from "../parts/places";
import { useSettingsWords } from "../words";
import { useStoreWords } from "./storeWords";

type Part = NonNullable<NewStoreCopy["parts"]>[number];
const PARTS: readonly Part[] = [
  "settings",
  "appearance",
  "shipping",
  "taxes",
  "payments",
  "pages",
  "catalogue",
  "prices",
];
const AMOUNTS: ReadonlySet<Part> = new Set(["shipping", "prices"]);
const EMPTY = "empty";

/** Pure: amounts can't be taken into another currency, and prices come with the goods. */
export function partsFor(ticked: readonly Part[], isOther: boolean): Part[] {
  return ticked.filter(
    (part) => !(isOther && AMOUNTS.has(part)) && (part !== "prices" || ticked.includes("catalogue")),
  );
}

function isOtherThan(template: StoreSummary, currency: string): boolean {
  return currency !== "" && currency !== template.currency;
}

/** A further store, empty or made from another: its currency is for ever, everything else can be changed. */
export function NewStore({ onClose }: { onClose: () => void }) {
  const t = useSettingsWords();
  const w = useStoreWords();
  const spoken = useLanguage();
  const stores = useRead(adminListStores, {});
  const [source, setSource] = useState(EMPTY);
  const [ticked, setTicked] = useState<readonly Part[]>(PARTS);
  const template = stores.data?.find((one) => one.id === source);
  const go = useGo();
  const here = useMemo(() => Intl.DateTimeFormat().resolvedOptions().timeZone, []);
  const record = useRecord({
    values: {
      name: "",
      slug: "",
      country: "",
      currency: "",
      default_locale: spoken as string,
      timezone: here,
    },
    labels: {
      name: t("stores.name"),
      slug: t("stores.slug"),
      country: t("stores.country"),
      currency: t("stores.currency"),
      default_locale: t("general.default_locale"),
      timezone: t("general.timezone"),
    },
    check: {
      name: (value) => (value.trim() ? null : t("needed")),
      country: (value) => (value || template ? null : t("needed")),
      currency: (value) => (value || template ? null : t("needed")),
    },
    save: (values): Promise<Store> => {
      const slug = values.slug || codeOf(values.name, []);
      if (!template) return call(adminCreateStore, { body: { ...values, slug } });
      const { name, country, currency } = values;
      const body = {
        slug,
        name,
        country,
        currency,
        parts: partsFor(ticked, isOtherThan(template, currency)),
      };
      return call(adminCloneStore, { path: { store_id: template.id }, body });
    },
    saved: (made) => {
      refresh(adminListStores);
      void refreshMe();
      tell(t("stores.made"));
      onClose();
      go(`/settings/stores/${made.id}`, { force: true });
    },
  });
  const isOther = template !== undefined && isOtherThan(template, record.values.currency);
  const offered = PARTS.filter((part) => !(isOther && AMOUNTS.has(part)));
  const parts = partsFor(ticked, isOther);
  const currencies = useMemo(() => Intl.supportedValuesOf("currency"), []);
  return (
    <Modal opened onClose={onClose} title={t("stores.new")} size="lg">
      <RecordForm record={record} isNew action={t("stores.make")}>
        {stores.data && stores.data.length > 0 ? (
          <Select
            label={w("begin")}
            description={w("beginHelp")}
            allowDeselect={false}
            mb="md"
            value={source}
            data={[
              { value: EMPTY, label: w("empty") },
              ...stores.data.map((one) => ({ value: one.id, label: one.name })),
            ]}
            onChange={(value) => setSource(value ?? EMPTY)}
          />
        ) : null}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput {...record.field("name")} required data-autofocus />
          <TextInput
            {...record.field("slug")}
            description={t("stores.slugHelp")}
            placeholder={codeOf(record.values.name, [])}
          />
          <Select
            {...record.field("country")}
            searchable
            required={!template}
            placeholder={template?.country}
            data={countries(spoken)}
          />
          <Select
            {...record.field("currency")}
            searchable
            required={!template}
            placeholder={template?.currency}
            data={currencies}
            description={t("stores.currencyHelp")}
          />
          {template ? null : (
            <>
              <Select
                {...record.field("default_locale")}
                searchable
                allowDeselect={false}
                data={languages.map((tag) => ({ value: tag, label: languageName(tag, spoken) }))}
              />
              <Select
                {...record.field("timezone")}
                searchable
                allowDeselect={false}
                limit={80}
                data={timeZones(record.values.timezone)}
              />
            </>
          )}
        </SimpleGrid>
        {template ? (
          <Checkbox.Group
            label={w("parts")}
            mt="md"
            value={[...parts]}
            onChange={(value) => setTicked(PARTS.filter((part) => value.includes(part)))}
          >
            <Stack gap={8} mt={8}>
              {offered.map((part) => (
                <Checkbox
                  key={part}
                  value={part}
                  label={w(`part_${part}`)}
                  disabled={part === "prices" && !ticked.includes("catalogue")}
                />
              ))}
              {isOther ? (
                <Alert color="yellow">{w("otherCurrency", { currency: template.currency })}</Alert>
              ) : null}
              <Text size="sm" c="dimmed">
                {w("notCopied")}
              </Text>
            </Stack>
          </Checkbox.Group>
        ) : null}
      </RecordForm>
    </Modal>
  );
}

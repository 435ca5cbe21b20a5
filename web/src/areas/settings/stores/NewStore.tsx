import { Modal, Select, SimpleGrid, TextInput } from "@mantine/core";
import { useMemo } from "react";
import { call } from "@/api/call";
import { adminCreateStore, adminListStores } from "@/api/generated/sdk.gen";
import { refresh } from "@/api/query";
import { useGo } from "@/app/here";
import { tell } from "@/app/messages";
import { refreshMe } from "@/app/session";
import { useLanguage } from "@/app/words";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { codeOf } from "../parts/lists";
import { countries, languageName, languages, timeZones } from "../parts/places";
import { useSettingsWords } from "../words";

/** A further store: its currency is for ever, everything else can be changed. */
export function NewStore({ onClose }: { onClose: () => void }) {
  const t = useSettingsWords();
  const spoken = useLanguage();
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
      country: (value) => (value ? null : t("needed")),
      currency: (value) => (value ? null : t("needed")),
    },
    save: (values) =>
      call(adminCreateStore, { body: { ...values, slug: values.slug || codeOf(values.name, []) } }),
    saved: (made) => {
      refresh(adminListStores);
      void refreshMe();
      tell(t("stores.made"));
      onClose();
      go(`/settings/stores/${made.id}`, { force: true });
    },
  });
  const currencies = useMemo(() => Intl.supportedValuesOf("currency"), []);
  return (
    <Modal opened onClose={onClose} title={t("stores.new")} size="lg">
      <RecordForm record={record} isNew action={t("stores.make")}>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput {...record.field("name")} required data-autofocus />
          <TextInput
            {...record.field("slug")}
            description={t("stores.slugHelp")}
            placeholder={codeOf(record.values.name, [])}
          />
          <Select {...record.field("country")} searchable required data={countries(spoken)} />
          <Select
            {...record.field("currency")}
            searchable
            required
            data={currencies}
            description={t("stores.currencyHelp")}
          />
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
        </SimpleGrid>
      </RecordForm>
    </Modal>
  );
}

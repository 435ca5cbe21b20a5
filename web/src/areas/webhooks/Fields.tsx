import { Select, Stack, TextInput } from "@mantine/core";
import { useMe } from "@/app/may";
import type { RecordState } from "@/kit/form/useRecord";
import { Section } from "@/kit/Section";
import { EventPicker } from "./EventPicker";
import type { Values } from "./useEndpointForm";
import { useWebhookWords } from "./words";

interface FieldsProps {
  record: RecordState<Values>;
  /** The store is chosen once. */
  isNew: boolean;
  isReadOnly?: boolean;
}

export function Fields({ record, isNew, isReadOnly = false }: FieldsProps) {
  const t = useWebhookWords();
  const { stores } = useMe();
  return (
    <>
      <Section>
        <Stack>
          <TextInput
            {...record.field("url")}
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            placeholder="https://"
            description={t("urlHelp")}
            maxLength={2000}
            readOnly={isReadOnly}
            data-autofocus={isNew || undefined}
          />
          <TextInput
            {...record.field("description")}
            description={t("descriptionHelp")}
            maxLength={200}
            readOnly={isReadOnly}
          />
          {isNew || record.values.store ? (
            <Select
              {...record.field("store")}
              description={t("storeHelp")}
              placeholder={t("wholeCompany")}
              data={stores.map((store) => ({ value: store.id, label: store.name }))}
              clearable={isNew}
              readOnly={!isNew}
            />
          ) : null}
        </Stack>
      </Section>
      <Section title={t("events")}>
        <EventPicker
          chosen={record.values.events}
          change={(events) => record.set("events", events)}
          error={record.form.errors.events ? String(record.form.errors.events) : null}
          isReadOnly={isReadOnly}
        />
      </Section>
    </>
  );
}

import { NumberInput, Select, SimpleGrid, Stack, Switch, TextInput } from "@mantine/core";
import { adminListCustomerGroups, adminListMarkets } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useMay, useMe } from "@/app/may";
import { useLanguage } from "@/app/words";
import { MoneyInput } from "@/kit/form/MoneyInput";
import type { RecordState } from "@/kit/form/useRecord";
import { Section, Sections } from "@/kit/Section";
import { currencyChoices } from "./countries";
import { PercentInput } from "./PercentInput";
import type { ListValues } from "./values";
import { useMarketWords } from "./words";

const BELOW: ("label" | "input" | "description" | "error")[] = ["label", "input", "description", "error"];

interface ListFormProps {
  record: RecordState<ListValues>;
  isNew: boolean;
  disabled: boolean;
}

/** What a price list is, and who sees it. */
export function ListForm({ record, isNew, disabled }: ListFormProps) {
  const t = useMarketWords();
  const language = useLanguage();
  const { values, set } = record;
  const percent = record.field("percent");
  return (
    <Sections>
      <Section>
        <Stack>
          <TextInput {...record.field("name")} required disabled={disabled} data-autofocus={isNew} />
          <Select
            label={t("currency")}
            error={record.field("currency").error}
            data={currencyChoices(language, [values.currency])}
            value={values.currency}
            onChange={(code) => set("currency", code ?? "")}
            searchable
            allowDeselect={false}
            disabled={disabled || !isNew}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <PercentInput
              id={percent.id}
              label={t("percent")}
              description={t("percentHelp")}
              inputWrapperOrder={BELOW}
              error={percent.error}
              value={values.percent}
              onChange={(ppm) => set("percent", ppm)}
              disabled={disabled}
            />
            <MoneyInput
              label={t("roundTo")}
              currency={values.currency || "EUR"}
              error={record.field("round_to_minor").error}
              value={values.round_to_minor}
              onChange={(minor) => set("round_to_minor", minor)}
              disabled={disabled}
            />
            <NumberInput
              label={t("priority")}
              description={t("priorityHelp")}
              inputWrapperOrder={BELOW}
              error={record.field("priority").error}
              value={values.priority}
              onChange={(place) => set("priority", Number(place) || 0)}
              min={0}
              max={100_000}
              allowDecimal={false}
              disabled={disabled}
            />
          </SimpleGrid>
          <Switch
            label={t("isActive")}
            checked={values.is_active}
            onChange={(event) => set("is_active", event.currentTarget.checked)}
            disabled={disabled}
          />
        </Stack>
      </Section>
      <Who record={record} disabled={disabled} />
    </Sections>
  );
}

function Who({ record, disabled }: { record: RecordState<ListValues>; disabled: boolean }) {
  const t = useMarketWords();
  const { stores } = useMe();
  const mayMarkets = useMay("markets:read");
  const mayGroups = useMay("customers:read");
  const markets = useRead(adminListMarkets, {}, { enabled: mayMarkets });
  const groups = useRead(adminListCustomerGroups, {}, { enabled: mayGroups });
  const { values, set } = record;
  return (
    <Section title={t("who")} about={t("whoHelp")}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <Select
          label={t("store")}
          error={record.field("store_id").error}
          placeholder={t("everyStore")}
          data={stores.map((one) => ({ value: one.id, label: one.name }))}
          value={values.store_id || null}
          onChange={(id) => set("store_id", id ?? "")}
          clearable
          disabled={disabled}
        />
        <Select
          label={t("market")}
          error={record.field("market_id").error}
          placeholder={t("everyMarket")}
          data={(markets.data ?? [])
            .filter((one) => one.currency === values.currency)
            .map((one) => ({ value: one.id, label: one.name }))}
          value={values.market_id || null}
          onChange={(id) => set("market_id", id ?? "")}
          clearable
          disabled={disabled}
        />
        <Select
          label={t("group")}
          error={record.field("group_id").error}
          placeholder={t("everyGroup")}
          data={(groups.data ?? []).map((one) => ({ value: one.id, label: one.name }))}
          value={values.group_id || null}
          onChange={(id) => set("group_id", id ?? "")}
          clearable
          disabled={disabled}
        />
        <TextInput
          {...record.field("channel")}
          description={t("channelHelp")}
          inputWrapperOrder={BELOW}
          disabled={disabled}
        />
        <TextInput type="datetime-local" {...record.field("starts")} disabled={disabled} />
        <TextInput type="datetime-local" {...record.field("ends")} disabled={disabled} />
      </SimpleGrid>
    </Section>
  );
}

import { Checkbox, MultiSelect, Select, Stack, TextInput } from "@mantine/core";
import { adminListCategories, adminListCollections, adminListMarkets } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { isThere, useMay, useMe } from "@/app/may";
import type { RecordState } from "@/kit/form/useRecord";
import { Section } from "@/kit/Section";
import { CALLED_BY, CONDITIONS, KINDS, type Values } from "./values";
import { useFeedWords } from "./words";

interface FieldsProps {
  record: RecordState<Values>;
  /** Store and channel are chosen once. */
  isNew: boolean;
  isReadOnly?: boolean;
}

/** Which file it is, and what is in it. */
export function Fields({ record, isNew, isReadOnly = false }: FieldsProps) {
  const t = useFeedWords();
  const { stores } = useMe();
  const store = stores.find((one) => one.id === record.values.store);
  return (
    <>
      <Section>
        <Stack>
          <TextInput
            {...record.field("name")}
            description={t("nameHelp")}
            maxLength={80}
            readOnly={isReadOnly}
            data-autofocus={isNew || undefined}
          />
          <Select
            {...record.field("kind")}
            description={t("channelHelp")}
            data={KINDS.map((value) => ({ value, label: t(value) }))}
            allowDeselect={false}
            readOnly={!isNew}
          />
          <Select
            {...record.field("store")}
            data={stores.map((one) => ({ value: one.id, label: `${one.name} (${one.currency})` }))}
            allowDeselect={false}
            readOnly={!isNew}
          />
          <Select
            {...record.field("locale")}
            data={store?.locales ?? [record.values.locale].filter(Boolean)}
            placeholder={store?.default_locale}
            allowDeselect={false}
            readOnly={isReadOnly}
          />
          <Market record={record} isReadOnly={isReadOnly} />
        </Stack>
      </Section>
      <Section title={t("content")} about={t("contentHelp")}>
        <Stack>
          <Goods record={record} isReadOnly={isReadOnly} />
          <Checkbox
            label={t("withSoldOut")}
            checked={record.values.with_sold_out}
            disabled={isReadOnly}
            onChange={(event) => record.set("with_sold_out", event.currentTarget.checked)}
          />
          <TextInput
            {...record.field("brand")}
            description={t("brandHelp")}
            maxLength={70}
            readOnly={isReadOnly}
          />
          <Select
            {...record.field("condition")}
            data={CONDITIONS.map((value) => ({ value, label: t(value) }))}
            allowDeselect={false}
            readOnly={isReadOnly}
          />
          <Select
            {...record.field("item_ids")}
            data={CALLED_BY.map((value) => ({ value, label: t(value) }))}
            allowDeselect={false}
            readOnly={isReadOnly}
          />
        </Stack>
      </Section>
    </>
  );
}

/** Only where there are markets, and for those who may see them. */
function Market({ record, isReadOnly }: { record: RecordState<Values>; isReadOnly: boolean }) {
  const t = useFeedWords();
  const maySee = isThere(useMe(), { permission: "markets:read", feature: "markets" });
  const markets = useRead(adminListMarkets, {}, { enabled: maySee });
  const here = (markets.data ?? []).filter((one) => one.store_id === record.values.store && one.is_active);
  if (here.length === 0 && !record.values.market) return null;
  const known = here.some((one) => one.handle === record.values.market) || !record.values.market;
  return (
    <Select
      {...record.field("market")}
      description={t("marketHelp")}
      data={[
        { value: "", label: t("ownMarket") },
        ...here.map((one) => ({ value: one.handle, label: `${one.name} (${one.currency})` })),
        ...(known ? [] : [{ value: record.values.market, label: record.values.market }]),
      ]}
      allowDeselect={false}
      readOnly={isReadOnly}
    />
  );
}

function Goods({ record, isReadOnly }: { record: RecordState<Values>; isReadOnly: boolean }) {
  const maySeeCollections = useMay("categories:write");
  const categories = useRead(adminListCategories, {});
  const collections = useRead(adminListCollections, {}, { enabled: maySeeCollections });
  const named = (categories.data ?? []).map((one) => ({ value: one.id, label: one.name }));
  const groups = (collections.data ?? []).map((one) => ({ value: one.id, label: one.title }));
  const shared = { searchable: true, clearable: true, readOnly: isReadOnly, hidePickedOptions: true };
  return (
    <>
      <MultiSelect {...record.field("include_categories")} data={named} {...shared} />
      {groups.length > 0 ? (
        <MultiSelect {...record.field("include_collections")} data={groups} {...shared} />
      ) : null}
      <MultiSelect {...record.field("exclude_categories")} data={named} {...shared} />
      {groups.length > 0 ? (
        <MultiSelect {...record.field("exclude_collections")} data={groups} {...shared} />
      ) : null}
    </>
  );
}

import { Group, Skeleton, Switch, TextInput } from "@mantine/core";
import { lazy, Suspense, useMemo, useState } from "react";
import { adminListLocations } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { may, useMe } from "@/app/may";
import { useLanguage } from "@/app/words";
import { isSame } from "@/kit/form/differences";
import type { RecordState } from "@/kit/form/useRecord";
import { Section } from "@/kit/Section";
import { columnsOf, type PlaceColumn, type StoreColumn } from "../sheet/cells";
import { countOf, follow, keyOfRow, MOST_VARIANTS, type OptionOf, type Row } from "../sheet/rows";
import { useProductWords } from "../words";
import classes from "./editor.module.css";
import { OptionsEditor } from "./OptionsEditor";
import type { ProductValues } from "./values";

const VariantSheet = lazy(() => import("../sheet/VariantSheet"));

interface VariantsSectionProps {
  record: RecordState<ProductValues>;
  complaints: Readonly<Record<string, Readonly<Record<string, string>>>>;
  isReadOnly: boolean;
}

/** Options, and the sheet of the variants that follow from them: codes, prices in each store, stock at each location. */
export function VariantsSection({ record, complaints, isReadOnly }: VariantsSectionProps) {
  const t = useProductWords();
  const language = useLanguage();
  const me = useMe();
  const { values, set } = record;
  const [showsSpecials, setShowsSpecials] = useState(() =>
    values.rows.some((row) => Object.values(row.prices).some((price) => price.special !== null)),
  );
  const [showsRules, setShowsRules] = useState(false);
  const canSeeStock = may(me, "inventory:read") && may(me, "stores:read");
  const locations = useRead(adminListLocations, {}, { enabled: canSeeStock });

  const stores = useMemo<StoreColumn[]>(
    () =>
      values.stores.flatMap(({ store_id }) => {
        const store = me.stores.find((one) => one.id === store_id);
        if (store === undefined) return [];
        return [{ ...store, isMine: may(me, "products:write", { store: store_id }) }];
      }),
    [values.stores, me],
  );
  const places = useMemo<PlaceColumn[]>(
    () =>
      (locations.data ?? [])
        .filter((place) => place.is_active && may(me, "inventory:read", { location: place.id }))
        .map(({ id, name }) => ({ id, name, isMine: may(me, "inventory:write", { location: id }) })),
    [locations.data, me],
  );
  const columns = useMemo(() => {
    const one = stores.length === 1;
    const words = {
      sku: t("sku"),
      barcode: t("barcode"),
      weight: t("weight"),
      price: (store: string) => (one ? t("price") : t("priceIn", { store })),
      special: (store: string) => (one ? t("special") : t("specialIn", { store })),
      from: t("from"),
      until: t("until"),
      onHand: (place: string) => (places.length === 1 ? t("onHand") : t("onHandAt", { place })),
      inUse: t("inUse"),
      tracked: t("tracked"),
      oversold: t("oversold"),
    };
    const shape = { stores, places, language, scale: values.scale, showsSpecials, showsRules, words };
    return columnsOf(shape).map((column) => (isReadOnly ? { ...column, isEditable: () => false } : column));
  }, [stores, places, language, values.scale, showsSpecials, showsRules, isReadOnly, t]);

  function changeOptions(options: OptionOf[]): void {
    set("options", options);
    if (countOf(options) <= MOST_VARIANTS) set("rows", follow(values.rows, values.options, options));
  }
  const before = record.form.getInitialValues().rows;
  const isMoved = values.rows.some(
    (row) => !isSame(row.stock, before.find((one) => keyOfRow(one) === keyOfRow(row))?.stock ?? {}),
  );
  return (
    <Section title={t("variantsTitle")} about={t("variantsHelp")} id="variants">
      <div className={classes.stack}>
        {isReadOnly ? null : <OptionsEditor options={values.options} change={changeOptions} />}
        <Group gap="md">
          <Switch
            size="xs"
            label={t("showSpecials")}
            checked={showsSpecials}
            onChange={(event) => setShowsSpecials(event.currentTarget.checked)}
          />
          <Switch
            size="xs"
            label={t("showRules")}
            checked={showsRules}
            onChange={(event) => setShowsRules(event.currentTarget.checked)}
          />
        </Group>
        <Suspense fallback={<Skeleton height={160} />}>
          <VariantSheet
            rows={values.rows}
            columns={columns}
            change={(rows) => set("rows", rows)}
            complaints={complaints}
            titleOf={(row: Row) => row.values.filter(Boolean).join(" / ") || t("onlyVariant")}
          />
        </Suspense>
        {stores.length === 0 ? <p className={classes.hint}>{t("noStoreNoPrice")}</p> : null}
        {isMoved && !isReadOnly ? (
          <TextInput
            label={t("stockNote")}
            placeholder={t("stockNoteExample")}
            value={values.note}
            maxLength={500}
            maw={420}
            onChange={(event) => set("note", event.currentTarget.value)}
          />
        ) : null}
      </div>
    </Section>
  );
}

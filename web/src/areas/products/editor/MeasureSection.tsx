import { Alert, NumberInput, SegmentedControl, Select, Switch, Text } from "@mantine/core";
import { useMe } from "@/app/may";
import { useLanguage } from "@/app/words";
import { QuantityInput } from "@/kit/form/MoneyInput";
import type { RecordState } from "@/kit/form/useRecord";
import { formatMoney, formatQuantity } from "@/kit/format";
import { Section } from "@/kit/Section";
import { useProductWords } from "../words";
import classes from "./editor.module.css";
import { SIGNS, UNITS } from "./units";
import type { ProductValues } from "./values";

interface MeasureSectionProps {
  record: RecordState<ProductValues>;
  /** Its unit stays: it was on sale, or is counted. */
  isFixed: boolean;
  isReadOnly: boolean;
}

/** How it is sold: by the piece, or by weight with a price for one unit, an estimate, a least quantity and steps. */
export function MeasureSection({ record, isFixed, isReadOnly }: MeasureSectionProps) {
  const t = useProductWords();
  const { values, set } = record;
  const byWeight = values.pricing_mode === "weight";
  const unit = SIGNS[values.unit] ?? "";
  const field = (name: "step" | "minimum" | "maximum" | "average") => ({
    ...record.field(name),
    value: values[name],
    scale: values.scale,
    unit: byWeight ? unit : "",
    readOnly: isReadOnly,
  });
  return (
    <Section title={t("selling")}>
      <div className={classes.stack}>
        <SegmentedControl
          aria-label={t("selling")}
          value={values.pricing_mode}
          disabled={isFixed || isReadOnly}
          data={[
            { value: "fixed", label: t("byPiece") },
            { value: "weight", label: t("byWeight") },
          ]}
          onChange={(mode) => {
            const isWeight = mode === "weight";
            set("pricing_mode", isWeight ? "weight" : "fixed");
            set("unit", isWeight ? "KGM" : "C62");
            set("scale", isWeight ? 2 : 0);
            set("step", isWeight ? 5 : 1);
            set("minimum", isWeight ? 10 : 1);
            set("maximum", null);
            set("average", null);
          }}
        />
        {isFixed ? <p className={classes.hint}>{t("unitFixed")}</p> : null}
        {byWeight ? (
          <>
            <div className={classes.two}>
              <Select
                label={t("unit")}
                value={values.unit}
                allowDeselect={false}
                disabled={isFixed || isReadOnly}
                data={UNITS.map((code) => ({ value: code, label: SIGNS[code] ?? code }))}
                onChange={(code) => set("unit", code ?? "KGM")}
              />
              <NumberInput
                label={t("decimals")}
                description={t("decimalsHelp")}
                value={values.scale}
                min={0}
                max={3}
                disabled={isFixed || isReadOnly}
                onChange={(scale) => set("scale", Number(scale) || 0)}
              />
            </div>
            <div className={classes.two}>
              <QuantityInput {...field("minimum")} description={t("minimumHelp")} />
              <QuantityInput {...field("step")} description={t("stepHelp")} />
              <QuantityInput {...field("maximum")} description={t("maximumHelp")} />
              <QuantityInput {...field("average")} description={t("averageHelp")} />
            </div>
            <Estimate values={values} />
          </>
        ) : (
          <div className={classes.two}>
            <QuantityInput {...field("minimum")} />
            <QuantityInput {...field("step")} />
            <QuantityInput {...field("maximum")} />
          </div>
        )}
        <Switch
          label={t("shipped")}
          description={t("shippedHelp")}
          checked={values.requires_shipping}
          disabled={isReadOnly}
          onChange={(event) => set("requires_shipping", event.currentTarget.checked)}
        />
      </div>
    </Section>
  );
}

/** What a shopper reads: `about 1.2 kg, about 14.40 €`. */
function Estimate({ values }: { values: ProductValues }) {
  const t = useProductWords();
  const language = useLanguage();
  const { stores } = useMe();
  const [store, price] =
    Object.entries(values.rows[0]?.prices ?? {}).find(([, one]) => one.base !== null) ?? [];
  const currency = stores.find((one) => one.id === store)?.currency;
  if (price === undefined || price.base === null || currency === undefined) {
    return (
      <Text size="sm" c="dimmed">
        {t("weightPriceHelp")}
      </Text>
    );
  }
  const average = values.average ?? values.minimum;
  const about = Math.round((price.base * average) / 10 ** values.scale);
  return (
    <Alert variant="light" color="gray" p="sm">
      {t("estimate", {
        price: formatMoney(language, price.base, currency),
        unit: SIGNS[values.unit] ?? values.unit,
        quantity: formatQuantity(language, average, values.scale, values.unit),
        total: formatMoney(language, about, currency),
      })}
    </Alert>
  );
}

import { Checkbox, NumberInput, Select, SimpleGrid } from "@mantine/core";
import { call } from "@/api/call";
import { adminGetRecommendationTuning, adminTuneRecommendations } from "@/api/generated/sdk.gen";
import type { Tuning, TuningNow } from "@/api/generated/types.gen";
import { refresh, useRead } from "@/api/query";
import { useMay } from "@/app/may";
import { tell } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { useRecommendationWords } from "./words";

type Values = Required<Tuning>;
const KINDS = ["cross_sell", "together", "up_sell", "similar", "best"] as const;

function valuesOf(now: TuningNow): Values {
  return now.tuning as Values;
}

/** Which kinds are shown, how many, and what counts as a pattern. */
export function TuningForm() {
  const now = useRead(adminGetRecommendationTuning, {});
  if (now.error) return <Failure error={now.error} again={() => void now.refetch()} />;
  if (!now.data) return <Skeletons lines={10} />;
  return <Form key={now.data.version} now={now.data} />;
}

function Form({ now }: { now: TuningNow }) {
  const t = useRecommendationWords();
  const isReadOnly = !useMay("products:write");
  const labels = {
    kinds: t("kinds"),
    beside_product: t("besideProduct"),
    below_product: t("belowProduct"),
    in_cart: t("inCart"),
    sold_out: t("soldOut"),
    minimum_orders: t("minimumOrders"),
    minimum_lift: t("minimumLift"),
    window_days: t("windowDays"),
    half_life_days: t("halfLifeDays"),
  };
  const record = useRecord<Values, TuningNow>({
    values: valuesOf(now),
    version: now.version,
    labels,
    save: (values, version) => call(adminTuneRecommendations, { body: values, version: version ?? 0 }),
    latest: async () => {
      const latest = await call(adminGetRecommendationTuning, {});
      return { values: valuesOf(latest), version: latest.version };
    },
    saved: () => {
      tell(t("saved"));
      refresh(adminGetRecommendationTuning);
    },
  });
  const { values, set } = record;
  const number = (name: keyof Values & string, min: number, max: number, help: string, decimals = 0) => (
    <NumberInput
      {...record.field(name)}
      description={help}
      min={min}
      max={max}
      decimalScale={decimals}
      step={decimals ? 0.1 : 1}
      disabled={isReadOnly}
      onChange={(value) => set(name, (typeof value === "number" ? value : min) as never)}
    />
  );
  return (
    <RecordForm record={record}>
      <Sections>
        <Section title={t("shownWhat")} about={t("shownAbout")}>
          <Checkbox.Group
            label={t("kinds")}
            description={t("kindsHelp")}
            value={values.kinds}
            onChange={(kinds) =>
              set("kinds", KINDS.filter((kind) => kinds.includes(kind)) as Values["kinds"])
            }
          >
            {KINDS.map((kind) => (
              <Checkbox key={kind} value={kind} label={t(`kind_${kind}`)} mt="xs" disabled={isReadOnly} />
            ))}
          </Checkbox.Group>
          <SimpleGrid cols={{ base: 1, sm: 2 }} mt="md">
            {number("beside_product", 0, 8, t("howMany"))}
            {number("below_product", 0, 12, t("howMany"))}
            {number("in_cart", 0, 8, t("howMany"))}
            <Select
              {...record.field("sold_out")}
              data={[
                { value: "last", label: t("soldOutLast") },
                { value: "hidden", label: t("soldOutHidden") },
              ]}
              allowDeselect={false}
              disabled={isReadOnly}
            />
          </SimpleGrid>
        </Section>
        <Section title={t("patterns")} about={t("patternsAbout")}>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {number("minimum_orders", 1, 1000, t("minimumOrdersHelp"))}
            {number("minimum_lift", 1, 100, t("minimumLiftHelp"), 2)}
            {number("window_days", 7, 3650, "")}
            {number("half_life_days", 0, 3650, t("halfLifeHelp"))}
          </SimpleGrid>
        </Section>
      </Sections>
    </RecordForm>
  );
}

import { Checkbox, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import type { RecordState } from "@/kit/form/useRecord";
import { Section } from "@/kit/Section";
import { AmountInputs } from "./AmountInputs";
import { PercentInput } from "./PercentInput";
import { Pieces } from "./Pieces";
import { STACKINGS, type Values } from "./values";
import { usePromotionWords } from "./words";

interface PartProps {
  record: RecordState<Values>;
  disabled: boolean;
}

/** From when until when, how often, and for how much money. */
export function Limits({ record, disabled }: PartProps) {
  const t = usePromotionWords();
  return (
    <Section title={t("limits")}>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput type="datetime-local" {...record.field("starts")} disabled={disabled} />
        <TextInput
          type="datetime-local"
          {...record.field("ends")}
          description={t("always")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          disabled={disabled}
        />
        <Pieces
          label={t("usageLimit")}
          description={t("noLimit")}
          value={record.values.usage_limit}
          most={10 ** 12}
          change={(limit) => record.set("usage_limit", limit)}
          disabled={disabled}
        />
        <Pieces
          label={t("customerLimit")}
          description={t("noLimit")}
          value={record.values.customer_limit}
          most={10_000}
          change={(limit) => record.set("customer_limit", limit)}
          disabled={disabled}
        />
        <AmountInputs
          amounts={record.values.budget}
          change={(budget) => record.set("budget", budget)}
          label={(currency) => t("budgetIn", { currency })}
          description={t("noLimit")}
          disabled={disabled}
        />
      </SimpleGrid>
    </Section>
  );
}

/** How it goes with other promotions, and what it may take off at most. */
export function Together({ record, disabled }: PartProps) {
  const t = usePromotionWords();
  const { values } = record;
  return (
    <Section title={t("together")}>
      <Stack>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label={t("stacking")}
            data={STACKINGS.map((value) => ({ value, label: t(`stacking_${value}`) }))}
            value={values.stacking}
            allowDeselect={false}
            disabled={disabled}
            onChange={(stacking) => stacking && record.set("stacking", stacking)}
          />
          {values.stacking === "best" ? (
            <TextInput {...record.field("group")} maxLength={40} disabled={disabled} />
          ) : null}
          <Pieces
            label={t("priority")}
            description={t("priorityHelp")}
            value={values.priority}
            most={10_000}
            change={(priority) => record.set("priority", priority ?? 100)}
            disabled={disabled}
          />
          <AmountInputs
            amounts={values.most}
            change={(most) => record.set("most", most)}
            label={(currency) => t("mostIn", { currency })}
            description={t("noLimit")}
            disabled={disabled}
          />
          <PercentInput
            label={t("mostPpm")}
            value={values.most_ppm}
            onChange={(ppm) => record.set("most_ppm", ppm)}
            disabled={disabled}
          />
        </SimpleGrid>
        <Checkbox
          label={t("leavesOutReduced")}
          checked={values.leaves_out_reduced}
          disabled={disabled}
          onChange={(event) => record.set("leaves_out_reduced", event.currentTarget.checked)}
        />
      </Stack>
    </Section>
  );
}

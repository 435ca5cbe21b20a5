import { ActionIcon, Button, Group, SegmentedControl, Select, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { adminListAttributes, adminListCategories } from "@/api/generated/sdk.gen";
import type { Condition } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { useMe } from "@/app/may";
import { MoneyInput, QuantityInput } from "@/kit/form/MoneyInput";
import type { RecordState } from "@/kit/form/useRecord";
import { Section } from "@/kit/Section";
import classes from "./collections.module.css";
import { FIELDS, type Field, OPERATORS, type Operator, withField } from "./rules";
import type { Values } from "./values";
import { useCollectionWords } from "./words";

/** The conditions of a rule, one a line. */
export function Conditions({ record }: { record: RecordState<Values> }) {
  const t = useCollectionWords();
  const { conditions, matches_any } = record.values;
  const put = (place: number, condition: Condition) =>
    record.set(
      "conditions",
      conditions.map((one, n) => (n === place ? condition : one)),
    );
  return (
    <Section title={t("conditions")}>
      <Stack>
        <Group gap={8}>
          {t("match")}
          <SegmentedControl
            size="xs"
            value={matches_any ? "any" : "all"}
            onChange={(value) => record.set("matches_any", value === "any")}
            data={[
              { value: "all", label: t("all") },
              { value: "any", label: t("any") },
            ]}
          />
        </Group>
        {conditions.map((condition, place) => (
          <fieldset
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name of their own
            key={place}
            className={classes.condition}
            aria-label={t("conditionNumber", { number: place + 1 })}
          >
            <One
              condition={condition}
              put={(next) => put(place, next)}
              error={record.form.errors[`conditions.${place}.value`]}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("removeCondition")}
              disabled={conditions.length === 1}
              onClick={() =>
                record.set(
                  "conditions",
                  conditions.filter((_, n) => n !== place),
                )
              }
            >
              <IconX size={16} />
            </ActionIcon>
          </fieldset>
        ))}
        <Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} />}
            disabled={conditions.length >= 20}
            onClick={() => record.set("conditions", [...conditions, withField("tag")])}
          >
            {t("addCondition")}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

function One({
  condition,
  put,
  error,
}: {
  condition: Condition;
  put: (next: Condition) => void;
  error: React.ReactNode;
}) {
  const t = useCollectionWords();
  const operators = OPERATORS[condition.field];
  return (
    <>
      <Select
        aria-label={t("what")}
        data={FIELDS.map((value) => ({ value, label: t(`field_${value}`) }))}
        value={condition.field}
        onChange={(value) => put(withField((value ?? "title") as Field))}
        allowDeselect={false}
      />
      <Named condition={condition} put={put} />
      <Select
        aria-label={t("how")}
        data={operators.map((value) => ({ value, label: t(`op_${value}`) }))}
        value={condition.operator ?? "is"}
        onChange={(value) => put({ ...condition, operator: (value ?? "is") as Operator })}
        allowDeselect={false}
      />
      <Wanted condition={condition} put={put} error={error} />
    </>
  );
}

function Named({ condition, put }: { condition: Condition; put: (next: Condition) => void }) {
  const t = useCollectionWords();
  const attributes = useRead(adminListAttributes, {}, { enabled: condition.field === "attribute" });
  if (condition.field === "attribute") {
    return (
      <Select
        aria-label={t("attributeCode")}
        placeholder={t("attributeCode")}
        data={(attributes.data ?? []).map((one) => ({ value: one.code, label: one.name }))}
        value={condition.name || null}
        onChange={(value) => put({ ...condition, name: value ?? "" })}
        searchable
      />
    );
  }
  if (condition.field !== "option") return null;
  return (
    <TextInput
      aria-label={t("optionName")}
      placeholder={t("optionName")}
      value={condition.name ?? ""}
      onChange={(event) => put({ ...condition, name: event.currentTarget.value })}
    />
  );
}

interface WantedProps {
  condition: Condition;
  put: (next: Condition) => void;
  error: React.ReactNode;
}

function Wanted({ condition, put, error }: WantedProps) {
  const t = useCollectionWords();
  const { stores } = useMe();
  const categories = useRead(adminListCategories, {}, { enabled: condition.field === "category" });
  const value = condition.value ?? "";
  const set = (next: string) => put({ ...condition, value: next });
  const shared = { "aria-label": t("value"), error };
  switch (condition.field) {
    case "category":
      return (
        <Select
          {...shared}
          data={(categories.data ?? []).map((one) => ({ value: one.id, label: one.path.join(" › ") }))}
          value={value || null}
          onChange={(next) => set(next ?? "")}
          searchable
        />
      );
    case "on_sale":
    case "in_stock":
    case "by_weight":
      return (
        <Select
          {...shared}
          data={[
            { value: "yes", label: t("yes") },
            { value: "no", label: t("no") },
          ]}
          value={value}
          onChange={(next) => set(next ?? "yes")}
          allowDeselect={false}
        />
      );
    case "price": {
      const currency = stores[0]?.currency ?? "EUR";
      return (
        <MoneyInput
          {...shared}
          aria-label={t("priceIn", { currency })}
          currency={currency}
          value={value === "" ? null : Number(value)}
          onChange={(minor) => set(minor === null ? "" : String(minor))}
        />
      );
    }
    case "age_days":
      return (
        <QuantityInput
          {...shared}
          value={value === "" ? null : Number(value)}
          onChange={(days) => set(days === null ? "" : String(days))}
        />
      );
    default:
      return <TextInput {...shared} value={value} onChange={(event) => set(event.currentTarget.value)} />;
  }
}

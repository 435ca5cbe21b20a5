/** What conditions can say: which operators go with which field. */
import type { Condition } from "@/api/generated/types.gen";

export type Field = Condition["field"];
export type Operator = NonNullable<Condition["operator"]>;

const TEXT: readonly Operator[] = ["is", "is_not", "contains", "contains_not"];
const NUMBER: readonly Operator[] = ["less_than", "more_than"];

export const OPERATORS: Readonly<Record<Field, readonly Operator[]>> = {
  title: ["contains", "contains_not", "is", "is_not"],
  tag: TEXT,
  category: ["is", "is_not"],
  price: NUMBER,
  in_stock: ["is"],
  on_sale: ["is"],
  age_days: NUMBER,
  vendor: TEXT,
  kind: TEXT,
  sku: TEXT,
  option: ["is", "is_not"],
  attribute: [...TEXT, ...NUMBER],
  by_weight: ["is"],
};
export const FIELDS = Object.keys(OPERATORS) as Field[];
const ANSWERS: readonly Field[] = ["in_stock", "on_sale", "by_weight"];
const NAMED: readonly Field[] = ["option", "attribute"];

/** A fresh condition on a field. */
export function withField(field: Field): Condition {
  return {
    field,
    operator: OPERATORS[field][0] ?? "is",
    name: "",
    value: ANSWERS.includes(field) ? "yes" : "",
  };
}

/** Whether everything is there that the API needs to look. */
export function isComplete(condition: Condition): boolean {
  return (
    (condition.value ?? "").trim() !== "" && (!NAMED.includes(condition.field) || Boolean(condition.name))
  );
}

/** What the form of a promotion holds, and how it becomes what the API takes. */

import type { ChosenGoods, NewPromotion, Promotion, PromotionChange, Rules } from "@/api/generated/types.gen";

export type Effect = Rules["effects"][number];
export type Condition = NonNullable<Rules["conditions"]>[number];
export type Amounts = Record<string, number>;
export type Stacking = NonNullable<Rules["stacking"]>;

export const EFFECTS: readonly Effect["kind"][] = [
  "percent",
  "amount",
  "free_shipping",
  "buy_get",
  "tiered",
  "bundle",
  "gift",
  "unit_price",
];
export const CONDITIONS: readonly Condition["kind"][] = [
  "total",
  "quantity",
  "customer_group",
  "first_order",
  "channel",
  "store",
  "location",
  "market",
  "hours",
];
export const STACKINGS: readonly Stacking[] = ["stackable", "exclusive", "best"];

/** `starts` and `ends` are as the field for a date with a time has them. */
export interface Values {
  name: string;
  title: string;
  needs_code: boolean;
  first_code: string;
  effects: Effect[];
  conditions: Condition[];
  stacking: Stacking;
  group: string;
  priority: number;
  most: Amounts;
  most_ppm: number | null;
  leaves_out_reduced: boolean;
  starts: string;
  ends: string;
  usage_limit: number | null;
  customer_limit: number | null;
  budget: Amounts;
}

export const FRESH: Values = {
  name: "",
  title: "",
  needs_code: true,
  first_code: "",
  effects: [{ kind: "percent", ppm: 100_000, on: "lines" }],
  conditions: [],
  stacking: "stackable",
  group: "",
  priority: 100,
  most: {},
  most_ppm: null,
  leaves_out_reduced: false,
  starts: "",
  ends: "",
  usage_limit: null,
  customer_limit: null,
  budget: {},
};

/** Pure: an effect of that kind, as it begins. */
export function effectOf(kind: string): Effect {
  switch (kind) {
    case "amount":
      return { kind, amounts: {}, on: "order" };
    case "free_shipping":
      return { kind };
    case "buy_get":
      return { kind, buy: 2, get: 1 };
    case "tiered":
      return { kind, by: "pieces", tiers: [{ pieces: 3, ppm: 100_000 }] };
    case "bundle":
      return { kind, parts: [{ goods: {}, pieces: 1 }], price: {} };
    case "gift":
      return { kind, variants: [], pieces: 1 };
    case "unit_price":
      return { kind, prices: {} };
    default:
      return { kind: "percent", ppm: 100_000, on: "lines" };
  }
}

/** Pure: a condition of that kind, as it begins. */
export function conditionOf(kind: string): Condition {
  switch (kind) {
    case "quantity":
      return { kind, at_least: 2 };
    case "first_order":
      return { kind };
    case "hours":
      return { kind, days: [], since: "00:00" };
    case "channel":
      return { kind, any_of: ["storefront"] };
    case "customer_group":
    case "store":
    case "location":
    case "market":
      return { kind, any_of: [] };
    default:
      return { kind: "total", at_least: {} };
  }
}

/** Pure: an instant of the API as a `datetime-local` field writes it, in the time of this computer. */
export function typedOf(instant: string | null): string {
  if (instant === null) return "";
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function instantOf(typed: string): string | null {
  return typed === "" ? null : new Date(typed).toISOString();
}

export function valuesOf(promotion: Promotion): Values {
  const { rules } = promotion;
  return {
    name: promotion.name,
    title: promotion.title,
    needs_code: promotion.needs_code,
    first_code: "",
    effects: rules.effects,
    conditions: rules.conditions ?? [],
    stacking: rules.stacking ?? "stackable",
    group: rules.group ?? "",
    priority: promotion.priority,
    most: rules.most ?? {},
    most_ppm: rules.most_ppm ?? null,
    leaves_out_reduced: rules.leaves_out_reduced ?? false,
    starts: typedOf(promotion.starts_at),
    ends: typedOf(promotion.ends_at),
    usage_limit: promotion.usage_limit,
    customer_limit: promotion.customer_limit,
    budget: promotion.budget,
  };
}

export function rulesOf(values: Values): Rules {
  const { effects, conditions, stacking, group, most, most_ppm, leaves_out_reduced } = values;
  return { effects, conditions, stacking, group, most, most_ppm, leaves_out_reduced };
}

export function newOf(values: Values): NewPromotion {
  return {
    name: values.name,
    title: values.title,
    needs_code: values.needs_code,
    codes: values.needs_code && values.first_code.trim() ? [values.first_code] : [],
    rules: rulesOf(values),
    priority: values.priority,
    starts_at: instantOf(values.starts),
    ends_at: instantOf(values.ends),
    usage_limit: values.usage_limit,
    customer_limit: values.customer_limit,
    budget: values.budget,
  };
}

export function changeOf(values: Values): PromotionChange {
  const { codes: _, ...rest } = newOf(values);
  return rest;
}

/** Pure: with one currency's amount set, or taken out. */
export function withAmount(amounts: Amounts | undefined, currency: string, minor: number | null): Amounts {
  const { [currency]: _, ...others } = amounts ?? {};
  return minor === null ? others : { ...others, [currency]: minor };
}

/** Pure: no goods are named, so all are meant. */
export function isAll(goods: ChosenGoods | null | undefined): boolean {
  return !goods || Object.values(goods).every((ids) => !ids?.length);
}

/** Pure: an experiment as its form holds it. */
import type { Experiment, ExperimentInput, ExperimentShown } from "@/api/generated/types.gen";
import { evenShares, GUARDS, instantOf, type Kind, type Measure, typedOf } from "./states";

type GuardName = (typeof GUARDS)[number];
export type Recommended = NonNullable<ExperimentShown["kinds"]>[number];

export interface VariantValues {
  id: string | null;
  name: string;
  /** In percent. */
  share: number;
  announcement: Record<string, string>;
  title: Record<string, string>;
  text: Record<string, string>;
  sort: NonNullable<ExperimentShown["sort"]>;
  kinds: Recommended[] | null;
  lists: string[];
}

export interface Values {
  store: string;
  name: string;
  hypothesis: string;
  kind: Kind;
  measure: Measure;
  least: number;
  variants: VariantValues[];
  /** Each guard's limit; null where there is none. */
  guards: Record<GuardName, number | null>;
  audience: number;
  starts: string;
  ends: string;
}

const NO_GUARDS: Values["guards"] = { orders: null, order_value: null, undone: null, errors: null };
const LETTERS = "ABCDE";

export function freshVariant(place: number, share: number): VariantValues {
  return {
    id: null,
    name: LETTERS[place] ?? String(place + 1),
    share,
    announcement: {},
    title: {},
    text: {},
    sort: "",
    kinds: null,
    lists: [],
  };
}

export function fresh(store: string): Values {
  return {
    store,
    name: "",
    hypothesis: "",
    kind: "banner",
    measure: "conversion",
    least: 10,
    variants: [freshVariant(0, 50), freshVariant(1, 50)],
    guards: { ...NO_GUARDS, orders: 20 },
    audience: 100,
    starts: "",
    ends: "",
  };
}

export function valuesOf(one: Experiment): Values {
  return {
    store: one.store_id,
    name: one.name,
    hypothesis: one.hypothesis,
    kind: one.kind,
    measure: one.measure,
    least: one.least_percent,
    variants: one.variants.map((variant) => ({
      id: variant.id,
      name: variant.name,
      share: variant.share / 100,
      announcement: variant.shown.announcement ?? {},
      title: variant.shown.title ?? {},
      text: variant.shown.text ?? {},
      sort: variant.shown.sort ?? "",
      kinds: variant.shown.kinds ?? null,
      lists: variant.price_list_ids,
    })),
    guards: {
      ...NO_GUARDS,
      ...Object.fromEntries(one.guards.map((guard) => [guard.measure, guard.percent ?? 10])),
    },
    audience: one.audience / 100,
    starts: typedOf(one.starts_at),
    ends: typedOf(one.ends_at),
  };
}

/** What is sent. `known`: the experiment as it was read, whose instants stay to the microsecond where they were not changed. */
export function inputOf(values: Values, known?: Experiment): ExperimentInput {
  const kept = known ? valuesOf(known) : null;
  return {
    name: values.name.trim(),
    hypothesis: values.hypothesis,
    store_id: values.store,
    kind: values.kind,
    measure: values.measure,
    least_percent: values.least,
    audience: Math.round(values.audience * 100),
    guards: GUARDS.flatMap((measure) => {
      const percent = values.guards[measure];
      return percent === null ? [] : [{ measure, percent }];
    }),
    starts_at: kept?.starts === values.starts ? (known?.starts_at ?? null) : instantOf(values.starts),
    ends_at: kept?.ends === values.ends ? (known?.ends_at ?? null) : instantOf(values.ends),
    variants: values.variants.map((variant, place) => ({
      id: variant.id,
      name: variant.name.trim(),
      share: Math.round(variant.share * 100),
      shown: place === 0 ? {} : shownOf(values.kind, variant),
      price_list_ids: place > 0 && values.kind === "price" ? variant.lists : [],
    })),
  };
}

function shownOf(kind: Kind, variant: VariantValues): ExperimentShown {
  if (kind === "banner") {
    return { announcement: said(variant.announcement), title: said(variant.title), text: said(variant.text) };
  }
  if (kind === "ranking") return { sort: variant.sort };
  return kind === "recommendations" ? { kinds: variant.kinds } : {};
}

const said = (words: Record<string, string>) =>
  Object.fromEntries(Object.entries(words).filter(([, text]) => text.trim() !== ""));

/** The variants with even shares. */
export function spread(variants: readonly VariantValues[]): VariantValues[] {
  const shares = evenShares(variants.length);
  return variants.map((variant, place) => ({ ...variant, share: (shares[place] ?? 0) / 100 }));
}

export const sumOf = (variants: readonly VariantValues[]): number =>
  variants.reduce((sum, variant) => sum + variant.share, 0);

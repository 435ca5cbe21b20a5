/** What the form of a sale event holds, and how it becomes what the API takes. */

import type { NewSale, Sale, SaleChange, SaleTarget, ShownTarget } from "@/api/generated/types.gen";

export type State = "draft" | "to_come" | "running" | "over" | "cancelled";
export const STATES: readonly State[] = ["draft", "to_come", "running", "over", "cancelled"];

export interface Texts {
  banner_title: string;
  banner_text: string;
}

/** `starts` and `ends` are as the field for a date with a time has them; `percent` is parts per million. */
export interface Values {
  store_id: string;
  name: string;
  starts: string;
  ends: string;
  percent: number | null;
  round_to_minor: number;
  targets: ShownTarget[];
  has_banner: boolean;
  banner_title: string;
  banner_text: string;
  translations: Record<string, Texts>;
}

export function fresh(store_id: string): Values {
  return {
    store_id,
    name: "",
    starts: "",
    ends: "",
    percent: 200_000,
    round_to_minor: 1,
    targets: [],
    has_banner: true,
    banner_title: "",
    banner_text: "",
    translations: {},
  };
}

/** Pure: an instant of the API as a `datetime-local` field writes it, in the time of this computer. */
export function typedOf(instant: string | null): string {
  if (instant === null) return "";
  const at = new Date(instant);
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

export function instantOf(typed: string): string | null {
  return typed === "" ? null : new Date(typed).toISOString();
}

export function valuesOf(sale: Sale): Values {
  return {
    store_id: sale.store_id,
    name: sale.name,
    starts: typedOf(sale.starts_at),
    ends: typedOf(sale.ends_at),
    percent: sale.percent_ppm,
    round_to_minor: sale.round_to_minor,
    targets: sale.targets,
    has_banner: sale.has_banner,
    banner_title: sale.banner_title,
    banner_text: sale.banner_text,
    translations: Object.fromEntries(
      Object.entries(sale.translations).map(([tag, said]) => [
        tag,
        { banner_title: said.banner_title ?? "", banner_text: said.banner_text ?? "" },
      ]),
    ),
  };
}

const KINDS = ["all", "category", "collection", "product"] as const;

function targetsOf(targets: readonly ShownTarget[]): SaleTarget[] {
  return targets.map(({ kind, id, percent_ppm }) => ({
    kind: KINDS.find((one) => one === kind) ?? "product",
    id,
    percent_ppm,
  }));
}

export function newOf(values: Values): NewSale {
  const { starts, ends, percent, targets, ...rest } = values;
  return {
    ...rest,
    percent_ppm: percent ?? 0,
    starts_at: instantOf(starts) ?? "",
    ends_at: instantOf(ends),
    targets: targetsOf(targets),
  };
}

export function changeOf(changed: Partial<Values>): SaleChange {
  const { starts, ends, percent, targets, store_id: _, ...rest } = changed;
  return {
    ...rest,
    ...(percent == null ? {} : { percent_ppm: percent }),
    ...(starts ? { starts_at: instantOf(starts) ?? "" } : {}),
    ...(ends === undefined ? {} : { ends_at: instantOf(ends) }),
    ...(targets ? { targets: targetsOf(targets) } : {}),
  };
}

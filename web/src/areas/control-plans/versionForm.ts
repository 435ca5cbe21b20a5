/** What is typed about a version, and what is sent of it. */
import type { PlanVersion, VersionInput } from "@/api/generated/types.gen";

export interface VersionValues {
  name_en: string;
  name_fr: string;
  about_en: string;
  about_fr: string;
  price: number | null;
  currency: string;
  trial_days: string;
  /** Limit → digits; empty: none. */
  limits: Record<string, string>;
  has_all: boolean;
  features: string[];
  policies: string;
}

export const FRESH: VersionValues = {
  name_en: "",
  name_fr: "",
  about_en: "",
  about_fr: "",
  price: 0,
  currency: "EUR",
  trial_days: "0",
  limits: {},
  has_all: true,
  features: [],
  policies: "",
};

/** Pure: the form of a further version begins as the newest one. */
export function valuesOf(version: PlanVersion): VersionValues {
  return {
    name_en: version.names.en ?? "",
    name_fr: version.names.fr ?? "",
    about_en: version.descriptions.en ?? "",
    about_fr: version.descriptions.fr ?? "",
    price: version.price_minor,
    currency: version.currency,
    trial_days: String(version.trial_days),
    limits: Object.fromEntries(Object.entries(version.limits).map(([name, most]) => [name, String(most)])),
    has_all: version.features === null,
    features: version.features ?? [],
    policies: Object.keys(version.policies).length === 0 ? "" : JSON.stringify(version.policies, null, 2),
  };
}

/** Pure: what the API takes. `others`: words of the version before in further languages. */
export function inputOf(values: VersionValues, others?: PlanVersion): VersionInput {
  return {
    names: said(others?.names, values.name_en, values.name_fr),
    descriptions: said(others?.descriptions, values.about_en, values.about_fr),
    price_minor: values.price ?? 0,
    currency: values.currency.trim().toUpperCase(),
    trial_days: Number(values.trial_days || "0"),
    limits: Object.fromEntries(
      Object.entries(values.limits)
        .filter(([, most]) => most.trim() !== "")
        .map(([name, most]) => [name, Number(most)]),
    ),
    features: values.has_all ? null : values.features,
    policies: readPolicies(values.policies) ?? {},
  };
}

/** Pure: null for what is no JSON object. */
export function readPolicies(text: string): Record<string, unknown> | null {
  if (text.trim() === "") return {};
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null && !Array.isArray(read)
      ? (read as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

export function isCount(text: string): boolean {
  return text.trim() === "" || /^\d{1,9}$/.test(text.trim());
}

function said(before: Record<string, string> | undefined, en: string, fr: string): Record<string, string> {
  const words = { ...before, en: en.trim(), fr: fr.trim() };
  return Object.fromEntries(Object.entries(words).filter(([, text]) => text !== ""));
}

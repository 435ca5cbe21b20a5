/** The sections of settings, with what the API calls them. One entry a pair of routes. */
import { call, type Input, type Operation, type Output } from "@/api/call";
import {
  adminGetAppearanceSettings,
  adminGetCompanySettings,
  adminGetGeneralSettings,
  adminGetMessagesSettings,
  adminGetNotificationsSettings,
  adminGetPaymentsSettings,
  adminGetPoliciesSettings,
  adminGetReturnsSettings,
  adminGetSearchSettings,
  adminGetSecuritySettings,
  adminGetSellingSettings,
  adminGetShippingSettings,
  adminGetTaxesSettings,
  adminGetTaxRulesSettings,
  adminSaveAppearanceSettings,
  adminSaveCompanySettings,
  adminSaveGeneralSettings,
  adminSaveMessagesSettings,
  adminSaveNotificationsSettings,
  adminSavePaymentsSettings,
  adminSavePoliciesSettings,
  adminSaveReturnsSettings,
  adminSaveSearchSettings,
  adminSaveSecuritySettings,
  adminSaveSellingSettings,
  adminSaveShippingSettings,
  adminSaveTaxesSettings,
  adminSaveTaxRulesSettings,
} from "@/api/generated/sdk.gen";
import type { Limit } from "@/api/generated/types.gen";

export type Scope = "company" | "store" | "both";
export type Origin = "platform" | "company" | "store";

/** A section at one place, as the API answers it. */
export interface Loaded<V> {
  section: string;
  store: string | null;
  version: number;
  value: V;
  own: Partial<V>;
  inherited: V;
  sources: Record<string, Origin>;
  limits: Record<string, Limit>;
  may_write: boolean;
  ignored?: string[];
  clamped?: string[];
  updated_at?: string | null;
  updated_by?: string;
}

export interface SettingsSection<V extends object> {
  name: string;
  scope: Scope;
  /** Fields that nothing was decided about follow the company or the platform. */
  inherits: boolean;
  /** The operation behind `get`, for the cache. */
  read: Operation;
  get: (store: string | null, signal?: AbortSignal) => Promise<Loaded<V>>;
  save: (store: string | null, body: Partial<V>, version: number | undefined) => Promise<Loaded<V>>;
}

type ValueOf<F extends Operation> = Output<F> extends { value: infer V extends object } ? V : never;

function section<F extends Operation, S extends Operation>(
  name: string,
  scope: Scope,
  inherits: boolean,
  read: F,
  save: S,
): SettingsSection<ValueOf<F>> {
  type V = ValueOf<F>;
  const query = (store: string | null) => (store === null ? {} : { query: { store } });
  return {
    name,
    scope,
    inherits,
    read,
    get: async (store, signal) =>
      (await call(read, {
        ...query(store),
        ...(signal ? { signal } : {}),
      } as unknown as Input<F>)) as Loaded<V>,
    save: async (store, body, version) =>
      (await call(save, { ...query(store), body, version } as unknown as Input<S>)) as unknown as Loaded<V>,
  };
}

export const company = section("company", "company", true, adminGetCompanySettings, adminSaveCompanySettings);
export const security = section(
  "security",
  "company",
  true,
  adminGetSecuritySettings,
  adminSaveSecuritySettings,
);
export const notifications = section(
  "notifications",
  "both",
  true,
  adminGetNotificationsSettings,
  adminSaveNotificationsSettings,
);
export const messages = section(
  "messages",
  "both",
  true,
  adminGetMessagesSettings,
  adminSaveMessagesSettings,
);
export const returns = section("returns", "both", true, adminGetReturnsSettings, adminSaveReturnsSettings);
export const general = section("general", "store", false, adminGetGeneralSettings, adminSaveGeneralSettings);
export const search = section("search", "both", true, adminGetSearchSettings, adminSaveSearchSettings);
export const selling = section("selling", "store", false, adminGetSellingSettings, adminSaveSellingSettings);
export const policies = section(
  "policies",
  "store",
  false,
  adminGetPoliciesSettings,
  adminSavePoliciesSettings,
);
export const payments = section(
  "payments",
  "store",
  false,
  adminGetPaymentsSettings,
  adminSavePaymentsSettings,
);
export const shipping = section(
  "shipping",
  "store",
  false,
  adminGetShippingSettings,
  adminSaveShippingSettings,
);
export const taxes = section("taxes", "store", false, adminGetTaxesSettings, adminSaveTaxesSettings);
export const taxRules = section(
  "tax_rules",
  "both",
  true,
  adminGetTaxRulesSettings,
  adminSaveTaxRulesSettings,
);
export const appearance = section(
  "appearance",
  "store",
  false,
  adminGetAppearanceSettings,
  adminSaveAppearanceSettings,
);

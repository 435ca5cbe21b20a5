/** Pure: how the values of policies are typed and read. */

export type FieldKind = "codes" | "names" | "flag" | "number" | "amounts";

const KINDS: Readonly<Record<string, FieldKind>> = {
  codes: "codes",
  presets: "codes",
  fonts: "codes",
  has_own_colors: "flag",
  has_banner: "flag",
  mismatching_countries: "flag",
  merchants_release: "flag",
  is_allowed: "flag",
  above: "amounts",
  new_customer_above: "amounts",
};
/** What is usual; others may be typed. */
const USUAL: Readonly<Record<string, readonly string[]>> = {
  "payment_methods_allowed.codes": [
    "cash_on_delivery",
    "bank_transfer",
    "stripe",
    "paypal",
    "mtn_momo",
    "orange_money",
    "sandbox",
    "sandbox_mobile",
  ],
  "shipping_options_allowed.codes": ["flat", "by_weight", "by_total", "pickup", "free"],
  "carriers_allowed.codes": ["own", "generic", "easypost"],
  "theme_limits.presets": ["market", "boutique", "catalogue"],
  "theme_limits.fonts": ["sans", "serif", "system", "humanist", "geometric", "slab", "rounded", "mono"],
};
/** Numbers that may be left open. */
const OPEN = new Set(["inactive_customers_days", "orders_years", "orders_per_hour"]);
const BOUNDS: Readonly<Record<string, readonly [number, number]>> = {
  carts_days: [1, 90],
  search_words_days: [1, 180],
  visits_days: [1, 760],
  sessions_days: [1, 365],
  webhooks_days: [1, 30],
  mails_days: [1, 90],
  notifications_days: [1, 90],
  payment_messages_days: [1, 180],
  inactive_customers_days: [180, 7300],
  orders_years: [1, 30],
  home_parts: [1, 20],
  pages: [0, 200],
  orders_per_hour: [1, 1000],
  most_minutes: [5, 60],
};

export type Amounts = Record<string, number>;

export const kindOf = (field: string): FieldKind => KINDS[field] ?? "number";
export const isOpen = (field: string): boolean => OPEN.has(field);
export const boundsOf = (field: string): readonly [number, number] => BOUNDS[field] ?? [0, 1_000_000];
export const usualOf = (policy: string, field: string): string[] => [...(USUAL[`${policy}.${field}`] ?? [])];

export const strings = (value: unknown): string[] | null =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : null;

export function amounts(value: unknown): Amounts {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, number] => typeof pair[1] === "number"),
  );
}

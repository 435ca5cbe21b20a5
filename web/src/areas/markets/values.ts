/** What the forms of a market and of a price list hold, and how that becomes what the API takes. */
import type {
  Market,
  MarketChange,
  NewMarketInput,
  NewPriceList,
  PriceList,
  PriceListChange,
} from "@/api/generated/types.gen";

export type TaxChoice = "store" | "included" | "added";

export interface MarketValues {
  store_id: string;
  name: string;
  handle: string;
  currency: string;
  countries: string[];
  locale: string;
  round_to_minor: number;
  round_less_minor: number;
  tax: TaxChoice;
  payment_methods: string[] | null;
  shipping_codes: string[] | null;
}

export function freshMarket(store_id: string): MarketValues {
  return {
    store_id,
    name: "",
    handle: "",
    currency: "",
    countries: [],
    locale: "",
    round_to_minor: 1,
    round_less_minor: 0,
    tax: "store",
    payment_methods: null,
    shipping_codes: null,
  };
}

export function valuesOfMarket(market: Market): MarketValues {
  const { store_id, name, handle, currency, countries, locale, round_to_minor, round_less_minor } = market;
  return {
    store_id,
    name,
    handle,
    currency,
    countries,
    locale,
    round_to_minor,
    round_less_minor,
    tax: market.prices_include_tax === null ? "store" : market.prices_include_tax ? "included" : "added",
    payment_methods: market.payment_methods,
    shipping_codes: market.shipping_codes,
  };
}

function taxOf(choice: TaxChoice): boolean | null {
  return choice === "store" ? null : choice === "included";
}

export function newMarket({ tax, ...rest }: MarketValues): NewMarketInput {
  return { ...rest, prices_include_tax: taxOf(tax) };
}

export function marketChange(changed: Partial<MarketValues>): MarketChange {
  const { tax, store_id: _, ...rest } = changed;
  return { ...rest, ...(tax === undefined ? {} : { prices_include_tax: taxOf(tax) }) };
}

/** What a handle becomes of a name while nobody wrote one. */
export function handleOf(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
}

/** `starts` and `ends` are as the field for a date with a time has them; `percent` is parts per million. */
export interface ListValues {
  name: string;
  currency: string;
  store_id: string;
  market_id: string;
  group_id: string;
  channel: string;
  starts: string;
  ends: string;
  percent: number | null;
  round_to_minor: number | null;
  priority: number;
  is_active: boolean;
}

export function freshList(currency: string): ListValues {
  return {
    name: "",
    currency,
    store_id: "",
    market_id: "",
    group_id: "",
    channel: "",
    starts: "",
    ends: "",
    percent: null,
    round_to_minor: null,
    priority: 100,
    is_active: true,
  };
}

export function valuesOfList(list: PriceList): ListValues {
  return {
    name: list.name,
    currency: list.currency,
    store_id: list.store_id ?? "",
    market_id: list.market_id ?? "",
    group_id: list.group_id ?? "",
    channel: list.channel,
    starts: typedOf(list.starts_at),
    ends: typedOf(list.ends_at),
    percent: list.percent_ppm,
    round_to_minor: list.round_to_minor,
    priority: list.priority,
    is_active: list.is_active,
  };
}

export function newList(values: ListValues): NewPriceList {
  const { currency, ...rest } = values;
  return { currency, name: rest.name, ...listChange(rest) } as NewPriceList;
}

export function listChange(changed: Partial<ListValues>): PriceListChange {
  const { starts, ends, percent, store_id, market_id, group_id, currency: _, ...rest } = changed;
  return {
    ...rest,
    ...(store_id === undefined ? {} : { store_id: store_id || null }),
    ...(market_id === undefined ? {} : { market_id: market_id || null }),
    ...(group_id === undefined ? {} : { group_id: group_id || null }),
    ...(percent === undefined ? {} : { percent_ppm: percent }),
    ...(starts === undefined ? {} : { starts_at: instantOf(starts) }),
    ...(ends === undefined ? {} : { ends_at: instantOf(ends) }),
  };
}

/** An instant of the API as a `datetime-local` field writes it, in the time of this computer. */
export function typedOf(instant: string | null): string {
  if (instant === null) return "";
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function instantOf(typed: string): string | null {
  return typed === "" ? null : new Date(typed).toISOString();
}

/** A feed's form: what is written in it, and how it is sent. */
import type { Feed, FeedChange, FeedChoice, FeedInput } from "@/api/generated/types.gen";
import type { Tone } from "@/kit/StatusBadge";

export const KINDS = ["google_xml", "google_tsv", "meta_csv", "plain_csv", "plain_json"] as const;
export type Kind = (typeof KINDS)[number];
export const STATUSES = ["draft", "live", "paused"] as const;
export type Status = (typeof STATUSES)[number];
export const TONES: Record<Status, Tone> = { draft: "info", live: "good", paused: "quiet" };
export const CONDITIONS = ["new", "refurbished", "used"] as const;
export const CALLED_BY = ["sku", "id"] as const;

export interface Values extends Required<FeedChoice> {
  name: string;
  store: string;
  kind: Kind;
  locale: string;
  market: string;
}

export const START: Values = {
  name: "",
  store: "",
  kind: "google_xml",
  locale: "",
  market: "",
  include_collections: [],
  include_categories: [],
  exclude_collections: [],
  exclude_categories: [],
  with_sold_out: true,
  brand: "",
  condition: "new",
  item_ids: "sku",
};

export function statusOf(feed: Feed): Status {
  return STATUSES.find((one) => one === feed.status) ?? "draft";
}

export function kindOf(feed: Feed): Kind {
  return KINDS.find((one) => one === `${feed.channel}_${feed.format}`) ?? "plain_csv";
}

export function valuesOf(feed: Feed): Values {
  return {
    ...START,
    ...feed.choice,
    name: feed.name,
    store: feed.store_id,
    kind: kindOf(feed),
    locale: feed.locale,
    market: feed.market,
  };
}

function choiceOf(values: Values): FeedChoice {
  return {
    include_collections: values.include_collections,
    include_categories: values.include_categories,
    exclude_collections: values.exclude_collections,
    exclude_categories: values.exclude_categories,
    with_sold_out: values.with_sold_out,
    brand: values.brand.trim(),
    condition: values.condition,
    item_ids: values.item_ids,
  };
}

const PARTS: Record<Kind, Pick<FeedInput, "channel" | "format">> = {
  google_xml: { channel: "google", format: "xml" },
  google_tsv: { channel: "google", format: "tsv" },
  meta_csv: { channel: "meta", format: "csv" },
  plain_csv: { channel: "plain", format: "csv" },
  plain_json: { channel: "plain", format: "json" },
};

export function inputOf(values: Values): FeedInput {
  return {
    name: values.name.trim(),
    store_id: values.store,
    ...PARTS[values.kind],
    locale: values.locale,
    market: values.market,
    choice: choiceOf(values),
  };
}

export function changeOf(values: Values): FeedChange {
  return {
    name: values.name.trim(),
    locale: values.locale,
    market: values.market,
    choice: choiceOf(values),
  };
}

/** What entries are made of. */
import type { Tone } from "@/kit/StatusBadge";

export const FACTS = [
  "sale",
  "cancellation",
  "adjustment",
  "collected",
  "fee",
  "refund",
  "edit",
  "credit",
  "restocking_fee",
  "credit_issued",
  "credit_taken",
  "credit_expired",
  "dispute",
  "payout",
  "statement_fee",
  "manual",
  "reversal",
] as const;
export type Fact = (typeof FACTS)[number];

export const FACT_TONES: Record<Fact, Tone> = {
  sale: "good",
  cancellation: "quiet",
  adjustment: "info",
  collected: "good",
  fee: "quiet",
  refund: "warn",
  edit: "info",
  credit: "warn",
  restocking_fee: "info",
  credit_issued: "warn",
  credit_taken: "info",
  credit_expired: "quiet",
  dispute: "bad",
  payout: "info",
  statement_fee: "quiet",
  manual: "info",
  reversal: "warn",
};

/** What may be taken back by hand; every other entry follows from an order or a payment. */
export const BY_STAFF: readonly string[] = ["manual", "payout", "statement_fee"];

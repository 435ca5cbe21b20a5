import {
  adminGetOrder,
  adminGetPayment,
  adminListLedgerEntries,
  adminListOrders,
  adminListPayments,
} from "@/api/generated/sdk.gen";
import type { Tone } from "../StatusBadge";
import type { MoneyWords } from "./words";

/** What a change of a payment changes on the screens. */
export const CHANGED_BY_MONEY = [
  adminGetOrder,
  adminListOrders,
  adminGetPayment,
  adminListPayments,
  adminListLedgerEntries,
];

export const PROVIDERS = [
  "stripe",
  "paypal",
  "mtn_momo",
  "orange_money",
  "cash_on_delivery",
  "bank_transfer",
  "sandbox",
  "sandbox_mobile",
] as const;

export const PAYMENT_STATES = [
  "pending",
  "requires_action",
  "authorized",
  "partially_captured",
  "captured",
  "partially_refunded",
  "refunded",
  "failed",
  "expired",
  "cancelled",
  "unknown",
] as const;

const TONES: Record<string, Tone> = {
  captured: "good",
  authorized: "info",
  partially_captured: "info",
  failed: "bad",
  unknown: "bad",
  pending: "warn",
  requires_action: "warn",
};

export const paymentTone = (status: string): Tone => TONES[status] ?? "quiet";

/** A state, or a provider, in words; what an outside package added by its own name. */
export function moneyWord(t: MoneyWords, key: string): string {
  return t.has(key) ? t(key) : key;
}

import type { OrderDetail, OrderListItem, Possibility } from "@/api/generated/types.gen";
import type { Tone } from "@/kit/StatusBadge";
import type { OrderWords } from "./words";

/** The tabs of the list: what waits for somebody comes first. */
export const NEEDS = [
  "to_prepare",
  "to_ship",
  "to_collect",
  "on_the_way",
  "to_finish",
  "payment_problem",
  "unpaid",
  "held",
  "completed",
  "cancelled",
  "abandoned",
] as const;

export const GOODS_STATES = [
  "unfulfilled",
  "partially_prepared",
  "prepared",
  "partially_shipped",
  "shipped",
  "delivered",
  "partially_returned",
  "returned",
] as const;

const NEED_TONES: Record<string, Tone> = {
  to_prepare: "warn",
  to_ship: "warn",
  to_collect: "warn",
  to_finish: "info",
  on_the_way: "info",
  payment_problem: "bad",
  unpaid: "quiet",
  completed: "good",
  cancelled: "quiet",
  abandoned: "quiet",
};
const PAYMENT_TONES: Record<string, Tone> = {
  captured: "good",
  authorized: "info",
  failed: "bad",
  expired: "bad",
  cancelled: "bad",
  unknown: "bad",
  refunded: "quiet",
  partially_refunded: "quiet",
};
const GOODS_TONES: Record<string, Tone> = {
  delivered: "good",
  shipped: "info",
  partially_shipped: "info",
  prepared: "info",
  partially_prepared: "warn",
};

export const needTone = (need: string): Tone => NEED_TONES[need] ?? "quiet";
export const paymentTone = (status: string): Tone => PAYMENT_TONES[status] ?? "warn";
export const goodsTone = (status: string): Tone => GOODS_TONES[status] ?? "quiet";

const UNPAID = new Set(["failed", "expired", "cancelled", "pending", "requires_action"]);

/** How the money stands: of an order that is cancelled and was never paid nothing is wrong. */
export function moneyOf(
  t: OrderWords,
  order: Pick<OrderListItem, "status" | "payment_status">,
): { tone: Tone; text: string } {
  if (order.status === "cancelled" && UNPAID.has(order.payment_status))
    return { tone: "quiet", text: t("neverPaid") };
  return { tone: paymentTone(order.payment_status), text: paymentWord(t, order.payment_status) };
}

/** Why something can't be done, in the reader's language. */
export function whyNot(t: OrderWords, possibility: Possibility | undefined): string {
  const key = `why_${possibility?.code ?? ""}`;
  return t.has(key) ? t(key) : (possibility?.reason ?? "");
}

/** A state in words; `cancelled` means another thing of a payment than of an order. */
export function paymentWord(t: OrderWords, status: string): string {
  const key = status === "cancelled" ? "pay_cancelled" : status;
  return t.has(key) ? t(key) : status;
}

/** What one order needs; the tabs speak of many. */
export function needWord(t: OrderWords, need: string): string {
  return word(t, `is_${need}`);
}

export function word(t: OrderWords, key: string): string {
  return t.has(key) ? t(key) : key;
}

export function isFetched(order: Pick<OrderDetail, "shipping_method">): boolean {
  return order.shipping_method.kind === "pickup" || order.shipping_method.kind === "none";
}

export function actionOf(order: OrderDetail, action: string): Possibility | undefined {
  return order.actions.find((one) => one.action === action);
}

/** What somebody would do next with it, if anything is left. */
export function nextAct(order: OrderDetail): string | null {
  const ways = isFetched(order)
    ? ["prepare", "deliver", "complete", "mark_paid", "capture"]
    : ["prepare", "ship", "deliver", "complete", "mark_paid", "capture"];
  if (order.status !== "open") return null;
  return ways.find((action) => actionOf(order, action)?.is_allowed) ?? null;
}

/** Only bulk steps that fit some of the chosen ones. */
export function stepsFor(rows: readonly OrderListItem[]): ("prepare" | "ship" | "deliver" | "complete")[] {
  const needs = new Set(rows.map((row) => row.need));
  const steps: ("prepare" | "ship" | "deliver" | "complete")[] = [];
  if (needs.has("to_prepare")) steps.push("prepare");
  if (needs.has("to_ship")) steps.push("ship");
  if (needs.has("to_collect") || needs.has("on_the_way")) steps.push("deliver");
  if (needs.has("to_finish")) steps.push("complete");
  return steps;
}

import type { PaymentDetail } from "@/api/generated/types.gen";

export type Part = { what: "kept" | "refunded" | "held" | "letGo" | "waiting" | "untaken"; minor: number };

const WAITING = new Set(["pending", "requires_action", "unknown"]);
const HELD = new Set(["authorized", "partially_captured"]);

/** Pure: where the amount that was asked for is: kept, given back, held, let go, awaited, or never taken. */
export function partsOf(
  payment: Pick<PaymentDetail, "status" | "amount_minor" | "captured_minor" | "refunded_minor">,
): Part[] {
  const rest = payment.amount_minor - payment.captured_minor;
  const what = HELD.has(payment.status)
    ? "held"
    : WAITING.has(payment.status)
      ? "waiting"
      : payment.captured_minor > 0
        ? "letGo"
        : "untaken";
  const parts: Part[] = [
    { what: "kept", minor: payment.captured_minor - payment.refunded_minor },
    { what: "refunded", minor: payment.refunded_minor },
    { what, minor: rest },
  ];
  return parts.filter((part) => part.minor > 0);
}

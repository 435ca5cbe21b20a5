import { expect, test } from "vitest";
import type { PaymentDetail, PaymentListItem } from "@/api/generated/types.gen";
import { partsOf } from "./parts";
import { laidOut, troubleOf } from "./states";

const row = (more: Partial<PaymentListItem>) =>
  ({ is_disputed: false, is_mismatch: false, by_hand_minor: 0, ...more }) as PaymentListItem;
const payment = (more: Partial<PaymentDetail>) =>
  ({
    status: "captured",
    amount_minor: 1000,
    captured_minor: 0,
    refunded_minor: 0,
    ...more,
  }) as PaymentDetail;

test("the worst is told first", () => {
  expect(troubleOf(row({ is_disputed: true, is_mismatch: true }))).toBe("disputed");
  expect(troubleOf(row({ is_mismatch: true, by_hand_minor: 5 }))).toBe("mismatched");
  expect(troubleOf(row({ by_hand_minor: 5 }))).toBe("byHand");
  expect(troubleOf(row({}))).toBeNull();
});

test("the parts of a payment add up to what was asked for", () => {
  const states: Partial<PaymentDetail>[] = [
    { status: "authorized" },
    { status: "partially_captured", captured_minor: 400 },
    { captured_minor: 700 },
    { captured_minor: 1000, refunded_minor: 250, status: "partially_refunded" },
    { status: "failed" },
    { status: "pending" },
  ];
  for (const one of states)
    expect(partsOf(payment(one)).reduce((sum, part) => sum + part.minor, 0)).toBe(1000);
  expect(partsOf(payment({ captured_minor: 700 })).map((part) => part.what)).toEqual(["kept", "letGo"]);
  expect(partsOf(payment({ status: "authorized" })).map((part) => part.what)).toEqual(["held"]);
  expect(partsOf(payment({ status: "failed" })).map((part) => part.what)).toEqual(["untaken"]);
});

test("JSON is laid out, the rest stays as it is", () => {
  expect(laidOut('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(laidOut("a=1&b=2")).toBe("a=1&b=2");
});

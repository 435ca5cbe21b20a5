import { expect, test } from "vitest";
import type { OrderDetail } from "@/api/generated/types.gen";
import { leftOf } from "./refunds";

const line = (id: string, total_minor: number, tax_minor: number) =>
  ({ id, total_minor, tax_minor }) as OrderDetail["lines"][number];
const refund = (status: string, shipping_minor: number, lines: { line_id: string; amount_minor: number }[]) =>
  ({ status, shipping_minor, lines }) as OrderDetail["refunds"][number];

test("what was given back is taken off, what was refused is not", () => {
  const left = leftOf({
    lines: [line("a", 1000, 100), line("b", 500, 50)],
    refunds: [
      refund("done", 200, [{ line_id: "a", amount_minor: 300 }]),
      refund("pending", 0, [{ line_id: "b", amount_minor: 500 }]),
      refund("refused", 900, [{ line_id: "a", amount_minor: 700 }]),
    ],
    shipping_minor: 900,
    tax_minor: 240,
    prices_include_tax: true,
  });
  expect(left).toEqual({ lines: { a: 700, b: 0 }, shipping: 700 });
});

test("where taxes come on top, the delivery has its own", () => {
  const left = leftOf({
    lines: [line("a", 1100, 100)],
    refunds: [],
    shipping_minor: 500,
    tax_minor: 150,
    prices_include_tax: false,
  });
  expect(left.shipping).toBe(550);
});

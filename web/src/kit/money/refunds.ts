import type { OrderDetail } from "@/api/generated/types.gen";

/** Pure: what may still be given back for each line and for the delivery. */
export function leftOf(
  order: Pick<OrderDetail, "lines" | "refunds" | "shipping_minor" | "tax_minor" | "prices_include_tax">,
): {
  lines: Record<string, number>;
  shipping: number;
} {
  const given = order.refunds.filter((refund) => refund.status !== "refused");
  const lines: Record<string, number> = {};
  for (const line of order.lines) lines[line.id] = line.total_minor;
  for (const part of given.flatMap((refund) => refund.lines))
    lines[part.line_id] = (lines[part.line_id] ?? 0) - part.amount_minor;
  // where taxes come on top, what is not the lines' tax is the delivery's
  const taxOfLines = order.lines.reduce((sum, line) => sum + line.tax_minor, 0);
  const shipping = order.shipping_minor + (order.prices_include_tax ? 0 : order.tax_minor - taxOfLines);
  return { lines, shipping: shipping - given.reduce((sum, refund) => sum + refund.shipping_minor, 0) };
}

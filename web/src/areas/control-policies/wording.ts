import type { HeldOrder } from "@/api/generated/types.gen";
import { formatMoney } from "@/kit/format";
import { amounts, kindOf, strings } from "./values";
import type { ControlPolicyWords } from "./words";

/** Pure: a field's value in words. */
export function told(t: ControlPolicyWords, language: string, field: string, value: unknown): string {
  switch (kindOf(field)) {
    case "flag":
      return value === true ? t("yes") : t("no");
    case "codes": {
      const codes = strings(value);
      if (codes === null) return t("all");
      return codes.length === 0 ? t("noneAllowed") : codes.join(", ");
    }
    case "amounts": {
      const each = Object.entries(amounts(value));
      if (each.length === 0) return t("never");
      return each.map(([currency, minor]) => formatMoney(language, minor, currency)).join(", ");
    }
    default:
      return typeof value === "number" ? new Intl.NumberFormat(language).format(value) : t("never");
  }
}

/** Pure: why an order is held. */
export function reasonOf(t: ControlPolicyWords, reason: HeldOrder["reasons"][number]): string {
  const key = `rule_${reason.rule}`;
  if (!t.has(key)) return reason.rule;
  const seen = reason.seen ?? {};
  return t(key, {
    from: String(seen.billed_to ?? ""),
    to: String(seen.delivered_to ?? ""),
    count: String(seen.orders ?? ""),
    why: String(seen.why ?? ""),
  });
}

import type { Message } from "@/api/generated/types.gen";
import { wordOf } from "@/app/words";
import { formatMoney, formatQuantity } from "@/kit/format";
import type { useInboxWords } from "./words";

type InboxWords = ReturnType<typeof useInboxWords>;

interface Worded {
  title: string;
  details: string;
  /** The page of what it is about; null where there is none. */
  to: string | null;
}

/** Pure: a message in the reader's words. A kind that this console does not know yet says its name. */
export function worded(t: InboxWords, language: string, message: Message): Worded {
  const data = strings(message.data);
  switch (message.kind) {
    case "order_placed":
      return {
        title: t("order_placed", { number: data.number ?? "" }),
        details: amountOf(language, message),
        to: `/orders/${message.object}`,
      };
    case "payments_failing":
    case "stockouts_unusual":
    case "orders_late":
    case "health_alert": {
      const kind = data.alert ?? message.kind;
      const known = kind === "payments_failing" || kind === "stockouts_unusual" || kind === "orders_late";
      const subject = (data.subject ?? "").replaceAll("_", " ");
      return {
        title: known
          ? t(kind, { subject })
          : t("health_alert", { what: `${kind} ${subject}`.replaceAll("_", " ").trim() }),
        details:
          message.kind === "health_alert"
            ? (data.merchant ?? "")
            : t(known ? `${kind}_details` : "health_alert_details", {
                percent: data.percent ?? "0",
                usual: data.usual_percent ?? "0",
                amount: data.count ?? data.late ?? "0",
              }),
        to:
          message.kind === "health_alert"
            ? "/health/alerts"
            : ({
                payments_failing: "/payments/health",
                stockouts_unusual: "/inventory",
                orders_late: "/orders",
              }[message.kind] ?? null),
      };
    }
    case "order_held":
      return {
        title: t("order_held", { number: data.number ?? "" }),
        details: t("order_held_details"),
        to: `/orders/${message.object}`,
      };
    case "payment_failed":
    case "payment_unclear":
      return {
        title: t(message.kind, { number: data.number ?? "" }),
        details: t("payment_details", {
          amount: amountOf(language, message),
          provider: (data.provider ?? "").replaceAll("_", " "),
        }),
        to: `/orders/${message.object}`,
      };
    case "stock_low":
    case "stock_sold_out":
      return {
        title: t(message.kind, { title: data.title ?? "" }),
        details: t("stock_details", {
          quantity: quantityOf(language, message),
          location: data.location ?? "",
        }),
        to: `/inventory/items/${encodeURIComponent(data.sku ?? "")}`,
      };
    case "import_finished":
      return {
        title: message.data.has_failed === true ? t("import_failed") : t("import_finished"),
        details: t("import_details", {
          created: data.created ?? "0",
          updated: data.updated ?? "0",
          refused: data.refused ?? "0",
        }),
        to: `/imports/${message.object}`,
      };
    case "staff_joined":
      return {
        title: t("staff_joined", { name: data.name ?? "" }),
        details: t("staff_details"),
        to: `/staff/${message.object}`,
      };
    case "support_visit":
      return {
        title: t("support_visit", { operator: data.operator ?? "" }),
        details: data.reason ?? "",
        to: "/settings/support-visits",
      };
    case "webhook_trouble": {
      const reason = data.reason === "gone" || data.reason === "over" ? data.reason : "failing";
      return {
        title: t(reason === "failing" ? "webhook_failing" : "webhook_off", { host: data.host ?? "" }),
        details: t(`webhook_details_${reason}`),
        to: `/webhooks/${message.object}`,
      };
    }
    case "plan_limit": {
      const things = wordOf(t, "limit", data.limit ?? "");
      const values = { used: String(message.data.used), most: String(message.data.most), things };
      return {
        title: t(message.data.level === 100 ? "plan_limit_100" : "plan_limit_80", values),
        details: t(message.data.level === 100 ? "plan_details_100" : "plan_details_80"),
        to: "/settings/plan",
      };
    }
    case "experiment_paused":
      return {
        title: t("experiment_paused", { name: data.name ?? "" }),
        details: t(
          data.guard === "order_value" || data.guard === "undone" || data.guard === "errors"
            ? `experiment_details_${data.guard}`
            : "experiment_details_orders",
          { variant: data.variant ?? "" },
        ),
        to: `/experiments/${message.object}`,
      };
    default:
      return { title: message.kind.replaceAll("_", " "), details: "", to: null };
  }
}

function strings(data: Message["data"]): Partial<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(data)
      .filter(([, value]) => typeof value === "string" || typeof value === "number")
      .map(([name, value]) => [name, String(value)]),
  );
}

function amountOf(language: string, { data }: Message): string {
  return typeof data.total_minor === "number" && typeof data.currency === "string"
    ? formatMoney(language, data.total_minor, data.currency)
    : "";
}

function quantityOf(language: string, { data }: Message): string {
  const scale = typeof data.scale === "number" ? data.scale : 0;
  const unit = typeof data.unit === "string" ? data.unit : "C62";
  return formatQuantity(language, typeof data.available === "number" ? data.available : 0, scale, unit);
}

import { Text } from "@mantine/core";
import type { OrderDetail, TimelineEntry } from "@/api/generated/types.gen";
import { useLanguage } from "@/app/words";
import { formatMoney } from "@/kit/format";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import { EditDiff } from "./edit/EditDiff";
import classes from "./orders.module.css";
import { paymentWord, word } from "./states";
import { type OrderWords, useOrderWords } from "./words";

type Kind = "note" | "money" | "bad" | "step";

/** Everything that happened, the latest first: who, when, and what was there before. */
export function Timeline({ order }: { order: OrderDetail }) {
  const t = useOrderWords();
  const language = useLanguage();
  const entries = [...(order.timeline ?? [])]
    .reverse()
    .filter((entry) => !isEcho(entry, order.timeline ?? []));
  return (
    <Section title={t("timeline")}>
      <ol className={classes.timeline}>
        {entries.map((entry, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are never reordered, and have no id of their own
          <li key={`${entry.at}-${entry.type}-${place}`} data-kind={kindOf(entry)}>
            <div className={classes.said}>
              <span>{sentence(entry, t, (minor) => formatMoney(language, minor, order.currency))}</span>
              <Text span size="xs" c="dimmed">
                <When at={entry.at} timeZone={order.store.timezone} />
              </Text>
            </div>
            <Details entry={entry} />
            {entry.type === "order.edited" ? <EditDiff entry={entry} /> : null}
            <Text size="xs" c="dimmed">
              {whoOf(entry, t)}
            </Text>
          </li>
        ))}
      </ol>
    </Section>
  );
}

const GOODS = /^(order|fulfillment)\.(prepared|shipped|delivered)$/;

/** What another entry of the same moment tells in better words: of one parcel the order speaks, of several each for itself. */
function isEcho(entry: TimelineEntry, all: readonly TimelineEntry[]): boolean {
  const step = GOODS.exec(entry.type);
  if (step) {
    const parcels = new Set(all.map((other) => other.details?.fulfillment).filter(Boolean));
    const teller = parcels.size > 1 ? "fulfillment" : "order";
    const told = all.some((other) => other.type === `${teller}.${step[2]}` && other.at === entry.at);
    return step[1] !== teller && told;
  }
  if (entry.type !== "payment.changed") return false;
  const status = entry.details?.status ?? entry.after?.status;
  if (status === "partially_refunded" || status === "refunded") return true;
  return all.some((other) => other.type === "order.marked_paid" && other.at === entry.at);
}

function kindOf(entry: TimelineEntry): Kind {
  if (entry.type === "note") return "note";
  if (
    entry.type === "order.cancelled" ||
    entry.type === "refund.refused" ||
    entry.type.endsWith("mismatched")
  )
    return "bad";
  if (
    entry.type.startsWith("payment.") ||
    entry.type.startsWith("refund.") ||
    entry.type === "order.marked_paid"
  )
    return "money";
  return "step";
}

function sentence(entry: TimelineEntry, t: OrderWords, money: (minor: number) => string): string {
  const key = `at_${entry.type.replace(".", "_")}`;
  const said = entry.details ?? {};
  if (entry.type === "order.noted") {
    const change = `at_noted_${text(said.change)}`;
    return t.has(change) ? t(change) : t("at_order_noted");
  }
  const values = {
    amount: typeof said.amount_minor === "number" ? money(said.amount_minor) : "",
    status: paymentWord(t, text(said.status) || text(entry.after?.status)),
    number: text(said.fulfillment),
    said: text(said.message) || text(said.status).replaceAll("_", " "),
  };
  return t.has(key) ? t(key, values) : entry.type;
}

/** The few words that a person would ask for next. */
function Details({ entry }: { entry: TimelineEntry }) {
  const t = useOrderWords();
  const said = entry.details ?? {};
  const shown: string[] = [];
  if (entry.type === "note") shown.push(text(said.body));
  if (entry.type === "order.shipped" || entry.type === "fulfillment.shipped" || entry.type === "label.bought")
    shown.push([said.carrier, said.tracking_number].filter(Boolean).join(" · "));
  if (text(said.reason)) shown.push(text(said.reason));
  if (
    entry.type.endsWith("_changed") ||
    entry.type === "order.tagged" ||
    entry.type === "fulfillment.reassigned"
  )
    for (const [name, after] of Object.entries(entry.after ?? {})) {
      const before = entry.before?.[name];
      const field = name.split(".").at(-1) ?? name;
      shown.push(`${word(t, field)}: ${plain(before) || "–"} → ${plain(after) || "–"}`);
    }
  const lines = shown.filter(Boolean);
  if (lines.length === 0) return null;
  return (
    <Text size="sm" c="dimmed" className={classes.text}>
      {lines.join("\n")}
    </Text>
  );
}

function whoOf(entry: TimelineEntry, t: OrderWords): string {
  if (entry.actor_name) return entry.actor_name;
  const kind = entry.actor.split(":")[0];
  if (kind === "shopper" || kind === "customer") return t("byBuyer");
  return kind === "key" ? t("byKey") : t("bySystem");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function plain(value: unknown): string {
  return Array.isArray(value) ? value.join(", ") : value === null || value === undefined ? "" : String(value);
}

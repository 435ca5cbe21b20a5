import { Text } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import type { OrderDetail } from "@/api/generated/types.gen";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import classes from "./orders.module.css";
import { isFetched, moneyOf, nextAct, word } from "./states";
import { useOrderWords } from "./words";

interface Stop {
  key: string;
  label: string;
  state: "done" | "now" | "later" | "bad";
  at?: string | undefined;
}

const PAID = new Set(["captured", "partially_refunded", "refunded"]);
const WRONG = new Set(["failed", "expired", "cancelled", "unknown"]);
const LEADS_TO: Record<string, string> = {
  prepare: "prepared",
  ship: "shipped",
  deliver: "delivered",
  mark_paid: "paid",
};
/** How far the goods have come; a half is a part of them. */
const GOODS: Record<string, number> = {
  unfulfilled: 0,
  partially_prepared: 0.5,
  prepared: 1,
  partially_shipped: 1.5,
  shipped: 2,
  delivered: 3,
  partially_returned: 3,
  returned: 4,
};

/** Paid? Prepared? Shipped? And what comes next, in one line. */
export function Glance({ order }: { order: OrderDetail }) {
  const t = useOrderWords();
  const next = nextAct(order);
  const label =
    next === "deliver" && isFetched(order) ? "handOver" : next === "mark_paid" ? "markPaid" : next;
  return (
    <Section>
      <div className={classes.glance}>
        <ol className={classes.path}>
          {stopsOf(order, t).map((stop) => (
            <li
              key={stop.key}
              data-state={stop.state}
              aria-current={stop.state === "now" ? "step" : undefined}
            >
              <span className={classes.ring} aria-hidden>
                {stop.state === "done" ? <IconCheck size={13} stroke={3} /> : null}
                {stop.state === "bad" ? <IconX size={13} stroke={3} /> : null}
              </span>
              <span>
                {stop.label}
                {stop.at ? (
                  <small>
                    <When at={stop.at} timeZone={order.store.timezone} />
                  </small>
                ) : null}
              </span>
            </li>
          ))}
        </ol>
        <Text size="sm" c="dimmed">
          {label ? (
            <>
              {t("nextStep")}:{" "}
              <Text span inherit c="var(--mantine-color-text)" fw={600}>
                {word(t, label)}
              </Text>
            </>
          ) : order.status === "cancelled" && order.cancel_reason ? (
            t("cancelledBecause", { reason: order.cancel_reason })
          ) : order.status === "open" ? null : (
            t("done")
          )}
        </Text>
      </div>
    </Section>
  );
}

function stopsOf(order: OrderDetail, t: ReturnType<typeof useOrderWords>): Stop[] {
  const at = (type: string) => order.timeline?.find((entry) => entry.type === type)?.at;
  const reached = GOODS[order.fulfillment_status] ?? 0;
  const isClosed = order.status === "cancelled";
  const goods = isFetched(order)
    ? [
        { key: "prepared", label: t("stepPrepared"), place: 1 },
        { key: "delivered", label: t("stepFetched"), place: 3 },
      ]
    : [
        { key: "prepared", label: t("stepPrepared"), place: 1 },
        { key: "shipped", label: t("stepShipped"), place: 2 },
        { key: "delivered", label: t("stepDelivered"), place: 3 },
      ];
  // something may have left while the rest still waits on a shelf
  const isDone = (place: number) => reached >= place && (place > 1 || order.is_prepared || reached >= 2);
  const isPart = (place: number) => reached > place - 1 && reached < place;
  const isPaid = PAID.has(order.payment_status);
  const stops: Stop[] = [
    {
      key: "placed",
      label: t("stepPlaced"),
      state: order.placed_at ? "done" : isClosed ? "bad" : "now",
      at: order.placed_at ?? undefined,
    },
    {
      key: "paid",
      label: order.payment_status === "captured" ? t("stepPaid") : moneyOf(t, order).text,
      state: isPaid ? "done" : WRONG.has(order.payment_status) && !isClosed ? "bad" : "later",
    },
    ...goods.map(
      (stop): Stop => ({
        key: stop.key,
        label: isPart(stop.place) ? word(t, order.fulfillment_status) : stop.label,
        state: isDone(stop.place) ? "done" : "later",
        at: at(`order.${stop.key}`),
      }),
    ),
  ];
  if (reached > 3 || order.fulfillment_status === "partially_returned")
    stops.push({
      key: "returned",
      label: word(t, order.fulfillment_status),
      state: "bad",
      at: at("order.returned"),
    });
  if (isClosed) {
    const done = stops.filter((stop) => stop.state === "done" || stop.key === "paid");
    return [
      ...done,
      { key: "cancelled", label: t("is_cancelled"), state: "bad", at: order.cancelled_at ?? undefined },
    ];
  }
  const coming = LEADS_TO[nextAct(order) ?? ""];
  const now = stops.find((stop) => stop.key === coming && stop.state === "later");
  if (now) now.state = "now";
  return stops;
}

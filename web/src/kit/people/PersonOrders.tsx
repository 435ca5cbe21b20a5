import { Badge, Button, Text, Tooltip } from "@mantine/core";
import { useState } from "react";
import type { PersonOrder, Possibility } from "@/api/generated/types.gen";
import { GoLink, PlainLink, useGo } from "@/app/here";
import { EmptyState } from "../EmptyState";
import { Explained } from "../May";
import { Money, Quantity } from "../Money";
import { Section } from "../Section";
import { StatusBadge, type Tone } from "../StatusBadge";
import { When } from "../When";
import { CancelDialog } from "./CancelDialog";
import { OrderNoteDialog } from "./OrderNoteDialog";
import classes from "./people.module.css";
import { usePeopleWords } from "./words";

interface PersonOrdersProps {
  orders: readonly PersonOrder[];
  /** Where all of them are, when there are more. */
  all?: string | undefined;
  changed: () => void;
}

const TONES: Record<string, Tone> = {
  pending: "warn",
  paid: "info",
  shipped: "info",
  completed: "good",
  cancelled: "quiet",
  received: "warn",
  prepared: "info",
  delivered: "good",
  returned: "quiet",
};
/** What somebody who calls asks for; the steps of packing are on the order's own page. */
const ASKED_FOR = ["change_address", "change_contact", "cancel", "return", "refund", "note"];
const SHOWN_OPEN = 1;

/** A person's orders, the newest first, each with what can be done about it and why the rest cannot. */
export function PersonOrders({ orders, all, changed }: PersonOrdersProps) {
  const t = usePeopleWords();
  if (orders.length === 0) {
    return (
      <Section title={t("orders")}>
        <EmptyState title={t("noOrders")} text={t("noOrdersHelp")} />
      </Section>
    );
  }
  return (
    <Section
      title={t("orders")}
      flush
      acts={
        all ? (
          <GoLink to={all} size="sm">
            {t("moreOrders")}
          </GoLink>
        ) : null
      }
    >
      <ul className={classes.list}>
        {orders.map((order, place) => (
          <OrderItem key={order.id} order={order} isFirst={place < SHOWN_OPEN} changed={changed} />
        ))}
      </ul>
    </Section>
  );
}

function OrderItem({
  order,
  isFirst,
  changed,
}: {
  order: PersonOrder;
  isFirst: boolean;
  changed: () => void;
}) {
  const t = usePeopleWords();
  const [isOpen, setOpen] = useState(isFirst);
  const where = [order.shipping_address.city, order.shipping_address.country].filter(Boolean).join(", ");
  const say = (status: string) => (t.has(status) ? t(status) : status);
  return (
    <li className={classes.order} data-order={order.number}>
      <div className={classes.line}>
        <GoLink to={`/orders/${order.id}`} fw={600}>
          #{order.number}
        </GoLink>
        <StatusBadge tone={TONES[order.tenant_status] ?? "quiet"}>{say(order.tenant_status)}</StatusBadge>
        {order.tenant_status === order.ecommerce_status ? null : (
          <StatusBadge tone={TONES[order.ecommerce_status] ?? "quiet"}>
            {say(order.ecommerce_status)}
          </StatusBadge>
        )}
        {order.is_guest ? (
          <Tooltip label={t("asGuestHelp")} multiline maw={280}>
            <Badge variant="default">{t("asGuest")}</Badge>
          </Tooltip>
        ) : null}
        <Text span fw={550} className={classes.end}>
          <Money minor={order.total_minor} currency={order.currency} />
        </Text>
      </div>
      <Text size="xs" c="dimmed" component="div">
        <When at={order.placed_at ?? order.created_at} /> · {order.store}
        {where ? ` · ${t("shipTo", { where })}` : ""}
        {order.tracking_number
          ? ` · ${t("track", { carrier: order.carrier, number: order.tracking_number })}`
          : ""}
      </Text>
      {order.cancel_reason && order.status === "cancelled" ? (
        <Text size="xs" c="dimmed">
          {t("cancelled", { reason: order.cancel_reason })}
        </Text>
      ) : null}
      {isOpen ? <OrderDetails order={order} changed={changed} /> : null}
      {isFirst ? null : (
        <Button
          variant="subtle"
          size="compact-xs"
          mt={4}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? t("showLess") : t("showMore")}
        </Button>
      )}
    </li>
  );
}

function OrderDetails({ order, changed }: { order: PersonOrder; changed: () => void }) {
  const t = usePeopleWords();
  const go = useGo();
  const [dialog, setDialog] = useState<"cancel" | "note" | null>(null);
  const acts = ASKED_FOR.map((name) => order.actions.find((one) => one.action === name)).filter(
    (one): one is Possibility => one !== undefined,
  );
  const start = (action: string) => {
    if (action === "cancel" || action === "note") setDialog(action);
    else go(`/orders/${order.id}?do=${action}`);
  };
  return (
    <>
      <Text size="sm" mt={6} component="ul" className={classes.list}>
        {order.items.map((item, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of an order keep their places
          <li key={place}>
            <Quantity value={item.quantity} scale={item.scale} unit={item.unit} /> × {item.title}
            {item.variant_title ? ` (${item.variant_title})` : ""}
          </li>
        ))}
      </Text>
      {order.notes.map((note) => (
        <Text key={note.id} size="sm" className={classes.body} mt={4}>
          <Text span fw={550} inherit>
            {note.author}:
          </Text>{" "}
          {note.body}
        </Text>
      ))}
      <div className={classes.acts}>
        <Button component={PlainLink} to={`/orders/${order.id}`} variant="default" size="xs">
          {t("open")}
        </Button>
        {acts.map((one) => (
          <Explained key={one.action} reason={one.is_allowed ? null : one.reason}>
            <Button variant="default" size="xs" onClick={() => start(one.action)}>
              {t.has(one.action) ? t(one.action) : one.action}
            </Button>
          </Explained>
        ))}
      </div>
      {dialog === "cancel" ? (
        <CancelDialog order={order} changed={changed} close={() => setDialog(null)} />
      ) : dialog === "note" ? (
        <OrderNoteDialog order={order} changed={changed} close={() => setDialog(null)} />
      ) : null}
    </>
  );
}

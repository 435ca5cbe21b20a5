import { Divider, Group, Stack, Text } from "@mantine/core";
import type { OrderDetail } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import { May } from "@/kit/May";
import { Money as Amount } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { moneyOf, paymentWord, word } from "./states";
import { useOrderWords } from "./words";

const WAITING: Record<string, "refundRefused" | "refundByHand"> = {
  refused: "refundRefused",
  by_hand: "refundByHand",
};

/** Every attempt to pay, and what was given back. */
export function Money({ order }: { order: OrderDetail }) {
  const t = useOrderWords();
  const zone = order.store.timezone;
  return (
    <Section
      title={t("money")}
      acts={<StatusBadge tone={moneyOf(t, order).tone}>{moneyOf(t, order).text}</StatusBadge>}
    >
      <Stack gap={10}>
        {order.payments.length === 0 ? <Text size="sm">{word(t, order.payment_method)}</Text> : null}
        {order.payments.map((payment) => (
          <div key={payment.id}>
            <Group justify="space-between" gap={8}>
              <Text size="sm" fw={550}>
                <May permission="payments:read" otherwise={word(t, payment.provider)}>
                  <GoLink
                    to={`/payments/${payment.id}`}
                    c="inherit"
                    aria-label={`${t("openPayment")}: ${word(t, payment.provider)}`}
                  >
                    {word(t, payment.provider)}
                  </GoLink>
                </May>
                {order.payments.length > 1 ? (
                  <Text span size="xs" c="dimmed" ml={8}>
                    {t("attempt", { count: payment.attempt })}
                  </Text>
                ) : null}
              </Text>
              <Amount minor={payment.amount_minor} currency={order.currency} />
            </Group>
            <Text size="xs" c="dimmed">
              {paymentWord(t, payment.status)} · <When at={payment.created_at} timeZone={zone} />
              {payment.reason ? ` · ${payment.reason}` : ""}
            </Text>
          </div>
        ))}
        {order.refunds.length > 0 ? <Divider /> : null}
        {order.refunds.map((refund) => (
          <div key={refund.id}>
            <Group justify="space-between" gap={8}>
              <Text size="sm" fw={550}>
                {t("refunded")}
                {refund.status === "done" ? null : (
                  <Text span size="xs" c={refund.status === "refused" ? "red" : "dimmed"} ml={8}>
                    {t(WAITING[refund.status] ?? "refundPending")}
                  </Text>
                )}
              </Text>
              <Amount minor={-refund.amount_minor} currency={order.currency} />
            </Group>
            <Text size="xs" c="dimmed">
              <When at={refund.created_at} timeZone={zone} /> · {refund.by || t("bySystem")} · {refund.reason}
            </Text>
          </div>
        ))}
      </Stack>
    </Section>
  );
}

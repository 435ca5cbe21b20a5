import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { newKey } from "@/api/call";
import { adminCreateRefund } from "@/api/generated/sdk.gen";
import type { OrderDetail } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { MoneyInput } from "../form/MoneyInput";
import { formatMoney } from "../format";
import { useKitWords } from "../words";
import classes from "./money.module.css";
import { CHANGED_BY_MONEY } from "./payments";
import { leftOf } from "./refunds";
import { useMoneyWords } from "./words";

interface RefundDialogProps {
  order: OrderDetail;
  /** Of its payments the one that gives the money back. */
  paymentId: string | null | undefined;
  close: () => void;
}

/** Money back, by line, for the delivery, or just an amount; never more than is left. */
export function RefundDialog({ order, paymentId, close }: RefundDialogProps) {
  const t = useMoneyWords();
  const kit = useKitWords();
  const language = useLanguage();
  const money = (minor: number) => formatMoney(language, minor, order.currency);
  const [lines, setLines] = useState<Readonly<Record<string, number>>>({});
  const [shipping, setShipping] = useState(0);
  const [other, setOther] = useState(0);
  const [reason, setReason] = useState("");
  // one key for this dialog: pressing again after a lost answer gives the money back once
  const key = useRef(newKey());
  const payment = order.payments.find((one) => one.id === paymentId);
  const refund = useWrite(adminCreateRefund, {
    changes: CHANGED_BY_MONEY,
    done: () => {
      tell(t("refundedNow"));
      close();
    },
    failed: (problem) => {
      if (!problem.isPassing) key.current = newKey();
      tellProblem(problem);
    },
  });
  if (!payment) return null;
  const available = payment.captured_minor - payment.refunded_minor;
  const left = leftOf(order);
  const parts = Object.values(lines).reduce((sum, minor) => sum + minor, 0) + shipping;
  const total = parts > 0 ? parts : other;
  const tooMuch = total > available ? t("refundTooMuch", { amount: money(available) }) : null;
  const isWrong =
    tooMuch !== null ||
    shipping > left.shipping ||
    order.lines.some((line) => (lines[line.id] ?? 0) > (left.lines[line.id] ?? 0));

  function send(): void {
    refund.mutate({
      path: { payment: payment?.id ?? "" },
      key: key.current,
      body: {
        reason: reason.trim(),
        amount_minor: total,
        shipping_minor: parts > 0 ? shipping : 0,
        lines: Object.entries(lines)
          .filter(([, minor]) => minor > 0)
          .map(([line_id, amount_minor]) => ({ line_id, amount_minor })),
      },
    });
  }

  return (
    <Modal opened onClose={close} size="lg" title={t("refundTitle", { number: order.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (total > 0 && !isWrong && reason.trim()) send();
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            {t("refundLeft", { amount: money(available) })}
          </Text>
          <div className={classes.refund}>
            {order.lines.map((line) => (
              <Row
                key={line.id}
                label={[line.title, line.variant_title].filter(Boolean).join(" · ")}
                left={left.lines[line.id] ?? 0}
                value={lines[line.id] ?? 0}
                set={(minor) => setLines({ ...lines, [line.id]: minor })}
                currency={order.currency}
              />
            ))}
            {order.shipping_minor > 0 ? (
              <Row
                label={t("refundShipping")}
                left={left.shipping}
                value={shipping}
                set={setShipping}
                currency={order.currency}
              />
            ) : null}
          </div>
          <MoneyInput
            label={t("refundOther")}
            description={t("refundOtherHelp")}
            currency={order.currency}
            value={parts > 0 ? null : other || null}
            disabled={parts > 0}
            onChange={(minor) => setOther(minor ?? 0)}
          />
          <TextInput
            label={t("refundReason")}
            value={reason}
            maxLength={500}
            required
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {tooMuch ? (
            <Text size="sm" c="red" role="alert">
              {tooMuch}
            </Text>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {kit("cancel")}
            </Button>
            <Button type="submit" disabled={total <= 0 || isWrong} loading={refund.isPending}>
              {total > 0 ? t("refundTotal", { amount: money(total) }) : t("refundNothing")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface RowProps {
  label: string;
  left: number;
  value: number;
  set: (minor: number) => void;
  currency: string;
}

function Row({ label, left, value, set, currency }: RowProps) {
  const t = useMoneyWords();
  const language = useLanguage();
  const most = formatMoney(language, left, currency);
  return (
    <>
      <Group gap={8} justify="space-between" wrap="nowrap">
        <Text size="sm" truncate>
          {label}
        </Text>
        <Button size="compact-xs" variant="subtle" disabled={left <= 0} onClick={() => set(left)}>
          {most}
        </Button>
      </Group>
      <MoneyInput
        aria-label={t("refundLine", { name: label })}
        currency={currency}
        value={value || null}
        disabled={left <= 0}
        error={value > left ? t("refundTooMuch", { amount: most }) : undefined}
        onChange={(minor) => set(minor ?? 0)}
      />
    </>
  );
}

import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useRef, useState } from "react";
import { newKey } from "@/api/call";
import { adminCapturePayment } from "@/api/generated/sdk.gen";
import { useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { MoneyInput } from "../form/MoneyInput";
import { formatMoney } from "../format";
import { useKitWords } from "../words";
import { captureOf } from "./capturing";
import { CHANGED_BY_MONEY } from "./payments";
import { useMoneyWords } from "./words";

interface CaptureDialogProps {
  payment: { id: string; amount_minor: number; captured_minor: number };
  order: { number: string; total_minor: number; is_estimated: boolean };
  currency: string;
  close: () => void;
}

/** Held money is taken, all of it or less; what becomes of the rest is said before it is done. */
export function CaptureDialog({ payment, order, currency, close }: CaptureDialogProps) {
  const t = useMoneyWords();
  const kit = useKitWords();
  const language = useLanguage();
  const money = (minor: number) => formatMoney(language, minor, currency);
  const held = payment.amount_minor - payment.captured_minor;
  const [amount, setAmount] = useState<number | null>(Math.min(held, order.total_minor));
  const [isKept, setKept] = useState(false);
  const [reason, setReason] = useState(t("captureReasonAll"));
  // one key for this dialog: pressing again after a lost answer takes the money once
  const key = useRef(newKey());
  const capture = useWrite(adminCapturePayment, {
    changes: CHANGED_BY_MONEY,
    done: () => {
      tell(t("capturedNow"));
      close();
    },
    failed: (problem) => {
      if (!problem.isPassing) key.current = newKey();
      tellProblem(problem);
    },
  });
  const what = captureOf(payment, amount);
  const consequence =
    what.rest === 0
      ? t("captureAll")
      : t(isKept ? "captureKept" : "captureRest", { amount: money(what.rest) });
  return (
    <Modal opened onClose={close} title={t("captureTitle", { number: order.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!what.isPossible || amount === null || !reason.trim()) return;
          capture.mutate({
            path: { payment: payment.id },
            key: key.current,
            body: { amount_minor: amount, is_final: !isKept || what.rest === 0, reason: reason.trim() },
          });
        }}
      >
        <Stack>
          <Text size="sm">
            {t("captureHeld", { amount: money(payment.amount_minor) })}{" "}
            {payment.captured_minor > 0 ? t("captureTaken", { amount: money(payment.captured_minor) }) : null}{" "}
            {t("orderTotal", { amount: money(order.total_minor) })}
          </Text>
          {order.is_estimated ? (
            <Text size="sm" c="dimmed">
              {t("estimatedHelp")}
            </Text>
          ) : null}
          <MoneyInput
            label={t("captureAmount")}
            currency={currency}
            value={amount}
            required
            data-autofocus
            error={what.isTooMuch ? t("captureTooMuch", { amount: money(held) }) : undefined}
            onChange={setAmount}
          />
          {what.isPossible ? (
            <Text size="sm" aria-live="polite" fw={what.rest > 0 ? 550 : 400}>
              {consequence}
            </Text>
          ) : null}
          {what.isPossible && what.rest > 0 ? (
            <Checkbox
              label={t("captureKeep")}
              description={t("captureKeepHelp")}
              checked={isKept}
              onChange={(event) => setKept(event.currentTarget.checked)}
            />
          ) : null}
          <TextInput
            label={t("captureReason")}
            value={reason}
            maxLength={500}
            required
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {kit("cancel")}
            </Button>
            <Button type="submit" disabled={!what.isPossible} loading={capture.isPending}>
              {what.isPossible ? t("captureNow", { amount: money(amount ?? 0) }) : t("captureNothing")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

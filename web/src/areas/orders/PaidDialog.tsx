import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { adminGetOrder, adminListOrders, adminMarkPaid } from "@/api/generated/sdk.gen";
import type { OrderDetail } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { formatMoney } from "@/kit/format";
import { useKitWords } from "@/kit/words";
import { actionOf } from "./states";
import { useOrderWords } from "./words";

export function PaidDialog({ order, close }: { order: OrderDetail; close: () => void }) {
  const t = useOrderWords();
  const kit = useKitWords();
  const language = useLanguage();
  const [reason, setReason] = useState(
    order.payment_method === "cash_on_delivery" ? t("paidCash") : t("bank_transfer"),
  );
  const payment = order.payments.find((one) => one.id === actionOf(order, "mark_paid")?.payment_id);
  const mark = useWrite(adminMarkPaid, {
    changes: [adminGetOrder, adminListOrders],
    done: () => {
      tell(t("paidNow"));
      close();
    },
    failed: tellProblem,
  });
  return (
    <Modal opened onClose={close} title={t("paidTitle", { number: order.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (payment && reason.trim())
            mark.mutate({ path: { payment: payment.id }, body: { reason: reason.trim() } });
        }}
      >
        <Stack>
          <Text size="sm">
            {t("paidHelp", { amount: formatMoney(language, payment?.amount_minor ?? 0, order.currency) })}
          </Text>
          <TextInput
            label={t("paidReason")}
            value={reason}
            maxLength={500}
            required
            data-autofocus
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {kit("cancel")}
            </Button>
            <Button type="submit" loading={mark.isPending}>
              {t("markPaid")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { adminCancelPayment } from "@/api/generated/sdk.gen";
import type { PaymentDetail } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { formatMoney } from "@/kit/format";
import { CHANGED_BY_MONEY } from "@/kit/money/payments";
import { usePaymentWords } from "./words";

/** A payment under way is given up, or held money is let go. */
export function CancelDialog({ payment, close }: { payment: PaymentDetail; close: () => void }) {
  const t = usePaymentWords();
  const language = useLanguage();
  const [reason, setReason] = useState("");
  const isHeld = payment.status === "authorized";
  const cancel = useWrite(adminCancelPayment, {
    changes: CHANGED_BY_MONEY,
    done: (after) => {
      tell(after.status === "cancelled" ? t("cancelledNow") : t("cancelledLate"));
      close();
    },
    failed: tellProblem,
  });
  return (
    <Modal opened onClose={close} title={isHeld ? t("letGoTitle") : t("cancelTitle")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim())
            cancel.mutate({ path: { payment: payment.id }, body: { reason: reason.trim() } });
        }}
      >
        <Stack>
          <Text size="sm">
            {isHeld
              ? t("letGoHelp", { amount: formatMoney(language, payment.amount_minor, payment.currency) })
              : t("cancelHelp")}
          </Text>
          <TextInput
            label={t("reason")}
            value={reason}
            maxLength={500}
            required
            data-autofocus
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("keep")}
            </Button>
            <Button type="submit" color="red" loading={cancel.isPending} disabled={!reason.trim()}>
              {isHeld ? t("letGoAct") : t("cancel")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

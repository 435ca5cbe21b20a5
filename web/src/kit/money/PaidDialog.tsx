import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { adminMarkPaid } from "@/api/generated/sdk.gen";
import { useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { formatMoney } from "../format";
import { useKitWords } from "../words";
import { CHANGED_BY_MONEY } from "./payments";
import { useMoneyWords } from "./words";

interface PaidDialogProps {
  payment: { id: string; provider: string; amount_minor: number };
  currency: string;
  /** Of the order. */
  number: string;
  close: () => void;
}

/** Cash or a transfer came. */
export function PaidDialog({ payment, currency, number, close }: PaidDialogProps) {
  const t = useMoneyWords();
  const kit = useKitWords();
  const language = useLanguage();
  const [reason, setReason] = useState(
    payment.provider === "cash_on_delivery" ? t("paidCash") : t("bank_transfer"),
  );
  const mark = useWrite(adminMarkPaid, {
    changes: CHANGED_BY_MONEY,
    done: () => {
      tell(t("paidNow"));
      close();
    },
    failed: tellProblem,
  });
  return (
    <Modal opened onClose={close} title={t("paidTitle", { number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim()) mark.mutate({ path: { payment: payment.id }, body: { reason: reason.trim() } });
        }}
      >
        <Stack>
          <Text size="sm">
            {t("paidHelp", { amount: formatMoney(language, payment.amount_minor, currency) })}
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

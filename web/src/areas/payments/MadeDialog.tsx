import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { adminRefundMade } from "@/api/generated/sdk.gen";
import type { PaymentDetail, PaymentRefund } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { formatMoney } from "@/kit/format";
import { CHANGED_BY_MONEY } from "@/kit/money/payments";
import { useKitWords } from "@/kit/words";
import { usePaymentWords } from "./words";

interface MadeDialogProps {
  payment: PaymentDetail;
  refund: PaymentRefund;
  close: () => void;
}

/** A person gave back what the provider cannot give back by program. */
export function MadeDialog({ payment, refund, close }: MadeDialogProps) {
  const t = usePaymentWords();
  const kit = useKitWords();
  const language = useLanguage();
  const [reference, setReference] = useState("");
  const made = useWrite(adminRefundMade, {
    changes: CHANGED_BY_MONEY,
    done: () => {
      tell(t("madeNow"));
      close();
    },
    failed: tellProblem,
  });
  return (
    <Modal opened onClose={close} title={t("madeTitle")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reference.trim())
            made.mutate({ path: { refund: refund.id }, body: { reference: reference.trim() } });
        }}
      >
        <Stack>
          <Text size="sm">
            {t("madeHelp", { amount: formatMoney(language, refund.amount_minor, payment.currency) })}
          </Text>
          <TextInput
            label={t("madeReference")}
            description={t("madeReferenceHelp")}
            value={reference}
            maxLength={200}
            required
            data-autofocus
            onChange={(event) => setReference(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {kit("cancel")}
            </Button>
            <Button type="submit" loading={made.isPending}>
              {t("refundMade")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

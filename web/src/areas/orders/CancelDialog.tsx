import { Button, Group, Modal, Radio, Select, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { adminCancelOrder } from "@/api/generated/sdk.gen";
import { useWrite } from "@/api/query";
import { useLanguage } from "@/app/words";
import { formatMoney } from "@/kit/format";
import type { DialogProps } from "./ShipDialog";
import { stepOptions } from "./useStep";
import { useOrderWords } from "./words";

/** Why, and what becomes of the money. */
export function CancelDialog({ order, conflict, close }: DialogProps) {
  const t = useOrderWords();
  const language = useLanguage();
  const reasons = [t("reasonBuyer"), t("reasonStock"), t("reasonFraud"), t("reasonOther")];
  const [reason, setReason] = useState(reasons[0] ?? "");
  const [words, setWords] = useState("");
  const [isRefunded, setRefunded] = useState(true);
  const taken = order.payments.reduce((sum, one) => sum + one.captured_minor - one.refunded_minor, 0);
  const cancel = useWrite(adminCancelOrder, stepOptions(t("cancelledNow"), conflict, close));
  const isOther = reason === t("reasonOther");
  const told = isOther ? words.trim() : reason;
  return (
    <Modal opened onClose={close} title={t("cancelTitle", { number: order.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (told === "") return;
          cancel.mutate({
            path: { order: order.id },
            version: order.version,
            body: { reason: told, is_refunded: isRefunded },
          });
        }}
      >
        <Stack>
          <Text size="sm">{t("cancelHelp")}</Text>
          <Select
            label={t("reason")}
            description={t("reasonHelp")}
            data={reasons}
            value={reason}
            allowDeselect={false}
            onChange={(value) => setReason(value ?? "")}
          />
          {isOther ? (
            <Textarea
              aria-label={t("reasonOther")}
              value={words}
              maxLength={500}
              autosize
              required
              onChange={(event) => setWords(event.currentTarget.value)}
            />
          ) : null}
          {taken > 0 ? (
            <Radio.Group
              label={t("money")}
              value={isRefunded ? "all" : "none"}
              onChange={(value) => setRefunded(value === "all")}
            >
              <Stack gap={8} mt={6}>
                <Radio
                  value="all"
                  label={t("refundAll", { amount: formatMoney(language, taken, order.currency) })}
                />
                <Radio value="none" label={t("refundNone")} description={t("refundNoneHelp")} />
              </Stack>
            </Radio.Group>
          ) : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("keep")}
            </Button>
            <Button type="submit" color="red" loading={cancel.isPending} disabled={told === ""}>
              {t("cancelOrder")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

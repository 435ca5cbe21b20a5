import { Button, Group, Modal, Stack, Switch, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { adminApproveReturn } from "@/api/generated/sdk.gen";
import type { ReturnDetail } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { QuantityInput } from "@/kit/form/MoneyInput";
import { useKitWords } from "@/kit/words";
import { stepOptions } from "./states";
import { useReturnWords } from "./words";

export interface DialogProps {
  detail: ReturnDetail;
  conflict: () => void;
  close: () => void;
}

/** How much of each line is taken back, and what the customer is told. */
export function ApproveDialog({ detail, conflict, close }: DialogProps) {
  const t = useReturnWords();
  const kit = useKitWords();
  const back = detail.item;
  const [quantities, setQuantities] = useState<Record<string, number>>(
    Object.fromEntries(back.lines.map((line) => [line.line_id, line.quantity])),
  );
  const [stays, setStays] = useState(false);
  const [message, setMessage] = useState("");
  const approve = useWrite(adminApproveReturn, stepOptions(t("approvedNow"), conflict, close));
  return (
    <Modal opened onClose={close} title={t("approveTitle", { number: back.number })}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t("approveHelp")}
        </Text>
        {back.lines.map((line) => (
          <QuantityInput
            key={line.line_id}
            label={`${t("takeBack")}: ${line.title} ${line.variant_title}`}
            scale={line.scale}
            value={quantities[line.line_id] ?? 0}
            onChange={(value) => setQuantities({ ...quantities, [line.line_id]: value ?? 0 })}
          />
        ))}
        {back.kind === "claim" ? (
          <Switch
            label={t("stays")}
            description={t("staysHelp")}
            checked={stays}
            onChange={(event) => setStays(event.currentTarget.checked)}
          />
        ) : null}
        <Textarea
          label={t("message")}
          description={t("messageHelp")}
          autosize
          minRows={2}
          maxLength={2000}
          value={message}
          onChange={(event) => setMessage(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {kit("cancel")}
          </Button>
          <Button
            loading={approve.isPending}
            onClick={() =>
              approve.mutate({
                path: { return_id: back.id },
                version: back.version,
                body: { quantities, message, ...(stays ? { needs_goods: false } : {}) },
              })
            }
          >
            {t("approve")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

import { Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { adminRefuseReturn } from "@/api/generated/sdk.gen";
import { useWrite } from "@/api/query";
import { useKitWords } from "@/kit/words";
import type { DialogProps } from "./ApproveDialog";
import { stepOptions } from "./states";
import { useReturnWords } from "./words";

export function RefuseDialog({ detail, conflict, close }: DialogProps) {
  const t = useReturnWords();
  const kit = useKitWords();
  const back = detail.item;
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const refuse = useWrite(adminRefuseReturn, stepOptions(t("refusedNow"), conflict, close));
  const send = () => {
    if (reason.trim() === "") {
      setMissing(true);
      return;
    }
    refuse.mutate({ path: { return_id: back.id }, version: back.version, body: { reason: reason.trim() } });
  };
  return (
    <Modal opened onClose={close} title={t("refuseTitle", { number: back.number })}>
      <Stack>
        <Textarea
          label={t("reason")}
          autosize
          minRows={2}
          maxLength={500}
          data-autofocus
          value={reason}
          error={isMissing && reason.trim() === "" ? t("reasonNeeded") : null}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {kit("cancel")}
          </Button>
          <Button color="red" loading={refuse.isPending} onClick={send}>
            {t("refuse")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

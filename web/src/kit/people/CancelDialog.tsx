import { Alert, Button, Checkbox, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { adminCancelOrder } from "@/api/generated/sdk.gen";
import type { PersonOrder } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell } from "@/app/messages";
import { usePeopleWords } from "./words";

interface OrderDialogProps {
  order: PersonOrder;
  changed: () => void;
  close: () => void;
}

/** Cancels an order that has not left, with a reason; money that was taken goes back unless one says otherwise. */
export function CancelDialog({ order, changed, close }: OrderDialogProps) {
  const t = usePeopleWords();
  const [reason, setReason] = useState("");
  const [isRefunded, setRefunded] = useState(true);
  const cancel = useWrite(adminCancelOrder, {
    done: () => {
      tell(t("cancelDone", { number: order.number }));
      changed();
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={t("cancelTitle", { number: order.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const body = { reason: reason.trim(), is_refunded: isRefunded };
          cancel.mutate({ path: { order: order.id }, body, version: order.version });
        }}
      >
        <Stack>
          {cancel.error ? (
            <Alert color="red" role="alert">
              {cancel.error.message}
            </Alert>
          ) : null}
          <Textarea
            label={t("cancelWhy")}
            description={t("cancelWhyHelp")}
            required
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
          <Checkbox
            label={t("giveBack")}
            checked={isRefunded}
            onChange={(event) => setRefunded(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("keep")}
            </Button>
            <Button type="submit" color="red" loading={cancel.isPending} disabled={!reason.trim()}>
              {t("cancel")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

import { Alert, Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { adminDeactivateCustomer } from "@/api/generated/sdk.gen";
import type { StaffCustomer } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell } from "@/app/messages";
import { useCustomerWords } from "./words";

interface DialogProps {
  customer: StaffCustomer;
  changed: () => void;
  close: () => void;
}

/** Closes an account, with a reason. */
export function CloseDialog({ customer, changed, close }: DialogProps) {
  const t = useCustomerWords();
  const [reason, setReason] = useState("");
  const deactivate = useWrite(adminDeactivateCustomer, {
    done: () => {
      tell(t("closed"));
      changed();
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={t("close")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          deactivate.mutate({ path: { customer: customer.id }, body: { reason: reason.trim() } });
        }}
      >
        <Stack>
          <Text size="sm" c="dimmed">
            {t("closeHelp")}
          </Text>
          {deactivate.error ? (
            <Alert color="red" role="alert">
              {deactivate.error.message}
            </Alert>
          ) : null}
          <Textarea
            label={t("reason")}
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("stop")}
            </Button>
            <Button type="submit" color="red" loading={deactivate.isPending} disabled={!reason.trim()}>
              {t("close")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

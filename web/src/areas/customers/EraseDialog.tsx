import { Alert, Button, Group, Modal, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { adminEraseCustomer } from "@/api/generated/sdk.gen";
import type { StaffCustomer } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell } from "@/app/messages";
import { useCustomerWords } from "./words";

interface DialogProps {
  customer: StaffCustomer;
  changed: () => void;
  close: () => void;
}

/** Erases a person for good: whoever does it writes their address first. */
export function EraseDialog({ customer, changed, close }: DialogProps) {
  const t = useCustomerWords();
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const erase = useWrite(adminEraseCustomer, {
    done: () => {
      tell(t("erased"));
      changed();
      close();
    },
  });
  const isSure = typed.trim().toLowerCase() === customer.email.toLowerCase();
  return (
    <Modal opened onClose={close} title={t("erase")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          erase.mutate({ path: { customer: customer.id }, body: { reason: reason.trim() } });
        }}
      >
        <Stack>
          <Text size="sm">{t("eraseHelp")}</Text>
          {erase.error ? (
            <Alert color="red" role="alert">
              {erase.error.message}
            </Alert>
          ) : null}
          <Textarea
            label={t("eraseReason")}
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            data-autofocus
          />
          <TextInput
            label={t("eraseConfirm")}
            description={customer.email}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("stop")}
            </Button>
            <Button type="submit" color="red" loading={erase.isPending} disabled={!isSure || !reason.trim()}>
              {t("erase")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

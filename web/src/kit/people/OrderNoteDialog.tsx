import { Alert, Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useState } from "react";
import { adminAddOrderNote } from "@/api/generated/sdk.gen";
import type { PersonOrder } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell } from "@/app/messages";
import { usePeopleWords } from "./words";

interface OrderDialogProps {
  order: PersonOrder;
  changed: () => void;
  close: () => void;
}

/** An internal note on one order. */
export function OrderNoteDialog({ order, changed, close }: OrderDialogProps) {
  const t = usePeopleWords();
  const [body, setBody] = useState("");
  const add = useWrite(adminAddOrderNote, {
    done: () => {
      tell(t("noteDone", { number: order.number }));
      changed();
      close();
    },
  });
  return (
    <Modal opened onClose={close} title={t("noteTitle", { number: order.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate({ path: { order: order.id }, body: { body: body.trim() } });
        }}
      >
        <Stack>
          {add.error ? (
            <Alert color="red" role="alert">
              {add.error.message}
            </Alert>
          ) : null}
          <Textarea
            label={t("writeNote")}
            autosize
            minRows={3}
            maxLength={4000}
            value={body}
            onChange={(event) => setBody(event.currentTarget.value)}
            data-autofocus
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("stop")}
            </Button>
            <Button type="submit" loading={add.isPending} disabled={!body.trim()}>
              {t("addNote")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

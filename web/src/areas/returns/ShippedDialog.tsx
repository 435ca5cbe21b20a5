import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { adminShipReturn } from "@/api/generated/sdk.gen";
import { useWrite } from "@/api/query";
import { useKitWords } from "@/kit/words";
import type { DialogProps } from "./ApproveDialog";
import { stepOptions } from "./states";
import { useReturnWords } from "./words";

export function ShippedDialog({ detail, conflict, close }: DialogProps) {
  const t = useReturnWords();
  const kit = useKitWords();
  const back = detail.item;
  const [carrier, setCarrier] = useState("");
  const [number, setNumber] = useState("");
  const ship = useWrite(adminShipReturn, stepOptions(t("shippedNow"), conflict, close));
  return (
    <Modal opened onClose={close} title={t("shipTitle", { number: back.number })}>
      <Stack>
        <TextInput
          label={t("carrier")}
          maxLength={100}
          value={carrier}
          onChange={(event) => setCarrier(event.currentTarget.value)}
        />
        <TextInput
          label={t("tracking")}
          maxLength={100}
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {kit("cancel")}
          </Button>
          <Button
            loading={ship.isPending}
            onClick={() =>
              ship.mutate({
                path: { return_id: back.id },
                version: back.version,
                body: { carrier, tracking_number: number },
              })
            }
          >
            {t("ship")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

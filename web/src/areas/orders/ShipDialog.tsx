import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { adminShipOrder } from "@/api/generated/sdk.gen";
import type { OrderDetail } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { useKitWords } from "@/kit/words";
import { stepOptions } from "./useStep";
import { useOrderWords } from "./words";

export interface DialogProps {
  order: OrderDetail;
  conflict: () => void;
  close: () => void;
}

const KEPT = "duka.orders.carrier";

/** Who carries it; the carrier of last time is filled in. */
export function ShipDialog({ order, conflict, close }: DialogProps) {
  const t = useOrderWords();
  const kit = useKitWords();
  const [carrier, setCarrier] = useState(localStorage.getItem(KEPT) ?? "");
  const [tracking, setTracking] = useState("");
  const ship = useWrite(adminShipOrder, stepOptions(t("shippedNow"), conflict, close));
  return (
    <Modal opened onClose={close} title={t("shipTitle", { number: order.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          localStorage.setItem(KEPT, carrier);
          ship.mutate({
            path: { order: order.id },
            version: order.version,
            body: { carrier, tracking_number: tracking.trim() },
          });
        }}
      >
        <Stack>
          <TextInput
            label={t("carrier")}
            value={carrier}
            maxLength={100}
            data-autofocus
            onChange={(event) => setCarrier(event.currentTarget.value)}
          />
          <TextInput
            label={t("tracking")}
            value={tracking}
            maxLength={100}
            autoComplete="off"
            onChange={(event) => setTracking(event.currentTarget.value)}
          />
          <Text size="xs" c="dimmed">
            {t("trackingHelp")}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {kit("cancel")}
            </Button>
            <Button type="submit" loading={ship.isPending}>
              {t("ship")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { call } from "@/api/call";
import {
  adminGetOrder,
  adminListFulfillments,
  adminListOrders,
  adminShipFulfillment,
} from "@/api/generated/sdk.gen";
import type { OrderDetail } from "@/api/generated/types.gen";
import { Problem } from "@/api/problem";
import { refresh } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { useKitWords } from "@/kit/words";
import { CarriageDialog } from "./CarriageDialog";
import { CarrierField, keepCarrier, lastCarrier, useCarriers } from "./CarrierField";
import { useParcelWords } from "./parcelWords";

export interface DialogProps {
  order: OrderDetail;
  conflict: () => void;
  close: () => void;
}

/** Every parcel that is packed leaves: one carrier, a number for each of them. */
export function ShipDialog({ order, conflict, close }: DialogProps) {
  const packed = order.fulfillments.filter((one) => one.status === "prepared");
  const only = packed.length === 1 ? packed[0] : undefined;
  if (only)
    return (
      <CarriageDialog
        storeId={order.store_id}
        version={order.version}
        parcel={only}
        isShipping
        conflict={conflict}
        close={close}
      />
    );
  return <ShipAll order={order} conflict={conflict} close={close} />;
}

function ShipAll({ order, conflict, close }: DialogProps) {
  const t = useParcelWords();
  const kit = useKitWords();
  const carriers = useCarriers(order.store_id);
  const [carrier, setCarrier] = useState(lastCarrier);
  const [numbers, setNumbers] = useState<Readonly<Record<string, string>>>({});
  const [isBusy, setBusy] = useState(false);
  const packed = order.fulfillments.filter((one) => one.status === "prepared");

  /** One after the other, each with the version that the one before left. */
  async function send(): Promise<void> {
    setBusy(true);
    keepCarrier(carrier);
    let version = order.version;
    try {
      for (const parcel of packed) {
        const number = (numbers[parcel.id] ?? parcel.tracking_number).trim();
        const body = { tracking_number: number, ...carriers.chosen(carrier) };
        const after = await call(adminShipFulfillment, { path: { fulfillment: parcel.id }, version, body });
        version = after.version;
      }
      tell(t("shippedNow"));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 412) conflict();
      else tellProblem(error);
    } finally {
      refresh(adminGetOrder, adminListOrders, adminListFulfillments);
      close();
    }
  }

  return (
    <Modal opened onClose={close} title={t("shipTitle", { number: order.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Stack>
          <CarrierField names={carriers.names} value={carrier} onChange={setCarrier} />
          {packed.map((parcel) => (
            <TextInput
              key={parcel.id}
              label={t("trackingOf", { number: parcel.number })}
              value={numbers[parcel.id] ?? parcel.tracking_number}
              maxLength={100}
              autoComplete="off"
              onChange={(event) => setNumbers({ ...numbers, [parcel.id]: event.currentTarget.value })}
            />
          ))}
          <Text size="xs" c="dimmed">
            {t("buyerSees")}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {kit("cancel")}
            </Button>
            <Button type="submit" loading={isBusy}>
              {t("shipNow")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

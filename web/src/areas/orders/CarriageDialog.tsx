import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { adminChangeCarriage, adminShipFulfillment } from "@/api/generated/sdk.gen";
import type { Fulfillment } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { useKitWords } from "@/kit/words";
import { CarrierField, keepCarrier, lastCarrier, useCarriers } from "./CarrierField";
import { useParcelWords } from "./parcelWords";
import { stepOptions } from "./useStep";

interface CarriageDialogProps {
  storeId: string;
  /** The order's version that was seen. */
  version: number;
  parcel: Pick<Fulfillment, "id" | "number" | "carrier" | "service" | "tracking_number" | "tracking_url">;
  /** It leaves now; otherwise what was said is corrected. */
  isShipping: boolean;
  conflict: () => void;
  close: () => void;
}

/** How one parcel travels. The tracking number comes first: a scanner types it and presses Enter. */
export function CarriageDialog({
  storeId,
  version,
  parcel,
  isShipping,
  conflict,
  close,
}: CarriageDialogProps) {
  const t = useParcelWords();
  const kit = useKitWords();
  const carriers = useCarriers(storeId);
  const [tracking, setTracking] = useState(parcel.tracking_number);
  const [carrier, setCarrier] = useState(parcel.carrier || (isShipping ? lastCarrier() : ""));
  const [service, setService] = useState(parcel.service);
  const [link, setLink] = useState(parcel.tracking_url);
  const ship = useWrite(adminShipFulfillment, stepOptions(t("shippedNow"), conflict, close));
  const change = useWrite(adminChangeCarriage, stepOptions(t("carriageNow"), conflict, close));
  const isMade = link === parcel.tracking_url;
  const isWrong = link.trim() !== "" && !/^https?:\/\/\S+$/.test(link.trim());

  function send(): void {
    const path = { fulfillment: parcel.id };
    const said = { service: service.trim(), tracking_number: tracking.trim() };
    if (isShipping) {
      keepCarrier(carrier);
      const url = isMade && said.tracking_number !== parcel.tracking_number ? "" : link.trim();
      ship.mutate({ path, version, body: { ...said, ...carriers.chosen(carrier), tracking_url: url } });
    } else {
      const url = isMade ? {} : { tracking_url: link.trim() };
      change.mutate({ path, version, body: { ...said, carrier, ...url } });
    }
  }

  return (
    <Modal opened onClose={close} title={t("carriageTitle", { number: parcel.number })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isWrong) send();
        }}
      >
        <Stack>
          <TextInput
            label={t("tracking")}
            value={tracking}
            maxLength={100}
            autoComplete="off"
            data-autofocus
            onChange={(event) => setTracking(event.currentTarget.value)}
          />
          <CarrierField names={carriers.names} value={carrier} onChange={setCarrier} />
          <TextInput
            label={t("service")}
            value={service}
            maxLength={100}
            onChange={(event) => setService(event.currentTarget.value)}
          />
          <TextInput
            label={t("link")}
            description={t("linkHelp")}
            type="url"
            value={link}
            maxLength={500}
            error={isWrong ? t("linkWrong") : null}
            onChange={(event) => setLink(event.currentTarget.value)}
          />
          <Text size="xs" c="dimmed">
            {t("buyerSees")}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {kit("cancel")}
            </Button>
            <Button type="submit" loading={ship.isPending || change.isPending}>
              {isShipping ? t("shipNow") : t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

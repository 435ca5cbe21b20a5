import { Button, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { adminReassignOrder, adminReassignPlaces } from "@/api/generated/sdk.gen";
import type { FulfillmentPlace, LineQuantity, OrderDetail, ToPrepare } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { Failure } from "@/kit/Failure";
import { Skeletons } from "@/kit/Skeletons";
import { useKitWords } from "@/kit/words";
import classes from "./parcels.module.css";
import { type ParcelWords, useParcelWords } from "./parcelWords";
import { stepOptions } from "./useStep";

interface ReassignDialogProps {
  order: OrderDetail;
  part: ToPrepare;
  /** Some of it only; null is all of it. */
  lines: LineQuantity[] | null;
  conflict: () => void;
  close: () => void;
}

/** From where the goods come instead: what has all of it first, the nearest first, and chosen already. */
export function ReassignDialog({ order, part, lines, conflict, close }: ReassignDialogProps) {
  const t = useParcelWords();
  const kit = useKitWords();
  const before = part.location_id ?? "";
  const places = useRead(adminReassignPlaces, {
    path: { order: order.id },
    query: { from_location_id: before },
  });
  const [chosen, setChosen] = useState<string | null>(null);
  const found = places.data ?? [];
  const to = found.find((place) => place.location_id === (chosen ?? found[0]?.location_id));
  const move = useWrite(
    adminReassignOrder,
    stepOptions(t("reassignedNow", { location: to?.location ?? "" }), conflict, close),
  );
  return (
    <Modal opened onClose={close} title={t("reassignTitle")}>
      <Stack>
        <Text size="sm">{t("reassignHelp", { location: part.location })}</Text>
        {places.error ? (
          <Failure error={places.error} again={() => void places.refetch()} />
        ) : places.data === undefined ? (
          <Skeletons />
        ) : found.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t("noPlaces")}
          </Text>
        ) : (
          <Radio.Group aria-label={t("reassignTitle")} value={to?.location_id ?? null} onChange={setChosen}>
            <div className={classes.places}>
              {found.map((place) => (
                <Radio
                  key={place.location_id}
                  value={place.location_id}
                  label={place.location}
                  description={said(t, place)}
                />
              ))}
            </div>
          </Radio.Group>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {kit("cancel")}
          </Button>
          <Button
            disabled={!to}
            loading={move.isPending}
            onClick={() =>
              to &&
              move.mutate({
                path: { order: order.id },
                version: order.version,
                body: { from_location_id: before, to_location_id: to.location_id, lines },
              })
            }
          >
            {t("reassign")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function said(t: ParcelWords, place: FulfillmentPlace): string {
  const some = Object.entries(place.available).filter(([, free]) => free > 0);
  const goods = some.map(([sku]) => sku).join(", ");
  const has = place.is_enough ? t("enough") : goods ? t("notEnough", { goods }) : t("hasNone");
  const far = place.metres === null ? "" : t("kilometres", { count: Math.round(place.metres / 1000) });
  return [has, far].filter(Boolean).join(" · ");
}

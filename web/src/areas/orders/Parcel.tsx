import { ActionIcon, Anchor, Button, CopyButton, Menu, Text, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy, IconDots, IconExternalLink, IconTruck } from "@tabler/icons-react";
import { useState } from "react";
import { adminCancelFulfillment, adminDeliverFulfillment } from "@/api/generated/sdk.gen";
import type { Fulfillment, OrderDetail } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useMay } from "@/app/may";
import { useLanguage } from "@/app/words";
import { Explained } from "@/kit/May";
import { printPaper } from "@/kit/printPaper";
import { StatusBadge, type Tone } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { CarriageDialog } from "./CarriageDialog";
import { Contents } from "./Contents";
import { lasting } from "./lasting";
import classes from "./parcels.module.css";
import { type ParcelWords, useParcelWords } from "./parcelWords";
import { stepOptions } from "./useStep";

const TONES: Record<string, Tone> = { prepared: "warn", shipped: "info", delivered: "good" };

interface ParcelProps {
  order: OrderDetail;
  parcel: Fulfillment;
  conflict: () => void;
}

/** One parcel: what is in it, how far it is, how it travels, and what can be done with it. */
export function Parcel({ order, parcel, conflict }: ParcelProps) {
  const t = useParcelWords();
  return (
    <article
      className={classes.part}
      data-gone={parcel.status === "cancelled"}
      aria-label={t("parcel", { number: parcel.number })}
    >
      <div className={classes.head}>
        <span className={classes.name}>
          <span data-figures>{t("parcel", { number: parcel.number })}</span>
          <StatusBadge tone={TONES[parcel.status] ?? "quiet"}>{stateOf(t, parcel)}</StatusBadge>
        </span>
        <Text span size="xs" c="dimmed">
          {t("from", { location: parcel.location })}
        </Text>
      </div>
      <Contents lines={parcel.lines} />
      <Tracking parcel={parcel} />
      <Times order={order} parcel={parcel} />
      {parcel.status === "cancelled" ? null : (
        <ParcelActs order={order} parcel={parcel} conflict={conflict} />
      )}
    </article>
  );
}

export function stateOf(t: ParcelWords, parcel: Pick<Fulfillment, "status" | "is_pickup">): string {
  if (parcel.is_pickup && parcel.status === "prepared") return t("ready");
  if (parcel.is_pickup && parcel.status === "delivered") return t("fetched");
  return t.has(parcel.status) ? t(parcel.status) : parcel.status;
}

/** Who carries it, its number to copy, and where it can be followed. */
export function Tracking({
  parcel,
}: {
  parcel: Pick<Fulfillment, "carrier" | "service" | "tracking_number" | "tracking_url">;
}) {
  const t = useParcelWords();
  const by = [parcel.carrier, parcel.service].filter(Boolean).join(" · ");
  if (!by && !parcel.tracking_number && !parcel.tracking_url) return null;
  return (
    <div className={classes.carriage}>
      <IconTruck size={16} aria-hidden />
      {by ? <span>{by}</span> : null}
      {parcel.tracking_number ? (
        <>
          <span data-figures>{parcel.tracking_number}</span>
          <CopyButton value={parcel.tracking_number}>
            {({ copied, copy }) => (
              <Tooltip label={copied ? t("copied") : t("copy")}>
                <ActionIcon variant="subtle" color="gray" aria-label={t("copy")} onClick={copy}>
                  {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
                </ActionIcon>
              </Tooltip>
            )}
          </CopyButton>
        </>
      ) : null}
      {parcel.tracking_url ? (
        <Anchor href={parcel.tracking_url} target="_blank" rel="noreferrer" size="sm">
          {t("follow")} <IconExternalLink size={13} aria-hidden style={{ verticalAlign: "-2px" }} />
        </Anchor>
      ) : null}
    </div>
  );
}

function Times({ order, parcel }: { order: OrderDetail; parcel: Fulfillment }) {
  const t = useParcelWords();
  const language = useLanguage();
  const steps = [
    { key: "at_prepared" as const, at: parcel.prepared_at, took: parcel.seconds_to_prepare },
    { key: "at_shipped" as const, at: parcel.shipped_at, took: parcel.seconds_to_ship },
    { key: "at_delivered" as const, at: parcel.delivered_at, took: parcel.seconds_to_deliver },
  ];
  return (
    <dl className={classes.times}>
      {steps.map((step) =>
        step.at ? (
          <div key={step.key}>
            <dt>{step.key === "at_delivered" && parcel.is_pickup ? t("fetched") : t(step.key)}</dt>
            <dd>
              <When at={step.at} timeZone={order.store.timezone} />
              {typeof step.took === "number" && step.took >= 60
                ? ` (${t("took", { time: lasting(language, step.took) })})`
                : null}
            </dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

function ParcelActs({ order, parcel, conflict }: ParcelProps) {
  const t = useParcelWords();
  const [dialog, setDialog] = useState<"ship" | "correct" | null>(null);
  const deliver = useWrite(adminDeliverFulfillment, stepOptions(t("deliveredNow"), conflict));
  const unpack = useWrite(adminCancelFulfillment, stepOptions(t("unpackedNow"), conflict));
  const isHere = useMay("orders:write", { store: order.store_id, location: parcel.location_id });
  const reason = isHere ? null : t("working", { location: parcel.location });
  const isOpen = order.status === "open";
  const isPacked = parcel.status === "prepared";
  const input = { path: { fulfillment: parcel.id }, version: order.version };
  const address = `/fulfillments/${parcel.id}`;

  async function askToUnpack(): Promise<void> {
    const title = t("unpackTitle", { number: parcel.number });
    if (await confirm({ title, text: t("unpackHelp"), action: t("unpack") }))
      unpack.mutate({ ...input, body: {} });
  }

  return (
    <div className={classes.acts}>
      {isOpen && isPacked && !parcel.is_pickup ? (
        <Explained reason={reason}>
          <Button size="sm" onClick={() => setDialog("ship")}>
            {t("ship")}
          </Button>
        </Explained>
      ) : null}
      {isOpen && (parcel.status === "shipped" || (isPacked && parcel.is_pickup)) ? (
        <Explained reason={reason}>
          <Button
            size="sm"
            variant={isPacked ? "filled" : "default"}
            loading={deliver.isPending}
            onClick={() => deliver.mutate(input)}
          >
            {isPacked ? t("handOver") : t("deliver")}
          </Button>
        </Explained>
      ) : null}
      <Menu position="bottom-start" width={260}>
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t("more", { number: parcel.number })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => printPaper(`${address}/slip.pdf`)}>{t("printSlip")}</Menu.Item>
          {parcel.is_pickup ? (
            <Menu.Item onClick={() => printPaper(`${address}/tag.pdf`)}>{t("printTag")}</Menu.Item>
          ) : (
            <Menu.Item onClick={() => printPaper(`${address}/label.pdf`)}>{t("printLabel")}</Menu.Item>
          )}
          {isOpen && isHere && !parcel.is_pickup && parcel.status !== "delivered" ? (
            <Menu.Item onClick={() => setDialog("correct")}>{t("correct")}</Menu.Item>
          ) : null}
          {isOpen && isHere && isPacked ? (
            <Menu.Item color="red" onClick={() => void askToUnpack()}>
              {t("unpack")}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {dialog ? (
        <CarriageDialog
          storeId={order.store_id}
          version={order.version}
          parcel={parcel}
          isShipping={dialog === "ship"}
          conflict={conflict}
          close={() => setDialog(null)}
        />
      ) : null}
    </div>
  );
}

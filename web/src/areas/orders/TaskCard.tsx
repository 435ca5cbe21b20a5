import { Button, Text } from "@mantine/core";
import { IconPackage, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import {
  adminDeliverFulfillment,
  adminListFulfillments,
  adminPrepareFulfillment,
} from "@/api/generated/sdk.gen";
import type { FulfillmentTask } from "@/api/generated/types.gen";
import { refresh, useWrite } from "@/api/query";
import { GoLink } from "@/app/here";
import { useMay } from "@/app/may";
import { Explained } from "@/kit/May";
import { printPaper } from "@/kit/printPaper";
import { When } from "@/kit/When";
import { CarriageDialog } from "./CarriageDialog";
import { Contents } from "./Contents";
import { Tracking } from "./Parcel";
import classes from "./parcels.module.css";
import { useParcelWords } from "./parcelWords";
import { stepOptions } from "./useStep";

/** One thing to do: for whom, what, and the button that says it is done. */
export function TaskCard({ task }: { task: FulfillmentTask }) {
  const t = useParcelWords();
  const [isShipping, setShipping] = useState(false);
  const again = () => refresh(adminListFulfillments);
  const prepare = useWrite(adminPrepareFulfillment, stepOptions(t("preparedNow"), again));
  const deliver = useWrite(adminDeliverFulfillment, stepOptions(t("deliveredNow"), again));
  const place = task.location_id ? { location: task.location_id } : {};
  const isHere = useMay("orders:write", { store: task.store_id, ...place });
  const reason = isHere ? null : t("working", { location: task.location });
  const id = task.fulfillment_id;

  function pack(): void {
    const lines = task.lines.flatMap((line) =>
      line.line_id ? [{ line_id: line.line_id, quantity: line.quantity }] : [],
    );
    prepare.mutate({
      path: { order: task.order_id },
      version: task.version,
      body: { lines, location_id: task.location_id },
    });
  }

  return (
    <li className={classes.task}>
      <div className={classes.who}>
        <GoLink
          to={`/orders/${task.order_id}`}
          c="inherit"
          fw={600}
          data-figures
          aria-label={t("openOrder", { number: task.number })}
        >
          {task.number}
        </GoLink>
        <span>{[task.name, task.city].filter(Boolean).join(", ")}</span>
        <Text span size="xs" c="dimmed">
          {[task.shipping_name, task.location].filter(Boolean).join(" · ")}
        </Text>
        <Text span size="xs" c="dimmed">
          {t("since")} <When at={task.since} />
        </Text>
        {task.note ? (
          <Text span size="xs">
            {t("note")}: {task.note}
          </Text>
        ) : null}
      </div>
      <div>
        <Contents lines={task.lines} />
        <Tracking parcel={{ ...task, service: "" }} />
      </div>
      <div className={classes.acts}>
        {id && task.step !== "on_the_way" ? (
          <Button
            size="sm"
            variant="default"
            leftSection={<IconPrinter size={16} />}
            onClick={() => printPaper(`/fulfillments/${id}/${task.is_pickup ? "tag" : "label"}.pdf`)}
          >
            {task.is_pickup ? t("printTag") : t("printLabel")}
          </Button>
        ) : null}
        <Explained reason={reason}>
          {task.step === "to_prepare" ? (
            <Button
              size="sm"
              leftSection={<IconPackage size={16} />}
              loading={prepare.isPending}
              onClick={pack}
            >
              {t("prepare")}
            </Button>
          ) : task.step === "to_ship" ? (
            <Button size="sm" onClick={() => setShipping(true)}>
              {t("ship")}
            </Button>
          ) : (
            <Button
              size="sm"
              loading={deliver.isPending}
              onClick={() => id && deliver.mutate({ path: { fulfillment: id }, version: task.version })}
            >
              {task.step === "to_collect" ? t("handOver") : t("deliver")}
            </Button>
          )}
        </Explained>
      </div>
      {isShipping && id ? (
        <CarriageDialog
          storeId={task.store_id}
          version={task.version}
          parcel={{ ...task, id, service: "" }}
          isShipping
          conflict={again}
          close={() => setShipping(false)}
        />
      ) : null}
    </li>
  );
}

import { Button, Text } from "@mantine/core";
import { IconPackage } from "@tabler/icons-react";
import { useState } from "react";
import { adminPrepareFulfillment } from "@/api/generated/sdk.gen";
import type { OrderDetail, ToPrepare as Part } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { useMay } from "@/app/may";
import { useLanguage } from "@/app/words";
import { QuantityInput } from "@/kit/form/MoneyInput";
import { formatQuantity } from "@/kit/format";
import { Explained } from "@/kit/May";
import { Contents } from "./Contents";
import classes from "./parcels.module.css";
import { useParcelWords } from "./parcelWords";
import { ReassignDialog } from "./ReassignDialog";
import { actionOf, isFetched, whyNot } from "./states";
import { stepOptions } from "./useStep";
import { useOrderWords } from "./words";

interface ToPrepareProps {
  order: OrderDetail;
  part: Part;
  conflict: () => void;
}

/** What waits at one location: all of it is prepared unless somebody chooses less. */
export function ToPrepare({ order, part, conflict }: ToPrepareProps) {
  const t = useParcelWords();
  const words = useOrderWords();
  const language = useLanguage();
  const [picked, setPicked] = useState<Record<string, number> | null>(null);
  const [isMoving, setMoving] = useState(false);
  const prepare = useWrite(adminPrepareFulfillment, stepOptions(t("preparedNow"), conflict));
  const place = part.location_id ?? undefined;
  const isHere = useMay("orders:write", { store: order.store_id, ...(place ? { location: place } : {}) });
  const action = actionOf(order, "prepare");
  const reason = !isHere
    ? t("working", { location: part.location })
    : action?.is_allowed
      ? null
      : whyNot(words, action);
  const lines = part.lines.flatMap((line) =>
    line.line_id
      ? [{ line_id: line.line_id, quantity: picked?.[line.line_id] ?? (picked ? 0 : line.quantity) }]
      : [],
  );
  const chosen = lines.filter((line) => line.quantity > 0);
  return (
    <div className={classes.part}>
      <div className={classes.head}>
        <span className={classes.name}>
          {part.location_id ? t("waitsAt", { location: part.location }) : t("anywhere")}
        </span>
      </div>
      {picked === null ? (
        <Contents lines={part.lines} />
      ) : (
        <div className={classes.pick}>
          {part.lines.map((line) => {
            const most = formatQuantity(language, line.quantity, line.scale, line.unit);
            const id = line.line_id ?? "";
            return [
              <span key={`${id}-name`}>
                {line.title}
                <Text span size="xs" c="dimmed" className={classes.sku}>
                  {[line.variant_title, t("ofMost", { most })].filter(Boolean).join(" · ")}
                </Text>
              </span>,
              <QuantityInput
                key={`${id}-field`}
                aria-label={t("howMuch", { title: line.title })}
                scale={line.scale}
                value={picked[id] ?? 0}
                onChange={(value) =>
                  setPicked({ ...picked, [id]: Math.min(Math.max(value ?? 0, 0), line.quantity) })
                }
              />,
            ];
          })}
        </div>
      )}
      <div className={classes.acts}>
        <Explained reason={reason}>
          <Button
            size="sm"
            leftSection={<IconPackage size={16} />}
            loading={prepare.isPending}
            disabled={chosen.length === 0}
            onClick={() =>
              prepare.mutate({
                path: { order: order.id },
                version: order.version,
                body: { lines: chosen, location_id: part.location_id },
              })
            }
          >
            {t("prepare")}
          </Button>
        </Explained>
        <Button
          size="sm"
          variant="default"
          onClick={() =>
            setPicked(
              picked === null
                ? Object.fromEntries(part.lines.map((line) => [line.line_id ?? "", line.quantity]))
                : null,
            )
          }
        >
          {picked === null ? t("choose") : t("chooseLess")}
        </Button>
        {part.location_id && isHere && !isFetched(order) ? (
          <Button size="sm" variant="subtle" onClick={() => setMoving(true)}>
            {t("elsewhere")}
          </Button>
        ) : null}
      </div>
      {isMoving ? (
        <ReassignDialog
          order={order}
          part={part}
          lines={picked === null ? null : chosen}
          conflict={conflict}
          close={() => setMoving(false)}
        />
      ) : null}
    </div>
  );
}

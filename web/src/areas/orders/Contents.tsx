import { Text } from "@mantine/core";
import type { FulfillmentLine } from "@/api/generated/types.gen";
import { Quantity } from "@/kit/Money";
import classes from "./parcels.module.css";

/** What is in a parcel, or is to be: how much of what. */
export function Contents({ lines }: { lines: readonly FulfillmentLine[] }) {
  return (
    <ul className={classes.contents}>
      {lines.map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line that was taken off the order has no id
        <li key={`${line.line_id}-${place}`}>
          <span className={classes.quantity}>
            <Quantity value={line.quantity} scale={line.scale} unit={line.unit} />
          </span>
          <span>
            {line.title}
            <Text span size="xs" c="dimmed" className={classes.sku}>
              {[line.variant_title, line.sku].filter(Boolean).join(" · ")}
            </Text>
          </span>
        </li>
      ))}
    </ul>
  );
}

import { Button } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import type { OrderDetail } from "@/api/generated/types.gen";
import { PlainLink } from "@/app/here";
import { Explained } from "@/kit/May";
import { actionOf, whyNot } from "../states";
import { useOrderWords } from "../words";
import { useEditWords } from "./words";

/** To the page where the order is edited, or why it can't be now. */
export function EditButton({ order }: { order: OrderDetail }) {
  const t = useEditWords();
  const words = useOrderWords();
  const edit = actionOf(order, "edit");
  if (edit === undefined || edit.code === "Forbidden") return null;
  if (!edit.is_allowed)
    return (
      <Explained reason={whyNot(words, edit)}>
        <Button variant="default" leftSection={<IconPencil size={16} />}>
          {t("edit")}
        </Button>
      </Explained>
    );
  return (
    <Button
      component={PlainLink}
      to={`/orders/${order.id}/edit`}
      variant="default"
      leftSection={<IconPencil size={16} />}
    >
      {t("edit")}
    </Button>
  );
}

import { Button } from "@mantine/core";
import { IconArrowUp } from "@tabler/icons-react";
import classes from "./orders.module.css";
import { useOrderWords } from "./words";

/** A quiet word that more came in; the list stays as it is until somebody asks for them. */
export function NewOrders({ count, show }: { count: number; show: () => void }) {
  const t = useOrderWords();
  return (
    <div className={classes.fresh} role="status" data-shown={count > 0}>
      {count > 0 ? (
        <Button radius="xl" size="xs" leftSection={<IconArrowUp size={14} />} onClick={show}>
          {t("newOrders", { count })}
        </Button>
      ) : null}
    </div>
  );
}

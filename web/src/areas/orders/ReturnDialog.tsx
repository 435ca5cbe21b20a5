import { Button, Group, Modal, Stack, Switch } from "@mantine/core";
import { useState } from "react";
import { adminReturnOrder } from "@/api/generated/sdk.gen";
import { useWrite } from "@/api/query";
import { useKitWords } from "@/kit/words";
import type { DialogProps } from "./ShipDialog";
import { stepOptions } from "./useStep";
import { useOrderWords } from "./words";

export function ReturnDialog({ order, conflict, close }: DialogProps) {
  const t = useOrderWords();
  const kit = useKitWords();
  const [isSellable, setSellable] = useState(true);
  const back = useWrite(adminReturnOrder, stepOptions(t("returnedNow"), conflict, close));
  return (
    <Modal opened onClose={close} title={t("returnTitle", { number: order.number })}>
      <Stack>
        <Switch
          label={t("sellable")}
          description={t("sellableHelp")}
          checked={isSellable}
          onChange={(event) => setSellable(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {kit("cancel")}
          </Button>
          <Button
            loading={back.isPending}
            onClick={() =>
              back.mutate({
                path: { order: order.id },
                version: order.version,
                body: { is_sellable: isSellable },
              })
            }
          >
            {t("return")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

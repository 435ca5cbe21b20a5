import { Button, List, Modal } from "@mantine/core";
import { IconChecklist, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { adminBulkOrders, adminGetOrder, adminListOrders } from "@/api/generated/sdk.gen";
import type { BulkResult, OrderListItem } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { Explained, useReason } from "@/kit/May";
import { printPickList, printSlips } from "./printing";
import { stepsFor } from "./states";
import { useOrderWords } from "./words";

/** What can be done with the ticked orders; each is judged for itself, and those that were refused are listed. */
export function BulkActs({ rows, clear }: { rows: readonly OrderListItem[]; clear: () => void }) {
  const t = useOrderWords();
  const reason = useReason("orders:write");
  const [refused, setRefused] = useState<BulkResult[]>([]);
  const bulk = useWrite(adminBulkOrders, {
    changes: [adminListOrders, adminGetOrder],
    done: (results) => {
      const done = results.filter((result) => result.is_done).length;
      if (done > 0) tell(t("bulkDone", { count: done }));
      const left = results.filter((result) => !result.is_done);
      if (left.length > 0) setRefused(left);
      else clear();
    },
    failed: tellProblem,
  });
  const steps = stepsFor(rows);
  const ids = rows.map((row) => row.id).slice(0, 100);
  return (
    <>
      {steps.map((action, place) => (
        <Explained key={action} reason={reason}>
          <Button
            size="xs"
            variant={place === 0 ? "filled" : "default"}
            loading={bulk.isPending && bulk.variables.body.action === action}
            onClick={() => bulk.mutate({ body: { action, order_ids: ids } })}
          >
            {t(action)}
          </Button>
        </Explained>
      ))}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPrinter size={14} />}
        onClick={() => printSlips(ids)}
      >
        {t("printMany", { count: ids.length })}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconChecklist size={14} />}
        onClick={() => printPickList(ids)}
      >
        {t("printPicks")}
      </Button>
      <Modal
        opened={refused.length > 0}
        onClose={() => setRefused([])}
        title={t("bulkRefused", { count: refused.length })}
      >
        <List size="sm" spacing="xs">
          {refused.map((result) => (
            <List.Item key={result.order_id}>
              <b>{rows.find((row) => row.id === result.order_id)?.number}</b>: {result.reason}
            </List.Item>
          ))}
        </List>

        <Button variant="default" mt="md" onClick={() => setRefused([])}>
          {t("close")}
        </Button>
      </Modal>
    </>
  );
}

import { Button, Group, Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { adminListReturns, adminOrderReturns, adminRequestReturn } from "@/api/generated/sdk.gen";
import type { OrderDetail, OrderReturns } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { useGo } from "@/app/here";
import { tellProblem } from "@/app/messages";
import { useLanguage } from "@/app/words";
import { QuantityInput } from "@/kit/form/MoneyInput";
import { formatQuantity } from "@/kit/format";
import { useKitWords } from "@/kit/words";
import { useReturnsCardWords } from "./returnsCardWords";

interface Props {
  order: OrderDetail;
  offered: OrderReturns;
  close: () => void;
}

type Outcome = "refund" | "credit";

/** Staff ask for a customer who called. */
export function AskReturn({ order, offered, close }: Props) {
  const t = useReturnsCardWords();
  const kit = useKitWords();
  const go = useGo();
  const language = useLanguage();
  const [quantities, setQuantities] = useState<Record<string, number>>({});
  const [reason, setReason] = useState<string | null>(offered.reasons[0]?.code ?? null);
  const [outcome, setOutcome] = useState<Outcome>("refund");
  const [note, setNote] = useState("");
  const isFault = offered.reasons.find((one) => one.code === reason)?.is_fault ?? false;
  const lines = offered.lines.filter((line) => (isFault ? line.claimable : line.open) > 0);
  const chosen = lines.filter((line) => (quantities[line.line_id] ?? 0) > 0);
  const ask = useWrite(adminRequestReturn, {
    changes: [adminOrderReturns, adminListReturns],
    done: (made) => {
      close();
      go(`/returns/${made.item.id}`);
    },
    failed: tellProblem,
  });
  return (
    <Modal opened onClose={close} title={t("askTitle", { number: order.number })}>
      <Stack>
        <Select
          label={t("why")}
          allowDeselect={false}
          data={offered.reasons.map((one) => ({
            value: one.code,
            label: one.label || (t.has(one.code) ? t(one.code) : one.code),
          }))}
          value={reason}
          onChange={setReason}
        />
        {lines.map((line) => {
          const most = isFault ? line.claimable : line.open;
          return (
            <QuantityInput
              key={line.line_id}
              label={`${line.title} ${line.variant_title}`}
              description={t("most", { most: formatQuantity(language, most, line.scale, line.unit) })}
              scale={line.scale}
              value={quantities[line.line_id] ?? 0}
              onChange={(value) =>
                setQuantities({ ...quantities, [line.line_id]: Math.min(value ?? 0, most) })
              }
            />
          );
        })}
        {lines.length === 0 ? <Text size="sm">{t("nothing")}</Text> : null}
        <Select
          label={t("what")}
          allowDeselect={false}
          data={(["refund", "credit"] as const)
            .filter((one) => one === "refund" || offered.outcomes.includes(one))
            .map((value) => ({ value, label: t(value) }))}
          value={outcome}
          onChange={(value) => value && setOutcome(value as Outcome)}
        />
        <Textarea
          label={t("note")}
          autosize
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {kit("cancel")}
          </Button>
          <Button
            loading={ask.isPending}
            disabled={chosen.length === 0 || reason === null}
            onClick={() =>
              ask.mutate({
                path: { order: order.id },
                body: {
                  outcome,
                  note,
                  lines: chosen.map((line) => ({
                    line_id: line.line_id,
                    quantity: quantities[line.line_id] ?? 0,
                    reason: reason ?? "",
                  })),
                },
              })
            }
          >
            {t("ask")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

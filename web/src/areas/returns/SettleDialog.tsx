import { Button, Group, Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { adminSettleReturn } from "@/api/generated/sdk.gen";
import { useWrite } from "@/api/query";
import { MoneyInput } from "@/kit/form/MoneyInput";
import { useKitWords } from "@/kit/words";
import type { DialogProps } from "./ApproveDialog";
import { Sums } from "./Sums";
import { stepOptions, word } from "./states";
import { useReturnWords } from "./words";

type Outcome = "refund" | "exchange" | "credit";

/** The proposed figures, and what is given in the end. */
export function SettleDialog({ detail, conflict, close }: DialogProps) {
  const t = useReturnWords();
  const kit = useKitWords();
  const back = detail.item;
  const [outcome, setOutcome] = useState<Outcome>(back.outcome as Outcome);
  const [amount, setAmount] = useState<number | null>(detail.proposal.amount_minor);
  const [reason, setReason] = useState("");
  const settle = useWrite(adminSettleReturn, stepOptions(t("settledNow"), conflict, close));
  const outcomes: Outcome[] = [
    "refund",
    ...(detail.proposal.may_credit ? (["credit"] as const) : []),
    ...(back.wishes.length > 0 ? (["exchange"] as const) : []),
  ];
  return (
    <Modal opened onClose={close} title={t("settleTitle", { number: back.number })}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t("settleHelp")}
        </Text>
        <Sums detail={detail} />
        {back.is_paying ? null : (
          <>
            <Select
              label={t("how")}
              allowDeselect={false}
              data={outcomes.map((value) => ({ value, label: word(t, value) }))}
              value={outcome}
              onChange={(value) => value && setOutcome(value as Outcome)}
              {...(outcome === "exchange" ? { description: t("exchangeHelp") } : {})}
            />
            <MoneyInput
              label={t("give")}
              currency={back.currency}
              value={amount}
              onChange={(value) => setAmount(value)}
            />
            <Textarea
              label={t("note")}
              autosize
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {kit("cancel")}
          </Button>
          <Button
            loading={settle.isPending}
            disabled={amount === null}
            onClick={() =>
              settle.mutate({
                path: { return_id: back.id },
                version: back.version,
                body: { outcome, amount_minor: amount, reason },
              })
            }
          >
            {t("settle")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

import { ActionIcon, Button, Menu, Text } from "@mantine/core";
import { IconDots, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { adminCompleteOrder, adminDeliverOrder, adminPrepareOrder } from "@/api/generated/sdk.gen";
import type { OrderDetail } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { useKeys } from "@/app/keys";
import { CaptureDialog } from "@/kit/money/CaptureDialog";
import { PaidDialog } from "@/kit/money/PaidDialog";
import { RefundDialog } from "@/kit/money/RefundDialog";
import { CancelDialog } from "./CancelDialog";
import { printSlips } from "./printing";
import { ReturnDialog } from "./ReturnDialog";
import { ShipDialog } from "./ShipDialog";
import { actionOf, isFetched, nextAct, whyNot } from "./states";
import { stepOptions } from "./useStep";
import { useOrderWords } from "./words";

type Dialog = "ship" | "cancel" | "return" | "mark_paid" | "capture" | "refund";

const REST = ["prepare", "ship", "deliver", "complete", "mark_paid", "capture", "refund", "return", "cancel"];

/** Money is held of few orders: of the others nobody asks why none can be taken. */
function isShown(order: OrderDetail, action: string): boolean {
  const code = actionOf(order, action)?.code;
  return action !== "capture" || code !== "NothingToCapture";
}

interface ActsProps {
  order: OrderDetail;
  /** Somebody else was faster. */
  conflict: () => void;
}

/** The next step as a button, every other one in the menu: what cannot be done now is there too and says why. */
export function Acts({ order, conflict }: ActsProps) {
  const t = useOrderWords();
  const [open, setOpen] = useState<Dialog | null>(null);
  const close = () => setOpen(null);
  const prepare = useWrite(adminPrepareOrder, stepOptions(t("preparedNow"), conflict));
  const deliver = useWrite(adminDeliverOrder, stepOptions(t("deliveredNow"), conflict));
  const complete = useWrite(adminCompleteOrder, stepOptions(t("completedNow"), conflict));
  const isBusy = prepare.isPending || deliver.isPending || complete.isPending;
  const input = { path: { order: order.id }, version: order.version };
  const runs: Record<string, () => void> = {
    prepare: () => prepare.mutate(input),
    deliver: () => deliver.mutate(input),
    complete: () => complete.mutate(input),
    ship: () => setOpen("ship"),
    return: () => setOpen("return"),
    cancel: () => setOpen("cancel"),
    mark_paid: () => setOpen("mark_paid"),
    capture: () => setOpen("capture"),
    refund: () => setOpen("refund"),
  };
  const labels: Record<string, string> = {
    prepare: t("prepare"),
    ship: t("ship"),
    deliver: isFetched(order) ? t("handOver") : t("deliver"),
    complete: t("complete"),
    return: t("return"),
    mark_paid: t("markPaid"),
    capture: t("capture"),
    refund: t("refund"),
    cancel: t("cancelOrder"),
  };
  const next = nextAct(order);
  useKeys([
    {
      keys: "s",
      label: t("nextStep"),
      disabled: next === null || isBusy,
      run: () => next && runs[next]?.(),
    },
    { keys: "p", label: t("print"), run: () => printSlips([order.id]) },
  ]);
  const rest = REST.filter((action) => action !== next && isShown(order, action));
  const paymentFor = (action: string) =>
    order.payments.find((one) => one.id === actionOf(order, action)?.payment_id);
  const [captured, paid] = [paymentFor("capture"), paymentFor("mark_paid")];
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPrinter size={16} />}
        onClick={() => printSlips([order.id])}
      >
        {t("print")}
      </Button>
      <Menu position="bottom-end" width={300} keepMounted={false}>
        <Menu.Target>
          <ActionIcon variant="default" size={32} aria-label={t("more")}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {rest.map((action) => {
            const possibility = actionOf(order, action);
            const isAllowed = possibility?.is_allowed ?? false;
            return (
              <Menu.Item
                key={action}
                {...(action === "cancel" && isAllowed ? { color: "red" } : {})}
                aria-disabled={!isAllowed}
                closeMenuOnClick={isAllowed}
                data-off={!isAllowed || undefined}
                onClick={() => isAllowed && runs[action]?.()}
              >
                <Text span inherit c={isAllowed ? "inherit" : "dimmed"}>
                  {labels[action]}
                </Text>
                {isAllowed ? null : (
                  <Text size="xs" c="dimmed">
                    {whyNot(t, possibility)}
                  </Text>
                )}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      {next ? (
        <Button loading={isBusy} onClick={() => runs[next]?.()}>
          {labels[next]}
        </Button>
      ) : null}
      {open === "ship" ? <ShipDialog order={order} conflict={conflict} close={close} /> : null}
      {open === "cancel" ? <CancelDialog order={order} conflict={conflict} close={close} /> : null}
      {open === "return" ? <ReturnDialog order={order} conflict={conflict} close={close} /> : null}
      {open === "mark_paid" && paid ? (
        <PaidDialog payment={paid} currency={order.currency} number={order.number} close={close} />
      ) : null}
      {open === "capture" && captured ? (
        <CaptureDialog payment={captured} order={order} currency={order.currency} close={close} />
      ) : null}
      {open === "refund" ? (
        <RefundDialog order={order} paymentId={actionOf(order, "refund")?.payment_id} close={close} />
      ) : null}
    </>
  );
}

import { ActionIcon, Button, Menu, Text } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { adminGetOrder, adminRecheckPayment } from "@/api/generated/sdk.gen";
import type { PaymentDetail } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { CaptureDialog } from "@/kit/money/CaptureDialog";
import { PaidDialog } from "@/kit/money/PaidDialog";
import { CHANGED_BY_MONEY, moneyWord } from "@/kit/money/payments";
import { RefundDialog } from "@/kit/money/RefundDialog";
import { useMoneyWords } from "@/kit/money/words";
import { CancelDialog } from "./CancelDialog";
import { MadeDialog } from "./MadeDialog";
import { actionOf, whyNot } from "./states";
import { usePaymentWords } from "./words";

type Dialog = "capture" | "mark_paid" | "refund" | "refund_by_hand" | "cancel";

const IN_THE_MENU = ["capture", "mark_paid", "refund", "refund_by_hand", "recheck", "cancel"] as const;
/** What one would do next, if it can be done. */
const NEXT = ["refund_by_hand", "capture", "mark_paid"] as const;

/** The next act as a button, every other one in the menu: what cannot be done now is there too and says why. */
export function Acts({ payment }: { payment: PaymentDetail }) {
  const t = usePaymentWords();
  const m = useMoneyWords();
  const [open, setOpen] = useState<Dialog | null>(null);
  const close = () => setOpen(null);
  const recheck = useWrite(adminRecheckPayment, {
    changes: CHANGED_BY_MONEY,
    done: (after) => tell(t("recheckedNow", { status: moneyWord(m, after.status) })),
    failed: tellProblem,
  });
  const next = NEXT.find((action) => actionOf(payment, action)?.is_allowed);
  const waiting = payment.refunds.find((one) => one.status === "by_hand");
  const run = (action: (typeof IN_THE_MENU)[number]) =>
    action === "recheck" ? recheck.mutate({ path: { payment: payment.id } }) : setOpen(action);
  const shown = IN_THE_MENU.filter(
    (action) => action !== next && (action !== "refund_by_hand" || waiting !== undefined),
  );
  return (
    <>
      <Menu position="bottom-end" width={300} keepMounted={false}>
        <Menu.Target>
          <ActionIcon variant="default" size={32} aria-label={t("more")} loading={recheck.isPending}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {shown.map((action) => {
            const possible = actionOf(payment, action);
            const isAllowed = possible?.is_allowed ?? false;
            return (
              <Menu.Item
                key={action}
                {...(action === "cancel" && isAllowed ? { color: "red" } : {})}
                aria-disabled={!isAllowed}
                closeMenuOnClick={isAllowed}
                data-off={!isAllowed || undefined}
                onClick={() => isAllowed && run(action)}
              >
                <Text span inherit c={isAllowed ? "inherit" : "dimmed"}>
                  {t(labelOf(payment, action))}
                </Text>
                {isAllowed ? null : (
                  <Text size="xs" c="dimmed">
                    {whyNot(t, possible)}
                  </Text>
                )}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      {next ? <Button onClick={() => run(next)}>{t(labelOf(payment, next))}</Button> : null}
      {open === "capture" ? (
        <CaptureDialog payment={payment} order={payment.order} currency={payment.currency} close={close} />
      ) : null}
      {open === "mark_paid" ? (
        <PaidDialog
          payment={payment}
          currency={payment.currency}
          number={payment.order.number}
          close={close}
        />
      ) : null}
      {open === "refund" ? <Refund payment={payment} close={close} /> : null}
      {open === "refund_by_hand" && waiting ? (
        <MadeDialog payment={payment} refund={waiting} close={close} />
      ) : null}
      {open === "cancel" ? <CancelDialog payment={payment} close={close} /> : null}
    </>
  );
}

function labelOf(payment: PaymentDetail, action: (typeof IN_THE_MENU)[number]) {
  return action === "cancel" && payment.status === "authorized" ? "do_let_go" : (`do_${action}` as const);
}

/** By line, so the order is asked for. */
function Refund({ payment, close }: { payment: PaymentDetail; close: () => void }) {
  const order = useRead(adminGetOrder, { path: { order: payment.order.id } });
  if (order.data) return <RefundDialog order={order.data} paymentId={payment.id} close={close} />;
  return null;
}

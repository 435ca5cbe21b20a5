import { Button, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { PaymentDetail, PaymentRefund } from "@/api/generated/types.gen";
import { May } from "@/kit/May";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { MadeDialog } from "./MadeDialog";
import classes from "./payments.module.css";
import { stepTone, word } from "./states";
import { usePaymentWords } from "./words";

/** What was taken of held money, and what was given back. */
export function Moves({ payment }: { payment: PaymentDetail }) {
  const t = usePaymentWords();
  const [made, setMade] = useState<PaymentRefund | null>(null);
  const zone = payment.store.timezone;
  if (payment.captures.length + payment.refunds.length === 0) return null;
  return (
    <Section title={t("moves")} flush>
      <ul className={classes.moves}>
        {payment.captures.map((one) => (
          <Move
            key={one.id}
            title={one.is_final ? t("taken") : t("takenPart")}
            badge={<StatusBadge tone={stepTone(one.status)}>{word(t, `capture_${one.status}`)}</StatusBadge>}
            amount={<Money minor={one.amount_minor} currency={payment.currency} />}
            about={[one.by || t("bySystem"), one.reason, one.failure]}
            at={<When at={one.created_at} timeZone={zone} />}
          />
        ))}
        {payment.refunds.map((one) => (
          <Move
            key={one.id}
            title={one.origin === "provider" ? t("foundRefund") : t("refund")}
            badge={<StatusBadge tone={stepTone(one.status)}>{word(t, `refund_${one.status}`)}</StatusBadge>}
            amount={<Money minor={-one.amount_minor} currency={payment.currency} />}
            about={[one.by || t("bySystem"), one.reason, one.failure, one.reference]}
            at={<When at={one.created_at} timeZone={zone} />}
          >
            {one.status === "by_hand" ? (
              <May permission="payments:write">
                <Button size="xs" variant="default" onClick={() => setMade(one)}>
                  {t("refundMade")}
                </Button>
              </May>
            ) : null}
          </Move>
        ))}
      </ul>
      {made ? <MadeDialog payment={payment} refund={made} close={() => setMade(null)} /> : null}
    </Section>
  );
}

interface MoveProps {
  title: string;
  badge: ReactNode;
  amount: ReactNode;
  about: readonly string[];
  at: ReactNode;
  children?: ReactNode;
}

function Move({ title, badge, amount, about, at, children }: MoveProps) {
  return (
    <li>
      <div className={classes.moveHead}>
        <Text span size="sm" fw={550}>
          {title}
        </Text>
        {badge}
        <Text span size="sm" fw={550} className={classes.right}>
          {amount}
        </Text>
      </div>
      <Text size="xs" c="dimmed" className={classes.wrap}>
        {at} · {about.filter(Boolean).join(" · ")}
      </Text>
      {children}
    </li>
  );
}

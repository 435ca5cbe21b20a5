import { Text } from "@mantine/core";
import type { PaymentDetail } from "@/api/generated/types.gen";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import classes from "./payments.module.css";
import { disputeTone, word } from "./states";
import { usePaymentWords } from "./words";

/** The buyer asked their bank for the money back. It is answered at the provider. */
export function Disputes({ payment }: { payment: PaymentDetail }) {
  const t = usePaymentWords();
  const zone = payment.store.timezone;
  return (
    <Section title={t("disputes")} about={t("disputesHelp")} flush>
      <ul className={classes.moves}>
        {payment.disputes.map((one) => (
          <li key={one.id}>
            <div className={classes.moveHead}>
              <StatusBadge tone={disputeTone(one.status)}>{word(t, `dispute_${one.status}`)}</StatusBadge>
              <span className={classes.mono}>{one.reference}</span>
              <Text span size="sm" fw={550} className={classes.right}>
                <Money minor={one.amount_minor} currency={one.currency} />
              </Text>
            </div>
            <Text size="xs" c="dimmed" className={classes.wrap}>
              <When at={one.opened_at} timeZone={zone} />
              {one.reason ? ` · ${one.reason}` : ""}
              {one.due_by && one.status === "open" ? (
                <>
                  {" · "}
                  {t("answerBy")} <When at={one.due_by} timeZone={zone} />
                </>
              ) : null}
            </Text>
            {one.withdrawn_minor + one.fee_minor > 0 ? (
              <Text size="xs" c="dimmed">
                {t.rich("withdrawn", {
                  amount: <Money minor={one.withdrawn_minor} currency={one.currency} />,
                  fee: <Money minor={one.fee_minor} currency={one.currency} />,
                })}
              </Text>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

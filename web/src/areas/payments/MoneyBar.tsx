import type { PaymentDetail } from "@/api/generated/types.gen";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { partsOf } from "./parts";
import classes from "./payments.module.css";
import { usePaymentWords } from "./words";

/** Where the money is: a bar for the eye, and the same in words and figures. */
export function MoneyBar({ payment }: { payment: PaymentDetail }) {
  const t = usePaymentWords();
  const parts = partsOf(payment);
  const { currency } = payment;
  return (
    <Section>
      <div className={classes.bar} aria-hidden>
        {parts.map((part) => (
          <span key={part.what} data-what={part.what} style={{ flexGrow: part.minor }} />
        ))}
      </div>
      <dl className={classes.parts}>
        <div>
          <dt>{t("askedFor")}</dt>
          <dd>
            <Money minor={payment.amount_minor} currency={currency} />
          </dd>
        </div>
        {parts.map((part) => (
          <div key={part.what}>
            <dt>
              <i data-what={part.what} aria-hidden />
              {t(part.what)}
            </dt>
            <dd>
              <Money minor={part.minor} currency={currency} />
            </dd>
          </div>
        ))}
        {payment.fee_minor > 0 ? (
          <div>
            <dt>{t("fee")}</dt>
            <dd>
              <Money minor={-payment.fee_minor} currency={currency} />
            </dd>
          </div>
        ) : null}
      </dl>
    </Section>
  );
}

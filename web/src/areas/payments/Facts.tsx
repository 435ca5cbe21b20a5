import { CopyButton, Text, UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import type { PaymentDetail } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import { May } from "@/kit/May";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import classes from "./payments.module.css";
import { word } from "./states";
import { usePaymentWords } from "./words";

/** Whose it is, where it goes through, and why it stands where it does. */
export function Facts({ payment }: { payment: PaymentDetail }) {
  const t = usePaymentWords();
  const { order } = payment;
  const zone = payment.store.timezone;
  return (
    <Section title={t("facts")}>
      <dl className={classes.facts}>
        <Fact name={t("order")}>
          <May permission="orders:read" otherwise={order.number}>
            <GoLink to={`/orders/${order.id}`} underline="always">{`#${order.number}`}</GoLink>
          </May>
          {order.name ? ` · ${order.name}` : ""}
        </Fact>
        <Fact name={t("orderTotal")}>
          <Money minor={order.total_minor} currency={payment.currency} />
          {order.is_estimated ? ` (${t("estimated")})` : ""}
        </Fact>
        {payment.payer_phone ? (
          <Fact name={t("phone")}>
            <span data-figures>{payment.payer_phone}</span>
          </Fact>
        ) : null}
        <Fact name={t("reference")}>
          {payment.reference ? <Copied text={payment.reference} /> : t("noReference")}
        </Fact>
        <Fact name={t("id")}>
          <Copied text={payment.id} />
        </Fact>
        {payment.account ? (
          <Fact name={t("account")}>
            {t(payment.account.mode === "live" ? "live" : "test")} ·{" "}
            {word(t, `takes_${payment.capture_method}`)}
          </Fact>
        ) : null}
        {payment.reason && !payment.is_mismatch ? (
          <Fact name={t("why")}>
            {payment.reason}
            {payment.code ? ` (${word(t, `code_${payment.code}`)})` : ""}
          </Fact>
        ) : null}
        {payment.expires_at ? (
          <Fact name={t("expires")}>
            <When at={payment.expires_at} timeZone={zone} />
          </Fact>
        ) : null}
        {payment.next_look_at ? (
          <Fact name={t("nextLook")}>
            <When at={payment.next_look_at} timeZone={zone} />
          </Fact>
        ) : null}
        {payment.siblings.length > 0 ? (
          <Fact name={t("siblings")}>
            {payment.siblings.map((id, place) => (
              <GoLink key={id} to={`/payments/${id}`} underline="always" mr={8}>
                {t("sibling", { count: place + 1 })}
              </GoLink>
            ))}
          </Fact>
        ) : null}
      </dl>
    </Section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** An id to give to the provider's support. */
function Copied({ text }: { text: string }) {
  const t = usePaymentWords();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <UnstyledButton onClick={copy} className={classes.copied} aria-label={`${t("copy")}: ${text}`}>
          <span className={classes.mono}>{text}</span>
          {copied ? (
            <Text span size="xs" c="dimmed" role="status">
              {t("copiedNow")}
            </Text>
          ) : null}
        </UnstyledButton>
      )}
    </CopyButton>
  );
}

import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { GatewayHealth } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import { useLanguage } from "@/app/words";
import { Chart } from "@/kit/chart/Chart";
import { moneyWord } from "@/kit/money/payments";
import { useMoneyWords } from "@/kit/money/words";
import { Section } from "@/kit/Section";
import { StatusBadge, type Tone } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { bucketsOf } from "./hours";
import classes from "./payments.module.css";
import { word } from "./states";
import { type PaymentWords, usePaymentWords } from "./words";

interface GatewayCardProps {
  gateway: GatewayHealth;
  since: string;
  until: string;
  period: "day" | "week";
}

/** One provider in one store: in a word how it does, then the figures behind it. */
export function GatewayCard({ gateway, since, until, period }: GatewayCardProps) {
  const t = usePaymentWords();
  const m = useMoneyWords();
  const language = useLanguage();
  const name = moneyWord(m, gateway.provider);
  const state = stateOf(gateway);
  const writeBy = (at: string) =>
    new Intl.DateTimeFormat(
      language,
      period === "day" ? { hour: "2-digit", minute: "2-digit" } : { weekday: "short", day: "numeric" },
    ).format(new Date(at));
  return (
    <Section
      title={name}
      about={gateway.store + (gateway.mode === "test" ? ` · ${t("test")}` : "")}
      acts={<StatusBadge tone={state.tone}>{t(state.text)}</StatusBadge>}
    >
      <dl className={classes.figures}>
        <Figure name={t("success")}>
          {gateway.success_percent === null ? "–" : `${gateway.success_percent} %`}
        </Figure>
        <Figure name={t("attempts")}>{gateway.attempts}</Figure>
        <Figure name={t("median")}>{milliseconds(t, gateway.median_ms)}</Figure>
        <Figure name={t("p95")}>{milliseconds(t, gateway.p95_ms)}</Figure>
      </dl>
      {gateway.attempts > 0 ? (
        <Chart
          kind="bar"
          title={t("chartTitle", { name })}
          data={bucketsOf(gateway.hours, since, until, period)}
          by="at"
          series={[
            { name: "succeeded", label: t("succeeded"), tone: "good" },
            { name: "failed", label: t("unpaid"), tone: "bad" },
            { name: "open", label: t("underWay"), tone: "quiet" },
          ]}
          writeBy={writeBy}
          height={170}
          stacked
        />
      ) : (
        <Text size="sm" c="dimmed">
          {t("nobodyPaid")}
        </Text>
      )}
      <ul className={classes.notes}>
        {gateway.failed > 0 ? (
          <li>
            {t("declinedBy", {
              codes: gateway.declined
                .map((one) => `${word(t, `code_${one.code || "other"}`).replace(/^code_/, "")} ${one.count}`)
                .join(", "),
            })}
          </li>
        ) : null}
        {gateway.unanswered > 0 ? (
          <li data-tone="bad">{t("unanswered", { count: gateway.unanswered, of: gateway.asked })}</li>
        ) : null}
        <li>
          {gateway.last_callback_at ? (
            t.rich("lastMessage", { when: <When at={gateway.last_callback_at} /> })
          ) : (
            <span>{t("noMessages")}</span>
          )}
        </li>
        <Count
          count={gateway.callbacks_unread}
          text="messagesUnread"
          to={`/payments/messages?outcome=unread&provider=${gateway.provider}`}
        />
        <Count
          count={gateway.callbacks_failed}
          text="messagesFailed"
          to={`/payments/messages?outcome=failed&provider=${gateway.provider}`}
        />
        <Count
          count={gateway.callbacks_mismatched}
          text="messagesMismatched"
          to={`/payments/messages?outcome=mismatch&provider=${gateway.provider}`}
        />
        <Count count={gateway.refunds_by_hand} text="refundsByHand" to="/payments?need=by_hand" />
        {gateway.refunds_pending > 0 ? (
          <li>{t("refundsPending", { count: gateway.refunds_pending })}</li>
        ) : null}
      </ul>
    </Section>
  );
}

/** Pure: what somebody should know before they read any figure. */
export function stateOf(gateway: GatewayHealth): {
  tone: Tone;
  text: "off" | "quiet" | "troubled" | "weak" | "well";
} {
  if (!gateway.is_connected) return { tone: "quiet", text: "off" };
  if (gateway.unanswered * 5 > gateway.asked) return { tone: "bad", text: "troubled" };
  if (gateway.attempts === 0) return { tone: "quiet", text: "quiet" };
  if (gateway.success_percent !== null && gateway.success_percent < 60) return { tone: "warn", text: "weak" };
  return { tone: "good", text: "well" };
}

function milliseconds(t: PaymentWords, value: number | null): string {
  return value === null ? "–" : t("ms", { count: value });
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-figures>{children}</dd>
    </div>
  );
}

function Count({
  count,
  text,
  to,
}: {
  count: number;
  text: "messagesUnread" | "messagesFailed" | "messagesMismatched" | "refundsByHand";
  to: string;
}) {
  const t = usePaymentWords();
  if (count === 0) return null;
  return (
    <li data-tone="bad">
      <GoLink to={to}>{t(text, { count })}</GoLink>
    </li>
  );
}

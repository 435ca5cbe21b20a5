import {
  IconArrowBackUp,
  IconCheck,
  IconClock,
  IconExclamationMark,
  IconLock,
  IconPlayerPlay,
  IconPoint,
  IconUser,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { PaymentDetail, PaymentEvent } from "@/api/generated/types.gen";
import { useLanguage } from "@/app/words";
import { formatMoney } from "@/kit/format";
import { moneyWord, paymentTone } from "@/kit/money/payments";
import { type MoneyWords, useMoneyWords } from "@/kit/money/words";
import { Section } from "@/kit/Section";
import type { Tone } from "@/kit/StatusBadge";
import { Timeline } from "@/kit/Timeline";
import { type PaymentWords, usePaymentWords } from "./words";

/** What became of it, the latest first. */
export function Story({ payment }: { payment: PaymentDetail }) {
  const t = usePaymentWords();
  const m = useMoneyWords();
  const language = useLanguage();
  const money = (minor: number) => formatMoney(language, minor, payment.currency);
  const told = payment.timeline
    .filter((event) => !isEcho(event))
    .map((event, place) => ({
      id: `${event.at}-${place}`,
      at: event.at,
      title: sentence(event, t, m, money),
      who: event.by || null,
      body: reasonOf(event) || null,
      tone: toneOf(event),
      icon: iconOf(event),
    }));
  const begun = {
    id: "begun",
    at: payment.created_at,
    title: t("at_begun", { amount: money(payment.amount_minor) }),
    who: null,
    body: null,
    tone: "quiet" as Tone,
    icon: <IconPlayerPlay size={13} />,
  };
  return (
    <Section title={t("story")}>
      <Timeline happenings={[...told.reverse(), begun]} />
    </Section>
  );
}

/** What another entry of the same moment tells in better words. */
function isEcho(event: PaymentEvent): boolean {
  const status = event.after?.status ?? event.details.status;
  return event.type === "payment.changed" && (status === "partially_refunded" || status === "refunded");
}

const ICONS: Record<Tone, typeof IconCheck> = {
  good: IconCheck,
  bad: IconExclamationMark,
  warn: IconClock,
  info: IconLock,
  quiet: IconPoint,
};

function iconOf(event: PaymentEvent): ReactNode {
  const Icon = event.type.startsWith("payment.refunded")
    ? IconArrowBackUp
    : event.type.endsWith("_asked") || event.type.endsWith(".asked")
      ? IconUser
      : ICONS[toneOf(event)];
  return <Icon size={13} />;
}

function sentence(
  event: PaymentEvent,
  t: PaymentWords,
  m: MoneyWords,
  money: (minor: number) => string,
): string {
  const key = `at_${event.type.replace(".", "_")}`;
  const amount = event.details.amount_minor;
  const status = event.after?.status ?? event.details.status;
  const values = {
    amount: typeof amount === "number" ? money(amount) : "",
    status: typeof status === "string" ? moneyWord(m, status) : "",
  };
  if (event.type === "payment.changed" && !values.status) return t("at_payment_captured");
  return t.has(key) ? t(key, values) : event.type;
}

function reasonOf(event: PaymentEvent): string {
  const { reason } = event.details;
  return typeof reason === "string" ? reason : "";
}

function toneOf(event: PaymentEvent): Tone {
  const status = event.after?.status;
  if (typeof status === "string" && event.type === "payment.changed") return paymentTone(status);
  return event.type.endsWith("refused") ||
    event.type.endsWith("mismatched") ||
    event.type.endsWith("disputed")
    ? "bad"
    : "quiet";
}

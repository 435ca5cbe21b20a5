import { Select, Text } from "@mantine/core";
import { IconMail } from "@tabler/icons-react";
import { adminListPaymentCallbacks } from "@/api/generated/sdk.gen";
import type { PaymentCallback } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink } from "@/app/here";
import { useStore } from "@/app/store";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { useList } from "@/kit/list/useList";
import { moneyWord, PROVIDERS } from "@/kit/money/payments";
import { useMoneyWords } from "@/kit/money/words";
import { Page } from "@/kit/Page";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { CallbackActs } from "./CallbackActs";
import { Body } from "./Conversation";
import { More } from "./More";
import classes from "./payments.module.css";
import { OUTCOMES, outcomeTone, word } from "./states";
import { usePaymentWords } from "./words";

/** What providers sent, whomever it is about: where one looks when a message went nowhere. */
export default function MessagesPage() {
  const t = usePaymentWords();
  const m = useMoneyWords();
  const store = useStore();
  const list = useList();
  const outcome = list.one("outcome", OUTCOMES);
  const provider = list.one("provider", PROVIDERS);
  const messages = usePages(adminListPaymentCallbacks, {
    query: { outcome, provider, store_id: store?.id, limit: 50 },
  });
  return (
    <Page
      title={t("messagesTitle")}
      crumbs={[{ to: "/payments", label: t("title") }]}
      about={t("messagesHelp")}
      width="wide"
    >
      <div className={classes.chosen}>
        <Select
          label={t("outcome")}
          placeholder={t("every")}
          clearable
          value={outcome ?? null}
          data={OUTCOMES.map((value) => ({ value, label: word(t, `outcome_${value}`) }))}
          onChange={(value) => list.filter("outcome", value ?? undefined)}
        />
        <Select
          label={t("provider")}
          placeholder={t("every")}
          clearable
          value={provider ?? null}
          data={PROVIDERS.map((value) => ({ value, label: moneyWord(m, value) }))}
          onChange={(value) => list.filter("provider", value ?? undefined)}
        />
      </div>
      {messages.error && !messages.items ? (
        <Failure error={messages.error} again={() => void messages.refetch()} />
      ) : !messages.items ? (
        <Skeletons />
      ) : messages.items.length === 0 ? (
        <EmptyState
          icon={<IconMail size={24} />}
          title={list.isNarrowed ? t("noneFound") : t("noMessagesYet")}
          text={list.isNarrowed ? t("noneFoundHelp") : t("noMessagesYetHelp")}
        />
      ) : (
        <Section flush>
          <ol className={classes.said}>
            {messages.items.map((one) => (
              <Message key={one.id} callback={one} name={moneyWord(m, one.provider)} />
            ))}
          </ol>
          <More source={messages} />
        </Section>
      )}
    </Page>
  );
}

function Message({ callback, name }: { callback: PaymentCallback; name: string }) {
  const t = usePaymentWords();
  return (
    <li>
      <details>
        <summary className={classes.line}>
          <Text span size="sm" fw={550}>
            {name}
          </Text>
          <span className={classes.address}>{callback.kind || callback.reference || callback.event_id}</span>
          <span className={classes.right}>
            <StatusBadge tone={outcomeTone(callback.outcome)}>
              {word(t, `outcome_${callback.outcome || "unread"}`)}
            </StatusBadge>
            <Text span size="xs" c="dimmed">
              <When at={callback.received_at} />
            </Text>
          </span>
        </summary>
        <div className={classes.bodies}>
          <Body title={t("messageBody")} text={callback.body} />
        </div>
        {callback.payment_id && callback.order_number ? (
          <Text size="sm" px={16} pb={8}>
            <GoLink to={`/payments/${callback.payment_id}`}>
              {t("paymentOf", { number: callback.order_number })}
            </GoLink>
          </Text>
        ) : null}
        <CallbackActs callback={callback} />
      </details>
    </li>
  );
}

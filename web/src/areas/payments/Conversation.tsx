import { Text, Tooltip } from "@mantine/core";
import type { PaymentCallback, PaymentDetail, PaymentMessage } from "@/api/generated/types.gen";
import { useLanguage } from "@/app/words";
import { formatInstant } from "@/kit/format";
import { Section } from "@/kit/Section";
import { StatusBadge, type Tone } from "@/kit/StatusBadge";
import { CallbackActs } from "./CallbackActs";
import classes from "./payments.module.css";
import { laidOut, outcomeTone, word } from "./states";
import { usePaymentWords } from "./words";

/** What was said with the provider, as it was said, secrets hidden: our questions and its own messages, in their order. */
export function Conversation({ payment }: { payment: PaymentDetail }) {
  const t = usePaymentWords();
  const said = [
    ...payment.messages.map((message) => ({ at: message.at, id: message.id, message, callback: null })),
    ...payment.callbacks.map((callback) => ({
      at: callback.received_at,
      id: callback.id,
      message: null,
      callback,
    })),
  ].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return (
    <Section title={t("conversation")} about={t("conversationHelp")} flush={said.length > 0}>
      {said.length === 0 ? (
        <Text size="sm" c="dimmed">
          {payment.was_asked ? t("silence") : t("nobodyAsked")}
        </Text>
      ) : (
        <ol className={classes.said}>
          {said.map(({ id, message, callback }) =>
            message ? (
              <Exchange key={id} message={message} zone={payment.store.timezone} />
            ) : callback ? (
              <Heard key={id} callback={callback} zone={payment.store.timezone} />
            ) : null,
          )}
        </ol>
      )}
    </Section>
  );
}

function Exchange({ message, zone }: { message: PaymentMessage; zone: string }) {
  const t = usePaymentWords();
  const tone: Tone =
    message.status === 0 || message.status >= 500 ? "bad" : message.status >= 400 ? "warn" : "good";
  return (
    <li>
      <details>
        <summary className={classes.line}>
          <Clock at={message.at} zone={zone} />
          <Text span size="sm" fw={550}>
            {word(t, `what_${message.what.replaceAll(" ", "_")}`)
              .replace(/^what_/, "")
              .replaceAll("_", " ")}
          </Text>
          <span className={classes.address}>
            {message.method} {message.url}
          </span>
          <span className={classes.right}>
            <StatusBadge tone={tone}>
              {message.status === 0 ? t("noAnswer") : String(message.status)}
            </StatusBadge>
            <Text span size="xs" c="dimmed" data-figures>
              {t("ms", { count: message.took_ms })}
            </Text>
          </span>
        </summary>
        <div className={classes.bodies}>
          <Body title={t("request")} text={message.request} />
          <Body title={t("answer")} text={message.answer} />
        </div>
      </details>
    </li>
  );
}

function Heard({ callback, zone }: { callback: PaymentCallback; zone: string }) {
  const t = usePaymentWords();
  return (
    <li data-kind="callback">
      <details>
        <summary className={classes.line}>
          <Clock at={callback.received_at} zone={zone} />
          <Text span size="sm" fw={550}>
            {t("theySaid")}
          </Text>
          <span className={classes.address}>{callback.kind || callback.event_id}</span>
          <span className={classes.right}>
            <StatusBadge tone={outcomeTone(callback.outcome)}>
              {word(t, `outcome_${callback.outcome || "unread"}`)}
            </StatusBadge>
          </span>
        </summary>
        <div className={classes.bodies}>
          <Body title={t("messageBody")} text={callback.body} />
        </div>
        <CallbackActs callback={callback} />
      </details>
    </li>
  );
}

export function Body({ title, text }: { title: string; text: string }) {
  const t = usePaymentWords();
  return (
    <figure className={classes.raw}>
      <figcaption>{title}</figcaption>
      {text ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <pre tabIndex={0}>{laidOut(text)}</pre>
      ) : (
        <Text size="xs" c="dimmed">
          {t("nothingSaid")}
        </Text>
      )}
    </figure>
  );
}

/** To the second, since the order of things matters here. */
function Clock({ at, zone }: { at: string; zone: string }) {
  const language = useLanguage();
  const instant = new Date(at);
  const shown = new Intl.DateTimeFormat(language, { timeStyle: "medium", timeZone: zone }).format(instant);
  return (
    <Tooltip label={formatInstant(language, instant, zone)}>
      <time dateTime={at} className={classes.clock}>
        {shown}
      </time>
    </Tooltip>
  );
}

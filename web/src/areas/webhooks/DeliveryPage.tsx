import { Button, Text } from "@mantine/core";
import { call } from "@/api/call";
import { adminGetWebhookDelivery, adminReplayWebhook } from "@/api/generated/sdk.gen";
import type { AttemptView, DeliveryDetail } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink, useParam } from "@/app/here";
import { tell } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Columns, Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { useAct } from "./acting";
import { hostOf, outcomeTone, statusTone, word } from "./states";
import classes from "./webhooks.module.css";
import { useWebhookWords } from "./words";

const SOON = 1500;

/** One message for one endpoint: what was sent, and each answer. */
export default function DeliveryPage() {
  const t = useWebhookWords();
  const id = useParam("delivery");
  const path = { delivery: id };
  const first = useRead(adminGetWebhookDelivery, { path });
  const isUnderWay = first.data !== undefined && first.data.attempts === 0 && isOpen(first.data.status);
  const { data, error, refetch } = useRead(
    adminGetWebhookDelivery,
    { path },
    isUnderWay || first.data?.status === "sending" ? { every: SOON } : {},
  );
  const { isRunning, run } = useAct();
  const crumbs = [
    { to: "/webhooks", label: t("title") },
    { to: "/webhooks/log", label: t("logTitle") },
  ];
  if (!data) {
    return (
      <Page title={t("delivery")} crumbs={crumbs}>
        {error ? <Failure error={error} again={() => void refetch()} /> : <Skeletons />}
      </Page>
    );
  }
  const replay = () =>
    run(async () => {
      await call(adminReplayWebhook, { path });
      tell(t("replayed"));
    });
  return (
    <Page
      title={data.type}
      beside={<StatusBadge tone={statusTone(data.status)}>{word(t, `status_${data.status}`)}</StatusBadge>}
      crumbs={crumbs}
      primary={
        data.status === "sending" ? undefined : (
          <May permission="webhooks:write">
            <Button loading={isRunning} onClick={() => void replay()}>
              {t(data.status === "waiting" ? "sendNow" : "replay")}
            </Button>
          </May>
        )
      }
    >
      <Columns
        main={
          <>
            <Section title={t("tries")} about={t("triesHelp")} flush={data.tries.length > 0}>
              {data.tries.length === 0 ? (
                <Text size="sm" c="dimmed" role="status">
                  {t("noTries")}
                </Text>
              ) : (
                <ol className={classes.tries}>
                  {data.tries.map((one, place) => (
                    <Try key={one.number} attempt={one} isOpen={place === 0} />
                  ))}
                </ol>
              )}
            </Section>
            <Section title={t("message")} about={t("messageHelp")}>
              <Raw text={data.body} />
            </Section>
          </>
        }
        side={<Facts delivery={data} />}
      />
    </Page>
  );
}

const isOpen = (status: string) => status === "waiting" || status === "sending";

function Facts({ delivery }: { delivery: DeliveryDetail }) {
  const t = useWebhookWords();
  return (
    <Section title={t("delivery")}>
      <dl className={classes.facts}>
        <div>
          <dt>{t("endpoint")}</dt>
          <dd>
            <GoLink to={`/webhooks/${delivery.endpoint_id}`}>{hostOf(delivery.endpoint_url)}</GoLink>
          </dd>
        </div>
        <div>
          <dt>{t("webhookId")}</dt>
          <dd>
            <code>{delivery.webhook_id}</code>
          </dd>
        </div>
        <div>
          <dt>{t("object")}</dt>
          <dd>
            <code>{delivery.object}</code>
          </dd>
        </div>
        <div>
          <dt>{t("happened")}</dt>
          <dd>
            <When at={delivery.occurred_at} />
          </dd>
        </div>
        {delivery.next_at ? (
          <div>
            <dt>{t("next")}</dt>
            <dd>
              <When at={delivery.next_at} />
            </dd>
          </div>
        ) : null}
      </dl>
    </Section>
  );
}

function Try({ attempt, isOpen }: { attempt: AttemptView; isOpen: boolean }) {
  const t = useWebhookWords();
  return (
    <li>
      <details open={isOpen}>
        <summary className={classes.line}>
          <Text span size="sm" fw={550}>
            {t("attempt", { number: attempt.number })}
          </Text>
          <StatusBadge tone={outcomeTone(attempt.outcome)}>
            {word(t, `outcome_${attempt.outcome}`)}
          </StatusBadge>
          <span className={classes.right}>
            <Text span size="sm" data-figures>
              {attempt.status ?? t("none")}
            </Text>
            <Text span size="xs" c="dimmed" data-figures>
              {t("ms", { count: attempt.took_ms })}
            </Text>
            <Text span size="xs" c="dimmed">
              <When at={attempt.at} />
            </Text>
          </span>
        </summary>
        {attempt.error ? (
          <Text size="sm" className={classes.error}>
            {attempt.error}
          </Text>
        ) : null}
        <div className={classes.bodies}>
          <Raw title={t("request")} text={lines(attempt.request_headers)} />
          <Raw title={t("answerHeaders")} text={lines(attempt.answer_headers)} />
          <Raw title={t("answerBody")} text={attempt.answer_body} />
        </div>
      </details>
    </li>
  );
}

const lines = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");

function Raw({ title, text }: { title?: string; text: string }) {
  const t = useWebhookWords();
  return (
    <figure className={classes.raw}>
      {title ? <figcaption>{title}</figcaption> : null}
      {text ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <pre tabIndex={0}>{text}</pre>
      ) : (
        <Text size="xs" c="dimmed">
          {t("nothingSaid")}
        </Text>
      )}
    </figure>
  );
}

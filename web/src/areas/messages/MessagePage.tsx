import { Button, Text } from "@mantine/core";
import { IconMail, IconSend } from "@tabler/icons-react";
import { adminGetMessage, adminListMessages, adminResendMessage } from "@/api/generated/sdk.gen";
import type { LoggedMessage } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { GoLink, useGo, useParam } from "@/app/here";
import { tell, tellProblem } from "@/app/messages";
import { useLanguage, wordOf } from "@/app/words";
import { Failure } from "@/kit/Failure";
import { May } from "@/kit/May";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { Timeline } from "@/kit/Timeline";
import { When } from "@/kit/When";
import classes from "./messages.module.css";
import { Rendering } from "./Rendering";
import { costWords, stateWords, toneOf } from "./states";
import { useMessageWords } from "./words";

/** One message: its words without its secrets, and everything that was tried. */
export default function MessagePage() {
  const t = useMessageWords();
  const id = useParam("message");
  const message = useRead(adminGetMessage, { path: { message: id } });
  const crumbs = [{ to: "/messages", label: t("title") }];
  if (message.error)
    return (
      <Page title={t("message")} crumbs={crumbs}>
        <Failure error={message.error} again={() => void message.refetch()} />
      </Page>
    );
  if (!message.data)
    return (
      <Page title={t("message")} crumbs={crumbs}>
        <Skeletons />
      </Page>
    );
  const { data } = message;
  return (
    <Page
      title={wordOf(t, "kind", data.kind)}
      about={data.recipient}
      crumbs={crumbs}
      beside={<StatusBadge tone={toneOf(data.status)}>{stateWords(t, data.status)}</StatusBadge>}
      primary={
        <May permission="messages:write">
          <Resend message={data} />
        </May>
      }
    >
      <Columns
        main={
          <Section title={t("words")} about={t("secretsHelp")}>
            {data.text || data.html ? (
              <Rendering {...data} />
            ) : (
              <Text size="sm" c="dimmed">
                {t("noWords")}
              </Text>
            )}
          </Section>
        }
        side={
          <Sections>
            <Section title={t("facts")}>
              <Facts message={data} />
            </Section>
            <Section title={t("history")}>
              {data.history.length > 0 ? (
                <Timeline
                  happenings={data.history.map((tried, at) => ({
                    id: `${at}`,
                    at: tried.at,
                    title: stateWords(t, tried.outcome),
                    ...(tried.error || tried.provider ? { who: tried.error || tried.provider } : {}),
                    tone: toneOf(tried.outcome),
                    icon: <IconMail size={14} />,
                  }))}
                />
              ) : (
                <Text size="sm" c="dimmed">
                  {t("noHistory")}
                </Text>
              )}
            </Section>
          </Sections>
        }
      />
    </Page>
  );
}

function Resend({ message }: { message: LoggedMessage }) {
  const t = useMessageWords();
  const go = useGo();
  const resend = useWrite(adminResendMessage, {
    changes: [adminListMessages, adminGetMessage],
    done: (made) => {
      tell(t("resent"));
      go(`/messages/${made.id}`);
    },
    failed: tellProblem,
  });
  const isWaiting = ["queued", "held", "sending"].includes(message.status);
  return (
    <Button
      leftSection={<IconSend size={16} />}
      disabled={isWaiting}
      loading={resend.isPending}
      onClick={async () => {
        const asked = { title: t("resendAsk", { to: message.recipient }), text: t("resendHelp") };
        if (await confirm({ ...asked, action: t("resend") }))
          resend.mutate({ path: { message: message.id } });
      }}
    >
      {t("resend")}
    </Button>
  );
}

function Facts({ message }: { message: LoggedMessage }) {
  const t = useMessageWords();
  const language = useLanguage();
  return (
    <dl className={classes.facts}>
      <dt>{t("when")}</dt>
      <dd>
        <When at={message.created_at} />
      </dd>
      <dt>{t("channel")}</dt>
      <dd>{t(message.channel === "sms" ? "sms" : "email")}</dd>
      <dt>{t("language")}</dt>
      <dd>{t(message.locale === "fr" ? "fr" : "en")}</dd>
      {message.about.startsWith("ord_") ? (
        <>
          <dt>{t("aboutThing")}</dt>
          <dd>
            <GoLink to={`/orders/${message.about}`}>{t("theOrder")}</GoLink>
          </dd>
        </>
      ) : null}
      {message.segments > 0 ? (
        <>
          <dt>{t("segments")}</dt>
          <dd>{message.segments}</dd>
        </>
      ) : null}
      {message.cost_micro !== null && message.cost_currency ? (
        <>
          <dt>{t("cost")}</dt>
          <dd>{costWords(message.cost_micro, message.cost_currency, language)}</dd>
        </>
      ) : null}
      {message.again.map((id) => (
        <div key={id} style={{ display: "contents" }}>
          <dt>{t("again")}</dt>
          <dd>
            <GoLink to={`/messages/${id}`}>{id.slice(-8)}</GoLink>
          </dd>
        </div>
      ))}
      {message.status === "kept" ? (
        <>
          <dt>{t("status")}</dt>
          <dd>{t("keptHelp")}</dd>
        </>
      ) : null}
      {message.status === "held" && message.not_before ? (
        <>
          <dt>{t("status")}</dt>
          <dd>{t.rich("heldHelp", { when: <When at={message.not_before} /> })}</dd>
        </>
      ) : null}
    </dl>
  );
}

import { ActionIcon, Alert, Button, Menu, Stack, Text } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { call } from "@/api/call";
import {
  adminDeleteWebhookEndpoint,
  adminEndWebhookRotation,
  adminGetWebhookEndpoint,
  adminPauseWebhookEndpoint,
  adminResumeWebhookEndpoint,
  adminRotateWebhookSecret,
  adminTestWebhookEndpoint,
} from "@/api/generated/sdk.gen";
import type { Endpoint } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useGo, useParam } from "@/app/here";
import { useMay } from "@/app/may";
import { tell } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { useAct } from "./acting";
import { Fields } from "./Fields";
import { Health } from "./Health";
import { ReplayDialog } from "./ReplayDialog";
import { Samples, SecretDialog } from "./SecretDialog";
import { hostOf, stateOf } from "./states";
import { useEndpointForm } from "./useEndpointForm";
import { useWebhookWords } from "./words";

/** One endpoint: what it hears, how it does, its secret. */
export default function EndpointPage() {
  const t = useWebhookWords();
  const id = useParam("endpoint");
  const endpoint = useRead(adminGetWebhookEndpoint, { path: { endpoint: id } });
  // above what is made anew with each version of the endpoint: a secret is told once
  const [secret, setSecret] = useState("");
  if (endpoint.data) {
    return (
      <>
        <Known key={`${id} ${endpoint.data.version}`} endpoint={endpoint.data} told={setSecret} />
        {secret ? <SecretDialog secret={secret} close={() => setSecret("")} /> : null}
      </>
    );
  }
  return (
    <Page title={t("endpoint")} crumbs={[{ to: "/webhooks", label: t("title") }]}>
      {endpoint.error ? (
        <Failure error={endpoint.error} again={() => void endpoint.refetch()} />
      ) : (
        <Skeletons />
      )}
    </Page>
  );
}

interface KnownProps {
  endpoint: Endpoint;
  /** A new secret was made. */
  told: (secret: string) => void;
}

function Known({ endpoint, told }: KnownProps) {
  const t = useWebhookWords();
  const go = useGo();
  const mayWrite = useMay("webhooks:write", endpoint.store_id ? { store: endpoint.store_id } : {});
  const record = useEndpointForm(endpoint);
  const { isRunning, run } = useAct();
  const [isReplaying, setReplaying] = useState(false);
  const path = { endpoint: endpoint.id };
  const state = stateOf(endpoint);
  const isActive = endpoint.status === "active";

  const turn = () =>
    run(async () => {
      await call(isActive ? adminPauseWebhookEndpoint : adminResumeWebhookEndpoint, { path });
      tell(t(isActive ? "didPause" : "didResume"));
    });
  const test = () =>
    run(async () => {
      const sent = await call(adminTestWebhookEndpoint, { path });
      go(`/webhooks/log/${sent.id}`);
    });
  async function remove(): Promise<void> {
    const text = t("deleteText", { host: hostOf(endpoint.url) });
    if (!(await confirm({ title: t("deleteTitle"), text, action: t("delete"), danger: true }))) return;
    await run(async () => {
      await call(adminDeleteWebhookEndpoint, { path });
      tell(t("deleted"));
      go("/webhooks", { replace: true, force: true });
    });
  }
  async function rotate(): Promise<void> {
    if (!(await confirm({ title: t("rotateTitle"), text: t("rotateText"), action: t("rotate") }))) return;
    await run(async () => told((await call(adminRotateWebhookSecret, { path })).secret));
  }
  async function end(): Promise<void> {
    if (
      !(await confirm({ title: t("endTitle"), text: t("endText"), action: t("endRotation"), danger: true }))
    ) {
      return;
    }
    await run(async () => {
      await call(adminEndWebhookRotation, { path });
      tell(t("ended"));
    });
  }

  return (
    <Page
      title={endpoint.description || hostOf(endpoint.url)}
      beside={<StatusBadge tone={state.tone}>{t(state.key)}</StatusBadge>}
      crumbs={[{ to: "/webhooks", label: t("title") }]}
      primary={
        mayWrite ? (
          isActive ? (
            <Button loading={isRunning} onClick={() => void test()}>
              {t("sendTest")}
            </Button>
          ) : (
            <Button loading={isRunning} onClick={() => void turn()}>
              {t(endpoint.status === "paused" ? "resume" : "switchOn")}
            </Button>
          )
        ) : undefined
      }
      acts={
        mayWrite ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="default" size={36} aria-label={t("acts")}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {isActive ? <Menu.Item onClick={() => void turn()}>{t("pause")}</Menu.Item> : null}
              <Menu.Item disabled={!isActive} onClick={() => setReplaying(true)}>
                {t("replayRange")}
              </Menu.Item>
              <Menu.Item onClick={() => void rotate()}>{t("rotate")}</Menu.Item>
              <Menu.Item color="red" onClick={() => void remove()}>
                {t("delete")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : undefined
      }
    >
      <State endpoint={endpoint} />
      <Columns
        main={
          mayWrite ? (
            <RecordForm record={record}>
              <Sections>
                <Fields record={record} isNew={false} />
              </Sections>
            </RecordForm>
          ) : (
            <Sections>
              <Fields record={record} isNew={false} isReadOnly />
            </Sections>
          )
        }
        side={
          <>
            <Health endpoint={endpoint} />
            <Section title={t("secret")} about={t("secretHelp")}>
              <Stack gap="sm">
                {endpoint.previous_until ? (
                  <Alert color="yellow">
                    <Text size="sm">
                      {t.rich("both", { when: <When key="when" at={endpoint.previous_until} /> })}
                    </Text>
                    {mayWrite ? (
                      <Button size="xs" variant="default" mt="xs" onClick={() => void end()}>
                        {t("endRotation")}
                      </Button>
                    ) : null}
                  </Alert>
                ) : null}
                <Samples />
              </Stack>
            </Section>
          </>
        }
      />
      {isReplaying ? <ReplayDialog endpoint={endpoint.id} close={() => setReplaying(false)} /> : null}
    </Page>
  );
}

/** Why nothing is sent, or not all. */
function State({ endpoint }: { endpoint: Endpoint }) {
  const t = useWebhookWords();
  const { key } = stateOf(endpoint);
  if (key === "active") return null;
  const text =
    key === "disabled"
      ? t(endpoint.disabled_reason === "gone" ? "disabledGone" : "disabledFailing")
      : key === "paused"
        ? t("pausedHelp")
        : key === "failing"
          ? t.rich("failingSince", { when: <When key="when" at={endpoint.failing_since} /> })
          : t.rich("slowUntil", { when: <When key="when" at={endpoint.slow_until} /> });
  return (
    <Alert color={key === "disabled" ? "red" : key === "paused" ? "gray" : "yellow"} mb="md">
      {text}
    </Alert>
  );
}

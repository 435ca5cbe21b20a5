import { ActionIcon, Alert, Button, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { call } from "@/api/call";
import {
  adminDeleteExperiment,
  adminGetExperiment,
  adminPauseExperiment,
  adminResumeExperiment,
  adminStartExperiment,
  adminStopExperiment,
} from "@/api/generated/sdk.gen";
import type { Experiment } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { confirm } from "@/app/confirm";
import { PlainLink, useGo, useParam } from "@/app/here";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { useStoreOf } from "@/app/store";
import { Failure } from "@/kit/Failure";
import { History } from "@/kit/History";
import { Page } from "@/kit/Page";
import { Columns, Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { useLive } from "@/kit/useLive";
import { When } from "@/kit/When";
import { DecideDialog } from "./DecideDialog";
import { Plan } from "./Plan";
import { Results } from "./Results";
import { toneOf } from "./states";
import { refreshExperiments } from "./useExperimentForm";
import { useExperimentWords } from "./words";

/** One experiment: what can be said, the figures, the plan, and what can be done now. */
export default function ExperimentPage() {
  const t = useExperimentWords();
  const id = useParam("experiment");
  const asked = useRead(adminGetExperiment, { path: { experiment: id } });
  useLive(["experiment"], refreshExperiments);
  if (asked.data) return <Known experiment={asked.data} />;
  return (
    <Page title={t("experiment")} crumbs={[{ to: "/experiments", label: t("title") }]}>
      {asked.error ? <Failure error={asked.error} again={() => void asked.refetch()} /> : <Skeletons />}
    </Page>
  );
}

function Known({ experiment }: { experiment: Experiment }) {
  const t = useExperimentWords();
  const go = useGo();
  const store = useStoreOf(experiment.store_id);
  const mayWrite = useMay("experiments:write", { store: experiment.store_id });
  const [isRunning, setRunning] = useState(false);
  const [isDeciding, setDeciding] = useState(false);
  const { status } = experiment;
  const path = { experiment: experiment.id };

  async function run(act: () => Promise<unknown>, said: string): Promise<void> {
    setRunning(true);
    try {
      await act();
      tell(said);
    } catch (error) {
      tellProblem(error);
    } finally {
      setRunning(false);
      refreshExperiments();
    }
  }
  async function start(): Promise<void> {
    const text = t("startText", { store: store?.name ?? "" });
    if (await confirm({ title: t("startTitle"), text, action: t("start") })) {
      await run(() => call(adminStartExperiment, { path }), t("didStart"));
    }
  }
  async function stop(): Promise<void> {
    if (await confirm({ title: t("stopTitle"), text: t("stopText"), action: t("stop"), danger: true })) {
      await run(() => call(adminStopExperiment, { path }), t("didStop"));
    }
  }
  async function remove(): Promise<void> {
    const question = { title: t("deleteTitle"), text: t("deleteText"), action: t("delete"), danger: true };
    if (!(await confirm(question))) return;
    await run(async () => {
      await call(adminDeleteExperiment, { path });
      go("/experiments", { replace: true });
    }, t("didDelete"));
  }
  const pause = () => run(() => call(adminPauseExperiment, { path }), t("didPause"));
  const resume = () => run(() => call(adminResumeExperiment, { path }), t("didResume"));
  const primary = {
    draft: { label: t("start"), act: start },
    running: { label: t("pause"), act: pause },
    paused: { label: t("resume"), act: resume },
    stopped: { label: t("decide"), act: async () => setDeciding(true) },
    decided: null,
  }[status];
  const hasBegun = status === "running" || status === "paused";
  const labels = {
    name: t("name"),
    hypothesis: t("hypothesis"),
    kind: t("kind"),
    measure: t("measure"),
    audience: t("audience"),
    least_percent: t("least"),
    guards: t("guards"),
    variants: t("variants"),
    starts_at: t("startsAt"),
    ends_at: t("endsAt"),
  };
  return (
    <Page
      title={experiment.name}
      beside={<StatusBadge tone={toneOf(status)}>{t(status)}</StatusBadge>}
      about={experiment.hypothesis}
      crumbs={[{ to: "/experiments", label: t("title") }]}
      primary={
        mayWrite && primary ? (
          <Button
            loading={isRunning}
            variant={status === "running" ? "default" : "filled"}
            onClick={() => void primary.act()}
          >
            {primary.label}
          </Button>
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
              {status === "draft" || hasBegun ? (
                <Menu.Item component={PlainLink} to={`/experiments/${experiment.id}/edit`}>
                  {t("edit")}
                </Menu.Item>
              ) : null}
              {hasBegun ? <Menu.Item onClick={() => void stop()}>{t("stop")}</Menu.Item> : null}
              {hasBegun ? null : (
                <Menu.Item color="red" onClick={() => void remove()}>
                  {t("delete")}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        ) : undefined
      }
    >
      <State experiment={experiment} />
      <Columns
        main={
          <Sections>
            {status === "draft" ? <Plan experiment={experiment} /> : <Results experiment={experiment} />}
          </Sections>
        }
        side={
          <>
            {status === "draft" ? null : <Plan experiment={experiment} isBrief />}
            <Section title={t("history")}>
              <History kind="experiment" id={experiment.id} labels={labels} />
            </Section>
          </>
        }
      />
      {isDeciding ? <DecideDialog experiment={experiment} close={() => setDeciding(false)} /> : null}
    </Page>
  );
}

/** What its status means for the shop. */
function State({ experiment }: { experiment: Experiment }) {
  const t = useExperimentWords();
  const { status, paused_for: why } = experiment;
  if (status === "paused") {
    const known = why?.guard === "order_value" || why?.guard === "undone" || why?.guard === "errors";
    return (
      <Alert color="yellow" mb="md">
        {why
          ? `${t(`pausedFor_${known ? (why.guard as "undone") : "orders"}`, { variant: why.variant_name, percent: why.at_least })} `
          : null}
        {t("pausedHelp")}
      </Alert>
    );
  }
  if (status === "running" && experiment.starts_at && new Date(experiment.starts_at) > new Date()) {
    return (
      <Alert color="gray" mb="md">
        {t.rich("startsLater", { when: <When key="when" at={experiment.starts_at} /> })}
      </Alert>
    );
  }
  if (status === "decided") {
    const winner = experiment.variants.find((variant) => variant.id === experiment.winner_id);
    return (
      <Alert color="gray" mb="md" title={winner ? t("decidedFor", { name: winner.name }) : t("decidedNone")}>
        {experiment.decision}
      </Alert>
    );
  }
  return null;
}

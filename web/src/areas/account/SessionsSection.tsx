import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { call } from "@/api/call";
import { adminEndMyOtherSessions, adminEndMySession, adminListMySessions } from "@/api/generated/sdk.gen";
import { refresh, useRead } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import classes from "./account.module.css";
import { deviceName } from "./devices";
import { useAccountWords } from "./words";

/** Where I am logged in, and how to end that. */
export function SessionsSection() {
  const t = useAccountWords();
  const sessions = useRead(adminListMySessions, {});
  const [isBusy, setBusy] = useState(false);
  const others = sessions.data?.filter((session) => !session.is_current).length ?? 0;

  async function run(act: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    try {
      await act();
      refresh(adminListMySessions);
      tell(t("sessionEnded"));
    } catch (error) {
      tellProblem(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Section
      title={t("sessions")}
      about={t("sessionsAbout")}
      flush
      acts={
        others > 0 ? (
          <Button
            variant="default"
            disabled={isBusy}
            onClick={() => void run(() => call(adminEndMyOtherSessions, {}))}
          >
            {t("endOthers")}
          </Button>
        ) : null
      }
    >
      {sessions.error ? <Failure error={sessions.error} again={sessions.refetch} /> : null}
      {sessions.isPending ? <Skeletons /> : null}
      {sessions.data?.map((session) => (
        <div key={session.id} className={classes.line}>
          <div className={classes.words}>
            <Group gap="xs">
              <Text fw={500}>{deviceName(session.device) || t("program")}</Text>
              {session.is_current ? <StatusBadge tone="good">{t("here")}</StatusBadge> : null}
              {session.kind === "web" ? null : <StatusBadge tone="quiet">{t("program")}</StatusBadge>}
            </Group>
            <Text size="sm" c="dimmed">
              {session.address ? `${session.address} · ` : ""}
              {t.rich("used", { when: <When at={session.last_used_at ?? session.created_at} /> })}
            </Text>
          </div>
          {session.is_current ? null : (
            <Button
              variant="default"
              size="xs"
              disabled={isBusy}
              onClick={() => void run(() => call(adminEndMySession, { path: { session: session.id } }))}
            >
              {t("end")}
            </Button>
          )}
        </div>
      ))}
    </Section>
  );
}

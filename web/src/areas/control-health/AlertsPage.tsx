import { Button, Group, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { controlAcknowledgeAlert, controlListAlerts, controlResolveAlert } from "@/api/generated/sdk.gen";
import type { Alert } from "@/api/generated/types.gen";
import { usePages, useWrite } from "@/api/query";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { wordOf } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column, View } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Page } from "@/kit/Page";
import { Sections } from "@/kit/Section";
import { StatusBadge, type Tone } from "@/kit/StatusBadge";
import { When } from "@/kit/When";
import { factsOf, titleOf } from "./lights";
import { SilenceDialog } from "./SilenceDialog";
import { Silences } from "./Silences";
import { useControlHealthWords } from "./words";

const TONES: Readonly<Record<string, Tone>> = { open: "bad", acknowledged: "warn", resolved: "good" };
const STATES = ["live", "open", "acknowledged", "resolved", "all"] as const;

/** What the watcher found, newest first. */
export default function AlertsPage() {
  const t = useControlHealthWords();
  const list = useList();
  const may = useMay("health:write");
  const [silenced, setSilenced] = useState<Alert | null>(null);
  const asked = list.one("status", STATES) ?? "live";
  const alerts = usePages(controlListAlerts, { query: { status: asked, limit: 50 } });
  const changes = [controlListAlerts];
  const take = useWrite(controlAcknowledgeAlert, {
    changes,
    done: () => tell(t("acknowledged")),
    failed: tellProblem,
  });
  const over = useWrite(controlResolveAlert, {
    changes,
    done: () => tell(t("resolvedDone")),
    failed: tellProblem,
  });
  const views = useMemo<View[]>(
    () =>
      STATES.map((one) => ({
        id: one,
        label: wordOf(t, "status", one),
        search: (one === "live" ? {} : { status: one }) as Record<string, string>,
      })),
    [t],
  );
  const { mutate: begin } = take;
  const { mutate: end } = over;
  const columns = useMemo<Column<Alert>[]>(
    () => [
      {
        key: "alert",
        title: t("alert"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <div>
            <Text size="sm" fw={550}>
              {titleOf(t, row)}
            </Text>
            <Text size="xs" c="dimmed">
              {[wordOf(t, "severity", row.severity), factsOf(row), row.note].filter(Boolean).join(" · ")}
            </Text>
          </div>
        ),
      },
      { key: "merchant", title: t("merchant"), width: 160, cell: (row) => row.tenant || t("everybody") },
      {
        key: "status",
        title: t("status"),
        width: 190,
        phone: "aside",
        cell: (row) => (
          <StatusBadge tone={row.is_silent ? "quiet" : (TONES[row.status] ?? "info")}>
            {row.is_silent ? t("silent") : wordOf(t, "status", row.status)}
          </StatusBadge>
        ),
      },
      { key: "since", title: t("since"), width: 140, cell: (row) => <When at={row.opened_at} /> },
      {
        key: "acts",
        title: t("acts"),
        width: 330,
        hidden: !may,
        cell: (row) =>
          row.status === "resolved" ? null : (
            <Group gap={6} wrap="nowrap">
              {row.status === "open" ? (
                <Button
                  size="xs"
                  variant="default"
                  onClick={() => begin({ path: { alert: row.id }, body: { note: "" } })}
                >
                  {t("acknowledge")}
                </Button>
              ) : null}
              <Button
                size="xs"
                variant="default"
                onClick={() => end({ path: { alert: row.id }, body: { note: "" } })}
              >
                {t("resolve")}
              </Button>
              <Button size="xs" variant="subtle" onClick={() => setSilenced(row)}>
                {t("silence")}
              </Button>
            </Group>
          ),
      },
    ],
    [t, may, begin, end],
  );
  return (
    <Page
      title={t("alerts")}
      about={t("alertsAbout")}
      crumbs={[{ to: "/health", label: t("title") }]}
      width="wide"
    >
      <Sections>
        <DataList
          id="control-alerts"
          list={list}
          source={alerts}
          columns={columns}
          idOf={(row) => row.id}
          views={views}
          rowHeight={64}
          empty={<EmptyState title={t("noAlerts")} text={t("noAlertsHelp")} />}
        />
        <Silences />
      </Sections>
      {silenced ? <SilenceDialog alert={silenced} close={() => setSilenced(null)} /> : null}
    </Page>
  );
}

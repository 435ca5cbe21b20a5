import { Button, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { controlListDeadLetters, controlReplayDeadLetters } from "@/api/generated/sdk.gen";
import type { DeadLetter } from "@/api/generated/types.gen";
import { usePages, useWrite } from "@/api/query";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { EmptyState } from "@/kit/EmptyState";
import { DataList } from "@/kit/list/DataList";
import type { Column } from "@/kit/list/types";
import { useList } from "@/kit/list/useList";
import { Page } from "@/kit/Page";
import { UrlTabs } from "@/kit/UrlTabs";
import { When } from "@/kit/When";
import { DiscardDialog } from "./DiscardDialog";
import classes from "./health.module.css";
import { useControlHealthWords } from "./words";

const KINDS = ["event", "job", "webhook"] as const;

/** What was given up, by kind. */
export default function LettersPage() {
  const t = useControlHealthWords();
  return (
    <Page
      title={t("letters")}
      about={t("lettersAbout")}
      crumbs={[{ to: "/health", label: t("title") }]}
      width="wide"
    >
      <UrlTabs
        tabs={KINDS.map((kind) => ({ value: kind, label: t(`tab_${kind}`), panel: <Letters kind={kind} /> }))}
        name="kind"
      />
    </Page>
  );
}

function Letters({ kind }: { kind: DeadLetter["kind"] }) {
  const t = useControlHealthWords();
  const asked = useList();
  const list = { ...asked, isNarrowed: false }; // the tab is in the address, and narrows nothing
  const may = useMay("health:write");
  const [given, setGiven] = useState<readonly string[] | null>(null);
  const letters = usePages(controlListDeadLetters, { path: { kind }, query: { limit: 50 } });
  const replay = useWrite(controlReplayDeadLetters, {
    changes: [controlListDeadLetters],
    done: (moved) => tell(t("replayed", { count: moved.count })),
    failed: tellProblem,
  });
  const columns = useMemo<Column<DeadLetter>[]>(
    () => [
      {
        key: "what",
        title: t("letter"),
        fixed: true,
        phone: "title",
        cell: (row) => (
          <div>
            <Text size="sm" fw={550}>
              {row.name}
            </Text>
            <Text size="xs" c="dimmed" className={classes.mono} truncate>
              {Object.values(row.arguments ?? {})
                .map(String)
                .join(" ") || row.id}
            </Text>
          </div>
        ),
      },
      { key: "merchant", title: t("merchant"), width: 180, cell: (row) => row.tenant || t("everybody") },
      {
        key: "why",
        title: t("why"),
        width: 200,
        cell: (row) => <span className={classes.mono}>{row.why}</span>,
      },
      { key: "attempts", title: t("attempts"), width: 90, align: "right", cell: (row) => row.attempts },
      { key: "when", title: t("when"), width: 150, phone: "aside", cell: (row) => <When at={row.at} /> },
    ],
    [t],
  );
  return (
    <>
      <DataList
        id={`control-letters-${kind}`}
        list={list}
        source={letters}
        columns={columns}
        idOf={(row) => row.id}
        rowHeight={56}
        bulk={
          may
            ? (rows, clear) => (
                <>
                  <Button
                    size="xs"
                    loading={replay.isPending}
                    onClick={() => {
                      replay.mutate({ path: { kind }, body: { letters: rows.map((row) => row.id) } });
                      clear();
                    }}
                  >
                    {t("replay")}
                  </Button>
                  <Button
                    size="xs"
                    variant="default"
                    onClick={() => {
                      setGiven(rows.map((row) => row.id));
                      clear();
                    }}
                  >
                    {t("discard")}
                  </Button>
                </>
              )
            : undefined
        }
        empty={<EmptyState title={t("noLetters")} text={t("noLettersHelp")} />}
      />
      {given ? <DiscardDialog kind={kind} letters={given} close={() => setGiven(null)} /> : null}
    </>
  );
}

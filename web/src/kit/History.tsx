import { Button, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { adminHistory } from "@/api/generated/sdk.gen";
import type { AdminHistoryResponses } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { Diff } from "./Diff";
import { EmptyState } from "./EmptyState";
import { Failure } from "./Failure";
import classes from "./History.module.css";
import { Skeletons } from "./Skeletons";
import { actionWords, actorWords, changedFields } from "./trail/action";
import { useTrailWords } from "./trail/words";
import { useLive } from "./useLive";
import { When } from "./When";

type Item = AdminHistoryResponses[200]["items"][number];

interface HistoryProps {
  /** product, order, customer, category, store, stock, … as the API knows them. */
  kind: string;
  /** The thing's public id. */
  id: string;
  /** How its fields are called. */
  labels?: Readonly<Record<string, string>>;
}

/** What was done to one thing: by whom, when, before and after. Grows by itself while the screen is open. */
export function History({ kind, id, labels = {} }: HistoryProps) {
  const t = useTrailWords();
  const history = usePages(adminHistory, { path: { kind, thing: id }, query: { limit: 20 } });
  useLive([kind, "price", "payment"], (changes) => {
    if (changes.length === 0 || changes.some((change) => change.id === id)) void history.refetch();
  });
  if (history.error && history.items === undefined)
    return <Failure error={history.error} again={() => void history.refetch()} />;
  if (history.items === undefined) return <Skeletons lines={4} />;
  if (history.items.length === 0) return <EmptyState title={t("noHistory")} text={t("noHistoryHelp")} />;
  return (
    <>
      <ol className={classes.history}>
        {history.items.map((item) => (
          <HistoryItem key={item.id} item={item} labels={labels} />
        ))}
      </ol>
      {history.hasNextPage ? (
        <Button
          variant="subtle"
          size="xs"
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          {t("earlier")}
        </Button>
      ) : null}
    </>
  );
}

function HistoryItem({ item, labels }: { item: Item; labels: Readonly<Record<string, string>> }) {
  const t = useTrailWords();
  const [isOpen, setOpen] = useState(false);
  const fields = changedFields(item.before, item.after);
  const names = fields.map((field) => labels[field] ?? field).join(", ");
  return (
    <li className={classes.item}>
      <div className={classes.line}>
        <Text size="sm" fw={550}>
          {actionWords(t, item.action)}
        </Text>
        <Text size="xs" c="dimmed">
          {t("byWho", { who: actorWords(t, item.actor_kind, item.actor_name) })} · <When at={item.at} />
        </Text>
      </div>
      {fields.length > 0 ? (
        <UnstyledButton onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
          <Text size="xs" c="dimmed" td="underline">
            {names}
          </Text>
        </UnstyledButton>
      ) : null}
      {isOpen ? (
        <div className={classes.diff}>
          <Diff before={item.before} after={item.after} labels={labels} />
        </div>
      ) : null}
    </li>
  );
}

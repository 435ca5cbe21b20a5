import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { adminListCustomerActivity } from "@/api/generated/sdk.gen";
import type { CustomerActivity } from "@/api/generated/types.gen";
import { usePages } from "@/api/query";
import { GoLink } from "@/app/here";
import classes from "../History.module.css";
import { Section } from "../Section";
import { actionWords, actorWords } from "../trail/action";
import { useTrailWords } from "../trail/words";
import { When } from "../When";
import { usePeopleWords } from "./words";

interface PersonActivityProps {
  entries: readonly CustomerActivity[];
  /** The customer whose earlier entries can be asked for. */
  customer?: string | undefined;
}

const FEW = 12;

/** What happened to a person and their orders, the latest first. */
export function PersonActivity({ entries, customer }: PersonActivityProps) {
  const t = usePeopleWords();
  const [isLong, setLong] = useState(false);
  const earlier = usePages(
    adminListCustomerActivity,
    { path: { customer: customer ?? "" }, query: { limit: 50 } },
    { enabled: isLong && customer !== undefined },
  );
  const all = isLong ? (earlier.items ?? entries) : entries.slice(0, FEW);
  const hasMore = isLong ? earlier.hasNextPage : entries.length > FEW;
  return (
    <Section title={t("activity")}>
      {all.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("nothingHappened")}
        </Text>
      ) : (
        <ol className={classes.history}>
          {all.map((entry) => (
            <ActivityItem key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {hasMore ? (
        <Button
          variant="subtle"
          size="xs"
          loading={earlier.isFetchingNextPage}
          onClick={() => (isLong ? void earlier.fetchNextPage() : setLong(true))}
        >
          {t("earlier")}
        </Button>
      ) : null}
    </Section>
  );
}

function ActivityItem({ entry }: { entry: CustomerActivity }) {
  const t = useTrailWords();
  const reason = entry.details.reason;
  return (
    <li className={classes.item}>
      <div className={classes.line}>
        <Text size="sm" fw={550}>
          {actionWords(t, entry.type)}
          {entry.order_id ? (
            <>
              {" "}
              <GoLink to={`/orders/${entry.order_id}`} inherit underline="always">
                #{entry.order_number}
              </GoLink>
            </>
          ) : null}
        </Text>
        <Text size="xs" c="dimmed">
          {actorWords(t, entry.actor, t.has(entry.actor) ? "" : entry.actor)} · <When at={entry.at} />
        </Text>
      </div>
      {typeof reason === "string" && reason ? (
        <Text size="xs" c="dimmed">
          {reason}
        </Text>
      ) : null}
    </li>
  );
}

import { Skeleton, Text, Title } from "@mantine/core";
import { IconArrowRight, IconCircleCheck } from "@tabler/icons-react";
import { PlainLink } from "@/app/here";
import { Failure } from "@/kit/Failure";
import { Count } from "@/kit/Money";
import { Skeletons } from "@/kit/Skeletons";
import type { Tone } from "@/kit/StatusBadge";
import classes from "./home.module.css";
import { useWaiting } from "./useFigures";
import { useHomeWords } from "./words";

type Words = ReturnType<typeof useHomeWords>;
type Kind = Parameters<Words>[0];

interface Task {
  kind: Kind;
  count: number;
  to: string;
  tone: Tone;
}

/** In the order in which they are worth doing. */
const NEEDS: readonly { need: Kind & string; tone: Tone }[] = [
  { need: "payment_problem", tone: "bad" },
  { need: "to_prepare", tone: "warn" },
  { need: "to_ship", tone: "warn" },
  { need: "to_collect", tone: "info" },
  { need: "to_finish", tone: "quiet" },
];

/** The things to do, each leading to where they are done. */
export function Waiting() {
  const t = useHomeWords();
  const waiting = useWaiting();
  if (waiting.error) return <Failure error={waiting.error} again={() => void waiting.refetch()} />;
  const found = waiting.data;
  const most = found?.counted_up_to ?? 0;
  const tasks: Task[] =
    found === undefined
      ? []
      : [
          ...NEEDS.map(({ need, tone }) => ({
            kind: need,
            count: found.orders?.[need] ?? 0,
            to: `/orders?need=${need}`,
            tone,
          })),
          {
            kind: "low" as const,
            count: found.low_stock_count ?? 0,
            to: "/inventory?state=low",
            tone: "warn" as const,
          },
          {
            kind: "drafts" as const,
            count: found.drafts ?? 0,
            to: "/products?status=draft",
            tone: "quiet" as const,
          },
        ].filter((task) => task.count > 0);
  return (
    <section aria-labelledby="waiting">
      <Title order={2} size="h3" mb={8} id="waiting">
        {t("waits")}
      </Title>
      {found === undefined ? (
        <Skeletons>
          <div className={classes.tasks}>
            {[1, 2, 3, 4].map((place) => (
              <Skeleton key={place} height={84} radius="md" />
            ))}
          </div>
        </Skeletons>
      ) : tasks.length === 0 ? (
        <div className={classes.done}>
          <IconCircleCheck size={22} aria-hidden />
          <div>
            <Text fw={600}>{t("nothingWaits")}</Text>
            <Text size="sm" c="dimmed">
              {t("nothingWaitsHelp")}
            </Text>
          </div>
        </div>
      ) : (
        <ul className={classes.tasks}>
          {tasks.map((task) => (
            <li key={task.kind}>
              <PlainLink to={task.to} className={classes.task} data-tone={task.tone}>
                <span className={classes.count}>
                  <Count value={task.count} />
                  {task.count >= most ? "+" : ""}
                </span>
                <span className={classes.what}>
                  {t(task.kind, { count: task.count })}
                  <IconArrowRight size={16} aria-hidden className={classes.arrow} />
                </span>
              </PlainLink>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

import { Table, Text } from "@mantine/core";
import type { Queues as Waiting } from "@/api/generated/types.gen";
import { GoLink } from "@/app/here";
import { Section } from "@/kit/Section";
import { Fact, Facts } from "./Facts";
import classes from "./health.module.css";
import { Wide } from "./Wide";
import { useControlHealthWords } from "./words";

/** What waits for the worker, and what it gave up. */
export function Queues({ queues }: { queues: Waiting }) {
  const t = useControlHealthWords();
  const sum = (what: "queued" | "running" | "failed") =>
    queues.tasks.reduce((total, task) => total + task[what], 0);
  const failed = sum("failed");
  return (
    <Section
      title={t("queues")}
      acts={queues.events_dead + failed > 0 ? <GoLink to="/health/letters">{t("lookAtDead")}</GoLink> : null}
    >
      <Facts>
        <Fact
          name={t("events")}
          more={
            queues.events_dead > 0
              ? t("dead", { count: queues.events_dead })
              : t("oldest", { seconds: Math.round(queues.events_oldest_seconds) })
          }
        >
          {t("waiting", { count: queues.events_pending })}
        </Fact>
        <Fact
          name={t("jobs")}
          more={failed > 0 ? t("dead", { count: failed }) : t("runningJobs", { count: sum("running") })}
        >
          {t("waiting", { count: sum("queued") })}
        </Fact>
        <Fact name={t("webhooks")} more={t("failedToday", { count: queues.webhooks_failed })}>
          {t("waiting", { count: queues.webhooks_waiting })}
        </Fact>
        <Fact name={t("messages")} more={t("failedToday", { count: queues.messages_failed })}>
          {t("waiting", { count: queues.messages_waiting })}
        </Fact>
      </Facts>
      {queues.tasks.length === 0 ? (
        <Text size="sm" c="dimmed" mt="md">
          {t("noTasks")}
        </Text>
      ) : (
        <Wide label={t("tasks")}>
          <Table mt="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("task")}</Table.Th>
                <Table.Th ta="right">{t("queued")}</Table.Th>
                <Table.Th ta="right">{t("running")}</Table.Th>
                <Table.Th ta="right">{t("failed")}</Table.Th>
                <Table.Th ta="right">{t("oldestWaits")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {queues.tasks.map((task) => (
                <Table.Tr key={task.task}>
                  <Table.Td className={classes.mono}>{task.task}</Table.Td>
                  <Table.Td ta="right">{task.queued}</Table.Td>
                  <Table.Td ta="right">{task.running}</Table.Td>
                  <Table.Td ta="right">{task.failed}</Table.Td>
                  <Table.Td ta="right">{t("seconds", { seconds: Math.round(task.oldest_seconds) })}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Wide>
      )}
    </Section>
  );
}

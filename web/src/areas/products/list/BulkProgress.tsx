import { Button, Group, List, Modal, Progress, Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { adminGetBulkRun } from "@/api/generated/sdk.gen";
import type { BulkRun } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { useProductWords } from "../words";

interface BulkProgressProps {
  run: BulkRun;
  close: () => void;
  ended: (run: BulkRun) => void;
}

/** How far a change of many products is, and what was refused and why. It goes on when this is closed. */
export function BulkProgress({ run, close, ended }: BulkProgressProps) {
  const t = useProductWords();
  const isRunning = run.status !== "finished";
  const now = useRead(adminGetBulkRun, { path: { run: run.id } }, { enabled: isRunning, every: 1000 });
  const shown = now.data ?? run;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it has ended
  useEffect(() => {
    if (isRunning && shown.status === "finished") ended(shown);
  }, [isRunning, shown.status]);
  const refused = shown.items.filter((item) => item.outcome === "refused");
  return (
    <Modal opened onClose={close} title={isRunning ? t("changingMany") : t("changedSome")} size="lg">
      <Stack>
        <Progress value={(shown.done / Math.max(shown.total, 1)) * 100} aria-label={t("changingMany")} />
        <Text size="sm" role="status">
          {t("progress", {
            done: shown.done,
            total: shown.total,
            changed: shown.changed,
            unchanged: shown.unchanged,
            refused: shown.refused,
          })}
        </Text>
        {refused.length > 0 ? (
          <List size="sm" spacing={6} mah={320} style={{ overflowY: "auto" }}>
            {refused.map((item) => (
              <List.Item key={item.product_id}>
                <GoLink to={`/products/${item.product_id}`}>{item.title}</GoLink>: {item.message}
              </List.Item>
            ))}
          </List>
        ) : null}
        {shown.refused > refused.length ? (
          <Text size="sm" c="dimmed">
            {t("andMoreRefused", { count: shown.refused - refused.length })}
          </Text>
        ) : null}
        <Group justify="flex-end">
          {isRunning ? (
            <Text size="sm" c="dimmed">
              {t("goesOn")}
            </Text>
          ) : null}
          <Button onClick={close}>{t("close")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

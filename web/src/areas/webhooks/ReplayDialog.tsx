import { Button, Checkbox, Group, Modal, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { call } from "@/api/call";
import { adminReplayWebhooks } from "@/api/generated/sdk.gen";
import { tell } from "@/app/messages";
import { useAct } from "./acting";
import { useWebhookWords } from "./words";

const STATUSES = ["failed", "cancelled", "delivered"] as const;
type Status = (typeof STATUSES)[number];
const DAY = 24 * 3600 * 1000;

/** As a field of local date and time wants it. */
function local(at: number): string {
  const offset = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offset).toISOString().slice(0, 16);
}

/** A time and which of its deliveries go out again. */
export function ReplayDialog({ endpoint, close }: { endpoint: string; close: () => void }) {
  const t = useWebhookWords();
  const [since, setSince] = useState(() => local(Date.now() - DAY));
  const [until, setUntil] = useState(() => local(Date.now() + 60_000));
  const [statuses, setStatuses] = useState<string[]>(["failed", "cancelled"]);
  const [isStrict, setStrict] = useState(false);
  const { isRunning, run } = useAct();
  const from = new Date(since).getTime();
  const to = new Date(until).getTime();
  const lacks = { period: !(from < to), which: statuses.length === 0 };

  async function replay(): Promise<void> {
    setStrict(true);
    if (lacks.period || lacks.which) return;
    const body = {
      since: new Date(from).toISOString(),
      until: new Date(to).toISOString(),
      statuses: statuses as Status[],
    };
    const isDone = await run(async () => {
      const { count } = await call(adminReplayWebhooks, { path: { endpoint }, body });
      tell(count > 0 ? t("replaying", { count }) : t("replayNone"));
    });
    if (isDone) close();
  }

  return (
    <Modal opened onClose={close} closeButtonProps={{ "aria-label": t("close") }} title={t("replayTitle")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void replay();
        }}
      >
        <Stack>
          <Text size="sm">{t("replayText")}</Text>
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput
              type="datetime-local"
              label={t("since")}
              value={since}
              onChange={(event) => setSince(event.currentTarget.value)}
              error={isStrict && lacks.period ? t("periodNeeded") : null}
              data-autofocus
            />
            <TextInput
              type="datetime-local"
              label={t("until")}
              value={until}
              onChange={(event) => setUntil(event.currentTarget.value)}
            />
          </SimpleGrid>
          <Checkbox.Group
            label={t("which")}
            value={statuses}
            onChange={setStatuses}
            error={isStrict && lacks.which ? t("whichNeeded") : null}
          >
            <Group mt={4}>
              {STATUSES.map((status) => (
                <Checkbox key={status} value={status} label={t(`status_${status}`)} />
              ))}
            </Group>
          </Checkbox.Group>
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("stop")}
            </Button>
            <Button type="submit" loading={isRunning}>
              {t("replay")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

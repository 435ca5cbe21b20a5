import { ActionIcon, Button, Group, Text, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { adminListStores, adminRemoveDomain, adminSetDomain } from "@/api/generated/sdk.gen";
import type { StoreSummary } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { useSettingsWords } from "../words";

/** The host names that lead to a store; the first is the one that the others lead to. */
export function Domains({ store }: { store: StoreSummary }) {
  const t = useSettingsWords();
  const may = useMay("stores:write", { store: store.id });
  const [typed, setTyped] = useState("");
  const [complaint, setComplaint] = useState<string | null>(null);
  const changes = [adminListStores];
  const add = useWrite(adminSetDomain, {
    changes,
    done: () => {
      setTyped("");
      tell(t("domains.added"));
    },
    failed: (problem) => setComplaint(problem.title),
  });
  const prefer = useWrite(adminSetDomain, { changes, failed: tellProblem });
  const remove = useWrite(adminRemoveDomain, { changes, failed: tellProblem });

  function submit(event: FormEvent): void {
    event.preventDefault();
    setComplaint(null);
    const host = typed
      .trim()
      .replace(/^https?:\/\//, "")
      .replace(/\/.*$/, "");
    add.mutate({ path: { store_id: store.id, host }, body: { is_primary: store.hosts.length === 0 } });
  }

  function drop(host: string): void {
    const wasFirst = store.hosts[0] === host;
    remove.mutate(
      { path: { store_id: store.id, host } },
      {
        onSuccess: () =>
          tell(t("domains.removed", { host }), {
            undo: () => add.mutate({ path: { store_id: store.id, host }, body: { is_primary: wasFirst } }),
          }),
      },
    );
  }

  return (
    <Section title={t("domains.title")} about={t("domains.help")}>
      {store.hosts.map((host, at) => (
        <Group key={host} justify="space-between" wrap="nowrap" mih={44}>
          <Group gap={8}>
            <Text fw={500}>{host}</Text>
            {at === 0 ? <StatusBadge tone="good">{t("domains.main")}</StatusBadge> : null}
          </Group>
          {may ? (
            <Group gap={4} wrap="nowrap">
              {at > 0 ? (
                <Button
                  variant="subtle"
                  size="xs"
                  onClick={() =>
                    prefer.mutate({ path: { store_id: store.id, host }, body: { is_primary: true } })
                  }
                >
                  {t("domains.makeMain")}
                </Button>
              ) : null}
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={t("removeNamed", { name: host })}
                onClick={() => drop(host)}
              >
                <IconTrash size={16} />
              </ActionIcon>
            </Group>
          ) : null}
        </Group>
      ))}
      {store.hosts.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("domains.none")}
        </Text>
      ) : null}
      {may ? (
        <form onSubmit={submit} noValidate>
          <Group gap={8} mt="md" align="start">
            <TextInput
              aria-label={t("domains.host")}
              placeholder="shop.example.com"
              value={typed}
              error={complaint}
              inputMode="url"
              autoCapitalize="none"
              flex={1}
              maw={360}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" loading={add.isPending} disabled={typed.trim() === ""}>
              {t("domains.add")}
            </Button>
          </Group>
        </form>
      ) : null}
    </Section>
  );
}

import { ActionIcon, Button, Code, CopyButton, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import {
  adminCheckDomain,
  adminListDomains,
  adminListStores,
  adminRemoveDomain,
  adminSetDomain,
} from "@/api/generated/sdk.gen";
import type { Domain, StoreSummary } from "@/api/generated/types.gen";
import { useRead, useWrite } from "@/api/query";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { Failure } from "@/kit/Failure";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge, type Tone } from "@/kit/StatusBadge";
import { saidOf, useSettingsWords } from "../words";

const TONES: Record<string, Tone> = { pending: "warn", verified: "good", failed: "bad" };
const CHANGES = [adminListDomains, adminListStores];

/** The host names that lead to a store once they are verified; the main one is where the others lead. */
export function Domains({ store }: { store: StoreSummary }) {
  const t = useSettingsWords();
  const may = useMay("stores:write", { store: store.id });
  const domains = useRead(adminListDomains, { path: { store_id: store.id } });
  return (
    <Section title={t("domains.title")} about={t("domains.help")}>
      {domains.error ? <Failure error={domains.error} again={() => void domains.refetch()} /> : null}
      {domains.isPending ? <Skeletons lines={2} /> : null}
      <Stack gap="md">
        {domains.data?.map((one) => (
          <Line key={one.host} domain={one} store={store.id} mayWrite={may} />
        ))}
      </Stack>
      {domains.data?.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("domains.none")}
        </Text>
      ) : null}
      {may ? <Add store={store.id} /> : null}
    </Section>
  );
}

function Line({ domain, store, mayWrite }: { domain: Domain; store: string; mayWrite: boolean }) {
  const t = useSettingsWords();
  const path = { store_id: store, host: domain.host };
  const check = useWrite(adminCheckDomain, {
    changes: CHANGES,
    done: (found) => {
      if (found.status === "verified") tell(t("domains.proved"));
    },
    failed: tellProblem,
  });
  const prefer = useWrite(adminSetDomain, { changes: CHANGES, failed: tellProblem });
  const remove = useWrite(adminRemoveDomain, {
    changes: CHANGES,
    done: () => tell(t("domains.removed", { host: domain.host })),
    failed: tellProblem,
  });
  const isVerified = domain.status === "verified";
  return (
    <div>
      <Group justify="space-between" mih={44} gap={8}>
        <Group gap={8}>
          <Text fw={500} style={{ overflowWrap: "anywhere" }}>
            {domain.host}
          </Text>
          {domain.is_primary ? <StatusBadge tone="info">{t("domains.main")}</StatusBadge> : null}
          <StatusBadge tone={TONES[domain.status] ?? "quiet"}>
            {saidOf(t, `domains.${domain.status}`, domain.status)}
          </StatusBadge>
        </Group>
        {mayWrite ? (
          <Group gap={4} wrap="nowrap">
            {isVerified && !domain.is_primary ? (
              <Button
                variant="subtle"
                size="xs"
                onClick={() => prefer.mutate({ path, body: { is_primary: true } })}
              >
                {t("domains.makeMain")}
              </Button>
            ) : null}
            {isVerified ? null : (
              <Button
                variant="default"
                size="xs"
                loading={check.isPending}
                onClick={() => check.mutate({ path })}
              >
                {t("domains.check")}
              </Button>
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t("removeNamed", { name: domain.host })}
              onClick={() => remove.mutate({ path })}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ) : null}
      </Group>
      {domain.failure ? (
        <Text size="sm" c="red">
          {saidOf(t, `domains.why.${domain.failure}`, domain.failure)}
        </Text>
      ) : null}
      {isVerified || !mayWrite ? null : (
        <Stack gap={4} mt={4}>
          <Text size="sm">{t("domains.prove")}</Text>
          <Copied label={t("domains.address")} text={domain.challenge_url} />
          <Copied label={t("domains.token")} text={domain.token} />
        </Stack>
      )}
    </div>
  );
}

function Copied({ label, text }: { label: string; text: string }) {
  const t = useSettingsWords();
  return (
    <Group gap={8}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Code style={{ overflowWrap: "anywhere" }}>{text}</Code>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="subtle" onClick={copy}>
            {t(copied ? "domains.copied" : "domains.copy")}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}

function Add({ store }: { store: string }) {
  const t = useSettingsWords();
  const [typed, setTyped] = useState("");
  const [complaint, setComplaint] = useState<string | null>(null);
  const add = useWrite(adminSetDomain, {
    changes: CHANGES,
    done: () => {
      setTyped("");
      tell(t("domains.added"));
    },
    failed: (problem) => setComplaint(problem.title),
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    setComplaint(null);
    const host = typed
      .trim()
      .replace(/^https?:\/\//, "")
      .replace(/\/.*$/, "");
    add.mutate({ path: { store_id: store, host }, body: { is_primary: false } });
  }

  return (
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
  );
}

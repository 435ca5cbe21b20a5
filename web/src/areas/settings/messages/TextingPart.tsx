import {
  Alert,
  Button,
  CopyButton,
  Group,
  PasswordInput,
  Select,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { useMemo, useState } from "react";
import { call } from "@/api/call";
import {
  adminDisconnectTextingAccount,
  adminListTextingAccounts,
  adminSaveTextingAccount,
  adminTestTextingAccount,
} from "@/api/generated/sdk.gen";
import type { TextingAccount, TextingProvider } from "@/api/generated/types.gen";
import { Problem } from "@/api/problem";
import { refresh, useRead, useWrite } from "@/api/query";
import { confirm } from "@/app/confirm";
import { useMay } from "@/app/may";
import { tell, tellProblem } from "@/app/messages";
import { proven } from "@/app/proof";
import { Failure } from "@/kit/Failure";
import { RecordForm } from "@/kit/form/RecordForm";
import { useRecord } from "@/kit/form/useRecord";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { TestText } from "./TestText";
import { useChannelWords } from "./words";

/** The company's account for SMS: which provider, its credentials, whether it works. */
export function TextingPart() {
  const t = useChannelWords();
  const providers = useRead(adminListTextingAccounts, {});
  const mayWrite = useMay("messages:configure");
  const used = providers.data?.find((one) => one.account?.is_active)?.about.code;
  const [chosen, setChosen] = useState<string | null>(null);
  const code = chosen ?? used ?? providers.data?.[0]?.about.code;
  const provider = providers.data?.find((one) => one.about.code === code);
  return (
    <Section title={t("account")} about={t("accountHelp")}>
      {providers.error ? (
        <Failure error={providers.error} again={() => void providers.refetch()} />
      ) : provider === undefined ? (
        <Skeletons />
      ) : (
        <Stack gap="md" maw="42rem">
          <Group align="flex-end" gap="sm">
            <Select
              label={t("provider")}
              data={(providers.data ?? []).map(({ about }) => ({ value: about.code, label: about.name }))}
              value={provider.about.code}
              onChange={setChosen}
              allowDeselect={false}
            />
            <StatusBadge tone={provider.account?.is_active ? "good" : "quiet"}>
              {provider.account?.is_active ? t("used") : t("notConnected")}
            </StatusBadge>
          </Group>
          {provider.account?.is_locked ? <Alert color="red">{t("locked")}</Alert> : null}
          <AccountForm key={provider.about.code} provider={provider} mayWrite={mayWrite} />
          {provider.account?.is_active ? <Working account={provider.account} mayWrite={mayWrite} /> : null}
          {provider.account?.is_active && mayWrite ? <TestText /> : null}
        </Stack>
      )}
    </Section>
  );
}

function AccountForm({ provider, mayWrite }: { provider: TextingProvider; mayWrite: boolean }) {
  const t = useChannelWords();
  const { about, account } = provider;
  const label = (name: string, otherwise: string) => {
    const key = `label_${name}`;
    return t.has(key) ? t(key) : otherwise;
  };
  const values = useMemo(() => typed(provider), [provider]);
  const record = useRecord<Record<string, string>, TextingAccount>({
    values,
    version: account?.version ?? 0,
    labels: Object.fromEntries(about.fields.map((field) => [field.name, label(field.name, field.label)])),
    names: Object.fromEntries(about.fields.map((field) => [`values.${field.name}`, field.name])),
    save: async (all, version) => {
      const path = { provider: about.code };
      const saved = await proven(() =>
        call(adminSaveTextingAccount, { path, body: { values: all }, version: version ?? 0 }),
      );
      if (saved === null) throw new Problem(403, { code: "NotProven", title: t("proofNeeded") });
      return saved;
    },
    latest: async () => {
      const now = (await call(adminListTextingAccounts, {})).find((one) => one.about.code === about.code);
      return { values: now ? typed(now) : values, version: now?.account?.version ?? 0 };
    },
    saved: () => {
      refresh(adminListTextingAccounts);
      tell(t("saved"));
    },
  });
  return (
    <RecordForm record={record}>
      <Stack gap="md">
        {about.fields.map((field) => {
          const { label: _, ...input } = record.field(field.name);
          const said = label(field.name, field.label);
          const props = {
            ...input,
            label: field.is_required === false ? t("optional", { label: said }) : said,
            description: field.help || undefined,
            disabled: !mayWrite,
            autoComplete: field.is_secret ? "new-password" : "off",
            spellCheck: false,
          };
          return field.is_secret ? (
            <PasswordInput
              key={field.name}
              {...props}
              placeholder={account?.secrets.includes(field.name) ? t("stored") : undefined}
            />
          ) : (
            <TextInput key={field.name} {...props} />
          );
        })}
      </Stack>
    </RecordForm>
  );
}

function Working({ account, mayWrite }: { account: TextingAccount; mayWrite: boolean }) {
  const t = useChannelWords();
  const path = { provider: account.provider };
  const test = useWrite(adminTestTextingAccount, {
    changes: [adminListTextingAccounts],
    failed: tellProblem,
  });
  const [isLeaving, setLeaving] = useState(false);
  const disconnect = async () => {
    const asked = { title: t("disconnect"), text: t("disconnectAsk"), action: t("disconnect"), danger: true };
    if (!(await confirm(asked))) return;
    setLeaving(true);
    try {
      const done = await proven(async () => {
        await call(adminDisconnectTextingAccount, { path });
        return true;
      });
      if (done) tell(t("disconnected"));
      refresh(adminListTextingAccounts);
    } finally {
      setLeaving(false);
    }
  };
  return (
    <Stack gap="sm" aria-live="polite">
      {account.is_working === null ? null : (
        <Alert color={account.is_working ? "green" : "red"}>
          {t(account.is_working ? "works" : "broken")} {account.check_message}
        </Alert>
      )}
      <div>
        <Text size="sm" fw={550}>
          {t("reports")}
        </Text>
        <Text size="sm" c="dimmed">
          {t("reportsHelp")}
        </Text>
        <CopyButton value={account.report_url}>
          {({ copy }) => (
            <Text size="xs" style={{ overflowWrap: "anywhere", cursor: "copy" }} onClick={copy}>
              {account.report_url}
            </Text>
          )}
        </CopyButton>
      </div>
      {mayWrite ? (
        <Group gap="sm">
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate({ path })}>
            {t("check")}
          </Button>
          <Button variant="subtle" color="red" loading={isLeaving} onClick={() => void disconnect()}>
            {t("disconnect")}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}

function typed({ about, account }: TextingProvider): Record<string, string> {
  return Object.fromEntries(about.fields.map(({ name }) => [name, account?.settings[name] ?? ""]));
}

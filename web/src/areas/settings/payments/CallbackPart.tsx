import { Button, Code, CopyButton, Group, List, Stack, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { AccountView, PaymentProvider } from "@/api/generated/types.gen";
import { Section } from "@/kit/Section";
import { useConnectionWords } from "./words";

/** Where the provider sends what concerns this account, and what to have it send. */
export function CallbackPart({
  provider,
  account,
}: {
  provider: PaymentProvider;
  account: AccountView | undefined;
}) {
  const t = useConnectionWords();
  const { name, callback_events: events } = provider;
  const address = account?.callback_url ?? "";
  const host = address ? new URL(address).host : "";
  return (
    <Section title={t("callbacks", { name })}>
      <Stack gap={12}>
        <Text size="sm">
          {address === ""
            ? t("callbacksLater")
            : events.length > 0
              ? t("callbacksHelp", { name })
              : t("callbacksSent", { name, host })}
        </Text>
        {address ? (
          <div>
            <Text size="sm" fw={550}>
              {t("address")}
            </Text>
            <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>
              {address}
            </Code>
            <Copy text={address} label={t("copyAddress")} />
          </div>
        ) : null}
        {address && events.length > 0 ? (
          <div>
            <Text size="sm" fw={550}>
              {t("events")}
            </Text>
            <List size="sm" listStyleType="none">
              {events.map((event) => (
                <List.Item key={event}>
                  <Code style={{ overflowWrap: "anywhere" }}>{event}</Code>
                </List.Item>
              ))}
            </List>
            <Copy text={events.join("\n")} label={t("copyEvents")} />
          </div>
        ) : null}
      </Stack>
    </Section>
  );
}

function Copy({ text, label }: { text: string; label: string }) {
  const t = useConnectionWords();
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Group mt={8}>
          <Button
            variant="default"
            size="xs"
            onClick={copy}
            aria-label={label}
            leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          >
            {copied ? t("copied") : t("copy")}
          </Button>
        </Group>
      )}
    </CopyButton>
  );
}

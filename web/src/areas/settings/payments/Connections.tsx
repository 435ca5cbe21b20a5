import { Button, Card, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import type { AccountView, PaymentProvider } from "@/api/generated/types.gen";
import { PlainLink } from "@/app/here";
import { useMay } from "@/app/may";
import type { StoreOfMine } from "@/app/session";
import { Failure } from "@/kit/Failure";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { When } from "@/kit/When";
import { ConnectionState } from "./ConnectionState";
import { stateOf } from "./state";
import type { Providers } from "./useProviders";
import { useConnectionWords } from "./words";

/** A card for each provider that takes an account. */
export function Connections({ store, known }: { store: StoreOfMine; known: Providers }) {
  const t = useConnectionWords();
  const { providers, accounts } = known;
  if (!known.maySee) return null;
  return (
    <Section title={t("title")} about={t("about")} id="connections">
      {known.error ? <Failure error={known.error} again={known.again} /> : null}
      {!known.error && !(providers && accounts) ? <Skeletons lines={3} /> : null}
      {providers && accounts ? (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {providers
            .filter((provider) => provider.fields.length > 0)
            .map((provider) => (
              <ProviderCard
                key={provider.code}
                provider={provider}
                account={accounts.find((one) => one.provider === provider.code)}
                store={store}
              />
            ))}
        </SimpleGrid>
      ) : null}
    </Section>
  );
}

interface ProviderCardProps {
  provider: PaymentProvider;
  account: AccountView | undefined;
  store: StoreOfMine;
}

function ProviderCard({ provider, account, store }: ProviderCardProps) {
  const t = useConnectionWords();
  const mayConfigure = useMay("payments:configure", { store: store.id });
  const state = stateOf(provider, account);
  const isConnected = account?.is_connected ?? false;
  const isUseless = (state === "off" || state === "currency") && !isConnected;
  const act = isConnected ? "change" : "connect";
  return (
    <Card padding="md" withBorder>
      <Stack gap={8} h="100%">
        <Group justify="space-between" wrap="nowrap" align="flex-start" gap={8}>
          <div>
            <Title order={3} size="h4">
              {provider.name}
            </Title>
            <Text size="xs" c="dimmed">
              {t(`rail.${provider.rail}`)}
            </Text>
          </div>
          <ConnectionState provider={provider} account={account} currency={store.currency} />
        </Group>
        {isConnected && account?.check_message ? (
          <Text size="sm" lineClamp={3}>
            {account.check_message}
          </Text>
        ) : null}
        <Group justify="space-between" mt="auto" gap={8}>
          <Text size="xs" c="dimmed" component="div">
            {isConnected && account?.checked_at
              ? t.rich("lastTested", { when: <When at={account.checked_at} /> })
              : null}
          </Text>
          {isUseless || !(mayConfigure || isConnected) ? null : (
            <Button
              component={PlainLink}
              to={`/settings/payments/${provider.code}?store=${store.id}`}
              variant="default"
              size="xs"
              aria-label={t(`${act}Named`, { name: provider.name })}
            >
              {t(act)}
            </Button>
          )}
        </Group>
      </Stack>
    </Card>
  );
}

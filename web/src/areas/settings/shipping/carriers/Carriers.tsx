import { Button, Card, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { CarrierAccount, CarrierProvider } from "@/api/generated/types.gen";
import { PlainLink } from "@/app/here";
import type { StoreOfMine } from "@/app/session";
import { Failure } from "@/kit/Failure";
import { Section } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { nameOf } from "./CarrierField";
import { stateOf, TONES } from "./state";
import { useCarriers } from "./useCarriers";
import { useCarrierWords, useFormWords } from "./words";

const ABILITIES = ["quote", "label", "track"] as const;

/** Whom a store gives its parcels to: a card for each account, and what else there is to connect to. */
export function Carriers({ store }: { store: StoreOfMine }) {
  const t = useCarrierWords();
  const f = useFormWords();
  const { providers, accounts, mayConfigure, error, again } = useCarriers(store.id);
  if (!mayConfigure) return null;
  return (
    <Section title={t("title")} about={t("about")} id="carriers">
      {error ? <Failure error={error} again={again} /> : null}
      {!error && !(providers && accounts) ? <Skeletons lines={3} /> : null}
      {providers && accounts ? (
        <Stack gap={16}>
          {accounts.length > 0 ? (
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
              {accounts.map((account) => (
                <AccountCard
                  key={account.id}
                  account={account}
                  provider={providers.find((one) => one.code === account.provider)}
                  store={store}
                />
              ))}
            </SimpleGrid>
          ) : (
            <Text size="sm">{t("none")}</Text>
          )}
          <Group gap={8}>
            {providers.map((provider) => (
              <Button
                key={provider.code}
                component={PlainLink}
                to={`/settings/shipping/carriers/new/${provider.code}?store=${store.id}`}
                variant="default"
                leftSection={<IconPlus size={16} />}
              >
                {nameOf(f, provider)}
              </Button>
            ))}
          </Group>
        </Stack>
      ) : null}
    </Section>
  );
}

interface AccountCardProps {
  account: CarrierAccount;
  provider: CarrierProvider | undefined;
  store: StoreOfMine;
}

function AccountCard({ account, provider, store }: AccountCardProps) {
  const t = useCarrierWords();
  const f = useFormWords();
  const state = stateOf(account);
  const kind = provider ? nameOf(f, provider) : account.provider;
  const abilities = ABILITIES.filter((able) => account.can.includes(able));
  return (
    <Card padding="md" withBorder>
      <Stack gap={8} h="100%">
        <Group justify="space-between" wrap="nowrap" align="flex-start" gap={8}>
          <div style={{ minWidth: 0 }}>
            <Title order={3} size="h4" style={{ overflowWrap: "anywhere" }}>
              {account.name}
            </Title>
            <Text size="xs" c="dimmed">
              {provider?.has_modes && account.mode === "test" ? t("testOf", { name: kind }) : kind}
            </Text>
          </div>
          <StatusBadge tone={TONES[state]}>{t(`state.${state}`)}</StatusBadge>
        </Group>
        <Text size="sm">
          {abilities.length > 0 ? abilities.map((able) => t(`can.${able}`)).join(" · ") : t("can.link")}
        </Text>
        <Group justify="flex-end" mt="auto">
          <Button
            component={PlainLink}
            to={`/settings/shipping/carriers/${account.id}?store=${store.id}`}
            variant="default"
            size="xs"
            aria-label={t("changeNamed", { name: account.name })}
          >
            {t("change")}
          </Button>
        </Group>
      </Stack>
    </Card>
  );
}

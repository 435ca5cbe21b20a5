import { Alert, Group, Stack, Table, Text } from "@mantine/core";
import { adminListPolicies } from "@/api/generated/sdk.gen";
import type { PolicyView } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { GoLink } from "@/app/here";
import { useLanguage, wordOf } from "@/app/words";
import { EmptyState } from "@/kit/EmptyState";
import { Failure } from "@/kit/Failure";
import { formatMoney } from "@/kit/format";
import { Page } from "@/kit/Page";
import { Section, Sections } from "@/kit/Section";
import { Skeletons } from "@/kit/Skeletons";
import { StatusBadge } from "@/kit/StatusBadge";
import { type PlatformWords, usePlatformWords } from "./words";

/** What the platform decided for this company: what binds, where, and who decided it. */
export default function PlatformPage() {
  const t = usePlatformWords();
  const policies = useRead(adminListPolicies, {});
  const binding = (policy: PolicyView) => policy.fields.some((field) => field.is_binding);
  const sorted = [...(policies.data ?? [])].sort((a, b) => Number(binding(b)) - Number(binding(a)));
  return (
    <Page title={t("title")} about={t("about")} crumbs={[{ to: "/settings", label: t("settings") }]}>
      {policies.error ? <Failure error={policies.error} again={policies.refetch} /> : null}
      {policies.isPending ? <Skeletons /> : null}
      {policies.data?.length === 0 ? <EmptyState title={t("nothing")} text={t("about")} /> : null}
      <Sections>
        {sorted.map((policy) => (
          <Policy key={policy.name} policy={policy} isBinding={binding(policy)} />
        ))}
      </Sections>
    </Page>
  );
}

function Policy({ policy, isBinding }: { policy: PolicyView; isBinding: boolean }) {
  const t = usePlatformWords();
  const language = useLanguage();
  return (
    <Section
      title={policy.title}
      about={policy.about}
      acts={
        <StatusBadge tone={isBinding ? "warn" : "quiet"}>{isBinding ? t("binds") : t("free")}</StatusBadge>
      }
    >
      <Stack gap="md">
        {policy.note ? <Alert color="blue">{t("noteSays", { note: policy.note })}</Alert> : null}
        <Table.ScrollContainer minWidth={340}>
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("what")}</Table.Th>
                <Table.Th>{t("value")}</Table.Th>
                <Table.Th>{t("source")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {policy.fields.map((field) => (
                <Table.Tr key={field.name}>
                  <Table.Td>{field.title}</Table.Td>
                  <Table.Td>
                    <Text size="sm" fw={field.is_binding ? 600 : 400}>
                      {inWords(t, language, field.value)}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <Text size="sm" c="dimmed">
                      {sourceOf(t, field.source, policy.plan ?? "")}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <Group gap={6}>
          <Text size="sm" c="dimmed">
            {t("where")}:
          </Text>
          {policy.places.map((place) =>
            place.screen ? (
              <GoLink key={place.code} to={place.screen} size="sm" underline="always">
                {place.title}
              </GoLink>
            ) : (
              <Text key={place.code} size="sm">
                {place.title}
              </Text>
            ),
          )}
        </Group>
      </Stack>
    </Section>
  );
}

/** Pure: a value of a policy in words: a list of codes, amounts by currency, a number, or yes and no. */
export function inWords(t: PlatformWords, language: string, value: unknown): string {
  if (value === null || value === undefined) return t("unlimited");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (typeof value === "number") return new Intl.NumberFormat(language).format(value);
  if (Array.isArray(value)) return value.length === 0 ? t("none") : value.join(", ");
  const amounts = Object.entries(value as Record<string, number>);
  if (amounts.length === 0) return t("unlimited");
  return amounts.map(([currency, minor]) => formatMoney(language, minor, currency)).join(", ");
}

function sourceOf(t: PlatformWords, source: string, plan: string): string {
  if (source === "plan" && plan) return t("planNamed", { name: plan });
  return wordOf(t, "source", source);
}

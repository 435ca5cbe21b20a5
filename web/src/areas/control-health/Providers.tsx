import { Table, Text } from "@mantine/core";
import type { ProviderState } from "@/api/generated/types.gen";
import { moneyWord } from "@/kit/money/payments";
import { useMoneyWords } from "@/kit/money/words";
import { Section } from "@/kit/Section";
import { StatusBadge } from "@/kit/StatusBadge";
import { toneOf } from "./lights";
import { Wide } from "./Wide";
import { useControlHealthWords } from "./words";

/** How each payment provider does, over all merchants. */
export function Providers({ providers }: { providers: readonly ProviderState[] }) {
  const t = useControlHealthWords();
  const m = useMoneyWords();
  return (
    <Section title={t("providers")} about={t("providersAbout")}>
      {providers.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t("noProviders")}
        </Text>
      ) : (
        <Wide label={t("providers")}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("provider")}</Table.Th>
                <Table.Th>{t("state")}</Table.Th>
                <Table.Th ta="right">{t("tries")}</Table.Th>
                <Table.Th ta="right">{t("failedShare")}</Table.Th>
                <Table.Th ta="right">{t("usualShare")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {providers.map((one) => (
                <Table.Tr key={one.provider}>
                  <Table.Td>{moneyWord(m, one.provider)}</Table.Td>
                  <Table.Td>
                    <StatusBadge tone={toneOf(one.light)}>{t(`light_${one.light}`)}</StatusBadge>
                  </Table.Td>
                  <Table.Td ta="right">{one.tries}</Table.Td>
                  <Table.Td ta="right">{one.percent === null ? "–" : `${one.percent} %`}</Table.Td>
                  <Table.Td ta="right">
                    {one.usual_percent === null ? "–" : `${one.usual_percent} %`}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Wide>
      )}
    </Section>
  );
}

import { Table, Text } from "@mantine/core";
import { adminPreviewSaleEvent } from "@/api/generated/sdk.gen";
import type { Sale } from "@/api/generated/types.gen";
import { useRead } from "@/api/query";
import { Failure } from "@/kit/Failure";
import { Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { useSaleWords } from "./words";

/** What a saved event does to today's prices. */
export function Preview({ sale }: { sale: Sale }) {
  const t = useSaleWords();
  const found = useRead(adminPreviewSaleEvent, { path: { sale: sale.id } });
  if (found.error) return <Failure error={found.error} again={found.refetch} />;
  const shown = found.data;
  if (!shown) return null;
  return (
    <Section title={t("preview")} about={shown.variants ? t("previewHelp", { count: shown.variants }) : ""}>
      {shown.variants === 0 ? (
        <Text size="sm" c="dimmed">
          {t("previewNone")}
        </Text>
      ) : (
        <Table.ScrollContainer minWidth={280} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("product")}</Table.Th>
                <Table.Th ta="right">{t("was")}</Table.Th>
                <Table.Th ta="right">{t("becomes")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.examples.map((one) => (
                <Table.Tr key={one.sku}>
                  <Table.Td>
                    {one.title}
                    <Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
                      {one.sku}
                    </Text>
                  </Table.Td>
                  <Table.Td ta="right">
                    <Money minor={one.base_minor} currency={sale.currency} />
                  </Table.Td>
                  <Table.Td ta="right" fw={600}>
                    <Money minor={one.sale_minor} currency={sale.currency} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Section>
  );
}

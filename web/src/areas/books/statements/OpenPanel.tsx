import { Table, Text } from "@mantine/core";
import { adminOpenPaymentDifferences } from "@/api/generated/sdk.gen";
import { useRead } from "@/api/query";
import { useMe } from "@/app/may";
import { Count, Money } from "@/kit/Money";
import { Section } from "@/kit/Section";
import { When } from "@/kit/When";
import classes from "../books.module.css";
import { useBookWords } from "../words";

/** What nobody has explained yet, over all statements; nothing when there is nothing. */
export function OpenPanel({ nameOf }: { nameOf: (code: string) => string }) {
  const t = useBookWords();
  const { stores } = useMe();
  const open = useRead(adminOpenPaymentDifferences, {});
  if (!open.data || open.data.length === 0) return null;
  return (
    <Section title={t("stillOpen")} about={t("stillOpenHelp")} flush>
      <Table className={classes.table ?? ""}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("provider")}</Table.Th>
            <Table.Th className={classes.wide ?? ""}>{t("match.missing_here")}</Table.Th>
            <Table.Th className={classes.wide ?? ""}>{t("match.missing_there")}</Table.Th>
            <Table.Th className={classes.wide ?? ""}>{t("match.differing")}</Table.Th>
            <Table.Th className={classes.number ?? ""}>{t("sum")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {open.data.map((one) => (
            <Table.Tr key={`${one.store_id} ${one.provider} ${one.currency}`}>
              <Table.Td>
                {nameOf(one.provider)}
                <Text size="xs" c="dimmed" component="div">
                  {stores.length > 1
                    ? `${stores.find((store) => store.id === one.store_id)?.name ?? one.store_id} · `
                    : ""}
                  {t.rich("since", { when: <When at={one.oldest_at} /> })}
                </Text>
              </Table.Td>
              <Table.Td className={classes.wide ?? ""}>
                <Count value={one.missing_here} />
              </Table.Td>
              <Table.Td className={classes.wide ?? ""}>
                <Count value={one.missing_there} />
              </Table.Td>
              <Table.Td className={classes.wide ?? ""}>
                <Count value={one.differing} />
              </Table.Td>
              <Table.Td className={classes.number ?? ""}>
                <Money minor={one.sum_minor} currency={one.currency} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Section>
  );
}
